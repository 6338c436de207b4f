#include "pathway/due.h"
#include "pathway/world_for_test.h"

#include <gmock/gmock.h>

namespace pathway {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The shipped manual sees every child within six weeks.
constexpr int days_between_visits = 42;

class due : public ::testing::Test {
protected:
    std::vector<HouseholdVisit> visits_of(base::StaffId staff)
    {
        return visits_due(*world.desk, world.viewer(staff));
    }
    std::vector<HouseholdVisit> visits() { return visits_of(world.worker); }
    base::Date due_on()
    {
        const auto found = visits();
        return found.empty() ? base::Date{} : found.front().due_on;
    }
    /// `2027-01-04 Esi Oak, Jonah Oak` for each household.
    std::vector<std::string> list()
    {
        std::vector<std::string> lines;
        for (const HouseholdVisit& visit : visits()) {
            std::string line = visit.due_on.iso();
            for (const DueVisit& child : visit.children)
                line += (&child == &visit.children.front() ? " " : ", ") + child.child.name;
            lines.push_back(line);
        }
        return lines;
    }

    record::DraftId begin(std::string_view form, const std::vector<base::RecordId>& children)
    {
        record::Typed typed;
        typed.set("form", form);
        for (const base::RecordId& child : children)
            typed.add("children", child.text());
        const auto id = record::DraftId::make(world.random);
        EXPECT_TRUE(record::save_draft(*world.desk, world.viewer(world.worker),
                                       {.id = id, .version = 0, .typed = typed}));
        return id;
    }
    /// For each household, the draft of the visit.
    std::vector<std::optional<record::DraftId>> begun()
    {
        const auto drafts = record::drafts_of(*world.desk, world.viewer(world.worker));
        std::vector<std::optional<record::DraftId>> found;
        for (const HouseholdVisit& visit : visits()) {
            const auto draft = draft_of(visit, visit_form, drafts);
            found.push_back(draft ? std::optional{draft->id} : std::nullopt);
        }
        return found;
    }

    World world;
    const std::string visit_form = world.desk->manual_now().form_for(manual::Purpose::visit)->id;
    base::Date opened = world.today(); ///< Monday 23 November 2026
};

const base::Date born{2016, 10, 1};

} // namespace

TEST_F(due, chd_2_a_child_never_seen_is_due_from_the_day_the_record_was_allocated)
{
    world.open_record("Kofi Oak", born);
    const auto found = visits();
    ASSERT_EQ(found.size(), 1U);
    ASSERT_EQ(found[0].children.size(), 1U);
    EXPECT_EQ(found[0].due_on, (base::Date{2027, 1, 4}));
    EXPECT_EQ(found[0].children[0].due_on, found[0].due_on);
    EXPECT_EQ(found[0].children[0].child.name, "Kofi Oak");
    EXPECT_FALSE(found[0].children[0].last_seen);
}

TEST_F(due, tim_1_the_manual_says_how_long_and_in_which_words)
{
    world.open_record("Kofi Oak", born);
    const manual::Timescale* const timescale = world.desk->manual_now().timescale_for(
        manual::Measures::visit, manual::Circumstance::every_child);
    ASSERT_NE(timescale, nullptr);
    EXPECT_EQ(visits().at(0).children.at(0).timescale, timescale->plain());
    EXPECT_EQ(timescale->plain(), "6 weeks");
}

TEST_F(due, tim_1_seeing_the_child_starts_the_time_again_from_that_day)
{
    const auto kofi = world.open_record("Kofi Oak", born);
    world.pass_days(20);
    const base::Date seen = world.today().plus_days(-1);
    world.sign_visit(seen, {kofi});
    EXPECT_EQ(due_on(), seen.plus_days(days_between_visits)) << "not from the day of recording";
    EXPECT_EQ(visits().at(0).children.at(0).last_seen, seen);
}

TEST_F(due, chd_2_a_visit_at_which_the_child_was_not_seen_moves_nothing)
{
    const auto kofi = world.open_record("Kofi Oak", born);
    world.pass_days(20);
    world.sign_visit(world.today(), {kofi}, "not_seen");
    EXPECT_EQ(due_on(), opened.plus_days(days_between_visits));
    EXPECT_FALSE(visits().at(0).children.at(0).last_seen);
}

TEST_F(due, an_older_visit_written_down_later_does_not_turn_the_time_back)
{
    const auto kofi = world.open_record("Kofi Oak", born);
    world.pass_days(20);
    world.sign_visit(opened.plus_days(20), {kofi});
    world.sign_visit(opened.plus_days(10), {kofi});
    EXPECT_EQ(due_on(), opened.plus_days(20 + days_between_visits));
    EXPECT_EQ(visits().at(0).children.at(0).last_seen, opened.plus_days(20));
}

TEST_F(due, another_worker_takes_the_visit_over_with_its_day)
{
    const auto kofi = world.open_record("Kofi Oak", born);
    world.pass_days(20);
    world.allocate(kofi, world.other_worker);
    EXPECT_THAT(list(), IsEmpty());
    const auto taken_over = visits_of(world.other_worker);
    ASSERT_EQ(taken_over.size(), 1U);
    EXPECT_EQ(taken_over[0].due_on, opened.plus_days(days_between_visits))
        << "the child does not wait longer because the worker changed";
}

TEST_F(due, a_visit_stays_listed_today_and_when_it_is_overdue)
{
    world.open_record("Kofi Oak", born);
    world.pass_days(days_between_visits);
    EXPECT_EQ(due_on(), world.today());
    world.pass_days(1);
    EXPECT_EQ(due_on(), world.today().plus_days(-1));
    world.pass_days(400);
    EXPECT_EQ(due_on(), opened.plus_days(days_between_visits));
}

TEST_F(due, what_is_overdue_longest_comes_first)
{
    world.open_record("Zoe Elm", born, "elm");
    world.pass_days(1);
    world.open_record("Ash Fir", born, "fir");
    world.open_record("Bea Yew", born, "yew");
    world.pass_days(1);
    world.open_record("Cal Ivy", born, "ivy");
    world.pass_days(days_between_visits - 1);
    EXPECT_THAT(list(), ElementsAre("2027-01-04 Zoe Elm", "2027-01-05 Ash Fir",
                                    "2027-01-05 Bea Yew", "2027-01-06 Cal Ivy"))
        << "overdue, twice due today in order of name, due tomorrow";
}

TEST_F(due, brothers_and_sisters_are_one_visit_the_soonest_due_first)
{
    const auto kofi = world.open_record("Kofi Oak", base::Date{2013, 7, 10}, "oak");
    const auto efua = world.open_record("Efua Oak", base::Date{2016, 10, 1}, "oak");
    world.open_record("Zoe Elm", born, "elm");
    EXPECT_THAT(list(), ElementsAre("2027-01-04 Kofi Oak, Efua Oak", "2027-01-04 Zoe Elm"))
        << "the eldest first where the day is the same";
    world.pass_days(7);
    world.sign_visit(world.today(), {kofi});
    EXPECT_THAT(list(), ElementsAre("2027-01-04 Efua Oak, Kofi Oak", "2027-01-04 Zoe Elm"))
        << "one was seen: the household is due when the other is";
    world.sign_visit(world.today(), {efua});
    EXPECT_THAT(list(), ElementsAre("2027-01-04 Zoe Elm", "2027-01-11 Kofi Oak, Efua Oak"));
}

TEST_F(due, brothers_and_sisters_due_together_stand_by_age)
{
    world.open_record("Jonah Oak", base::Date{2020, 6, 12}, "oak");
    world.open_record("Kofi Oak", base::Date{2013, 7, 10}, "oak");
    world.open_record("Esi Oak", base::Date{2025, 9, 2}, "oak");
    world.open_record("Efua Oak", base::Date{2016, 10, 1}, "oak");
    EXPECT_THAT(list(), ElementsAre("2027-01-04 Kofi Oak, Efua Oak, Jonah Oak, Esi Oak"));
}

TEST_F(due, children_of_no_known_household_are_visits_of_their_own)
{
    world.open_record("Kofi Oak", base::Date{2013, 7, 10});
    world.open_record("Efua Oak", base::Date{2016, 10, 1});
    EXPECT_THAT(list(), ElementsAre("2027-01-04 Efua Oak", "2027-01-04 Kofi Oak"));
}

TEST_F(due, only_the_workers_own_children_are_listed)
{
    world.open_record("Kofi Oak", born);
    EXPECT_TRUE(visits_of(world.other_worker).empty());
    EXPECT_TRUE(visits_of(world.manager).empty());
}

TEST_F(due, every_child_listed_is_a_read_on_the_trail)
{
    const auto kofi = world.open_record("Kofi Oak", born, "oak");
    const auto efua = world.open_record("Efua Oak", born, "oak");
    visits();
    const access::Viewer manager = world.viewer(world.manager);
    for (const base::RecordId& child : {kofi, efua}) {
        const auto reads = world.data->read([&](store::Reader& reader) {
            return access::reads_of(reader, manager, *world.keys, child, 10);
        });
        ASSERT_EQ(reads.size(), 1U);
        EXPECT_EQ(reads[0].what, access::Looked::list);
        EXPECT_EQ(reads[0].staff, world.worker);
    }
}

TEST_F(due, rec_5_a_visit_that_was_begun_leads_to_its_draft)
{
    world.open_record("Kofi Oak", base::Date{2013, 7, 10}, "oak");
    const auto efua = world.open_record("Efua Oak", base::Date{2016, 10, 1}, "oak");
    world.open_record("Zoe Elm", born, "elm");
    EXPECT_THAT(begun(), ElementsAre(std::nullopt, std::nullopt));
    const auto draft = begin(visit_form, {efua});
    EXPECT_THAT(begun(), ElementsAre(draft, std::nullopt)) << "one child of the household is named";
    world.pass_days(1);
    const auto later = begin(visit_form, {efua});
    EXPECT_THAT(begun(), ElementsAre(later, std::nullopt)) << "the newest";
    record::discard_draft(*world.desk, world.viewer(world.worker), later);
    EXPECT_THAT(begun(), ElementsAre(draft, std::nullopt));
}

TEST_F(due, a_draft_of_another_form_or_about_nobody_begins_no_visit)
{
    const auto kofi = world.open_record("Kofi Oak", born, "oak");
    begin(world.desk->manual_now().form_for(manual::Purpose::child_details)->id, {kofi});
    begin(visit_form, {});
    EXPECT_THAT(begun(), ElementsAre(std::nullopt));
}

TEST_F(due, rebuilding_years_later_comes_to_the_same_days)
{
    const auto kofi = world.open_record("Kofi Oak", base::Date{2013, 7, 10}, "oak");
    world.open_record("Efua Oak", base::Date{2016, 10, 1}, "oak");
    world.pass_days(7);
    world.sign_visit(world.today(), {kofi});
    const auto before = list();
    world.pass_days(3 * 365);
    world.rebuild();
    EXPECT_EQ(list(), before);
}

} // namespace pathway
