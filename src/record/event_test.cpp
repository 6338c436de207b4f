#include "record/event.h"
#include "record/visit_for_test.h"

#include <gmock/gmock.h>

namespace record {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

base::Instant uk(std::string_view day, base::TimeOfDay time)
{
    return base::from_uk(base::Date::parse(day).value(), time);
}

class event : public ::testing::Test {
protected:
    EventErrors errors() const { return errors_at(visit.now); }
    EventErrors errors_at(base::Instant now) const
    {
        return check_event(visit.manual, visit.form, given, now);
    }
    std::vector<std::string> places_in(const EventErrors& found) const
    {
        return places(visit, found);
    }

    VisitForTest visit;
    Event given = visit.event();
};

} // namespace

TEST_F(event, rec_5_a_complete_visit_can_be_signed)
{
    EXPECT_THAT(errors(), IsEmpty());
}

TEST_F(event, rec_5_everything_unanswered_is_named_at_once_in_the_order_of_the_form)
{
    given.shared.clear();
    given.parts[0].answers.clear();
    given.parts[1].answers.erase("voice");
    EXPECT_THAT(places_in(errors()),
                ElementsAre("visited_on", "visited_at", "place", "others", "what_happened",
                            "bedrooms", "next_steps", "ash.sight", "ash.worries", "ash.analysis",
                            "rowan.voice"))
        << "what a child said is asked once it is known that the child was seen";
}

TEST_F(event, rec_5_what_the_form_and_the_clock_find_stands_in_the_order_of_the_form_too)
{
    given.shared["visited_at"] = answer("18:01");
    given.shared["sight"] = answer("alone");
    given.shared.erase("place");
    given.shared.erase("next_steps");
    EXPECT_THAT(places_in(errors()), ElementsAre("visited_at", "place", "next_steps", "sight"));
}

TEST_F(event, chd_2_a_child_who_was_not_seen_is_accounted_for)
{
    given.parts[1].answers["sight"] = answer("not_seen");
    EXPECT_THAT(places_in(errors()), ElementsAre("rowan.why_not_seen", "rowan.voice"))
        << "the reason is lacking, and there cannot be words of a child who was not seen";
    given.parts[1].answers.erase("voice");
    given.parts[1].answers["why_not_seen"] = answer("At football, his mother says.");
    EXPECT_THAT(errors(), IsEmpty());
}

TEST_F(event, chd_2_a_child_may_decline_to_speak_but_it_must_say_why)
{
    using manual::Unknown;
    using manual::UnknownAnswer;
    given.parts[0].answers["voice"].value = Unknown{UnknownAnswer::declined, ""};
    EXPECT_THAT(places_in(errors()), ElementsAre("ash.voice"));
    given.parts[0].answers["voice"].value =
        Unknown{UnknownAnswer::declined, "Ash had nothing to say to me today."};
    EXPECT_THAT(errors(), IsEmpty());
}

TEST_F(event, rec_1_it_is_about_at_least_one_child)
{
    given.parts.clear();
    const EventErrors found = errors();
    ASSERT_THAT(places_in(found), ElementsAre(""));
    EXPECT_THAT(found.front().message, HasSubstr("at least one child"));
}

TEST_F(event, rec_1_no_child_stands_in_it_twice)
{
    given.parts.push_back(given.parts.front());
    const EventErrors found = errors();
    ASSERT_THAT(places_in(found), ElementsAre("ash."));
    EXPECT_THAT(found.front().message, HasSubstr("once"));
}

TEST_F(event, rec_1_a_form_about_one_child_is_not_signed_for_two)
{
    const manual::Form& contact = visit.form_for(manual::Purpose::contact);
    const auto about = [&](std::vector<EventPart> parts) {
        const Event call{.form = contact.id, .shared = {}, .parts = std::move(parts)};
        return check_event(visit.manual, contact, call, visit.now).front().message;
    };
    EXPECT_THAT(about({{visit.ash, {}}, {visit.rowan, {}}}), HasSubstr("about one child"));
    EXPECT_THAT(about({{visit.ash, {}}}), Not(HasSubstr("about one child")));
}

TEST_F(event, rec_1_what_one_child_said_is_not_answered_for_all)
{
    given.shared["voice"] = answer("“We are fine.”");
    const EventErrors found = errors();
    ASSERT_THAT(places_in(found), ElementsAre("voice"));
    EXPECT_THAT(found.front().message, HasSubstr("in each child's part"));
}

TEST_F(event, rec_1_an_answer_for_all_does_not_stand_in_for_a_childs_own)
{
    given.shared["sight"] = given.parts[0].answers["sight"];
    given.parts[0].answers.erase("sight");
    EXPECT_THAT(said_of("sight", errors()), HasSubstr("in each child's part"));
}

TEST_F(event, rec_1_what_is_the_same_for_all_is_not_answered_for_one)
{
    given.parts[1].answers["place"] = answer("His grandmother's");
    const EventErrors found = errors();
    ASSERT_THAT(places_in(found), ElementsAre("rowan.place"));
    EXPECT_THAT(found.front().message, HasSubstr("once, for all"));
}

TEST_F(event, a_childs_question_may_depend_on_what_is_shared)
{
    manual::Form form = visit.form;
    for (manual::Field& field : form.fields) {
        if (field.id != "analysis") continue;
        field.asked_when = {.field = "others", .is = {"nobody"}, .recorded_late = false};
    }
    EXPECT_THAT(check_event(visit.manual, form, given, visit.now), IsEmpty());
    given.parts[0].answers.erase("analysis");
    EXPECT_THAT(places_in(check_event(visit.manual, form, given, visit.now)),
                ElementsAre("ash.analysis"));
}

TEST_F(event, rec_13_a_day_to_come_is_refused_once_and_not_again_for_its_time)
{
    given.shared["visited_on"] = answer("2026-03-25");
    EXPECT_THAT(places_in(errors()), ElementsAre("visited_on"));
    EXPECT_THAT(errors_at(uk("2026-03-25", {16, 30})), IsEmpty());
}

TEST_F(event, rec_13_a_time_to_come_is_refused_to_the_minute)
{
    EXPECT_THAT(errors_at(uk("2026-03-24", {16, 30})), IsEmpty()) << "this very minute";
    const EventErrors found = errors_at(uk("2026-03-24", {16, 29}));
    ASSERT_THAT(places_in(found), ElementsAre("visited_at"));
    EXPECT_THAT(found.front().message, HasSubstr("in the past"));
}

TEST_F(event, rec_13_today_is_the_day_in_the_united_kingdom)
{
    given.shared["visited_on"] = answer("2026-07-02");
    given.shared["visited_at"] = answer("00:10");
    const auto just_after_midnight = base::Instant::parse("2026-07-01T23:20:00.000Z").value();
    EXPECT_THAT(errors_at(just_after_midnight), IsEmpty());
}

TEST_F(event, rec_13_nothing_is_signed_without_its_day_or_before_it_whatever_a_manual_allows)
{
    manual::Form lax = visit.form;
    lax.fields.front().required = false;
    lax.fields.front().date_limit = manual::DateLimit::any;
    const auto lax_errors = [&] {
        return places_in(check_event(visit.manual, lax, given, visit.now));
    };
    given.shared["visited_on"] = answer("2026-03-25");
    EXPECT_THAT(lax_errors(), ElementsAre("visited_on"));
    given.shared.erase("visited_on");
    EXPECT_THAT(lax_errors(), ElementsAre("visited_on"));
}

TEST_F(event, rec_13_past_one_working_day_it_is_late_and_must_say_why)
{
    using enum manual::Timeliness;
    struct Row {
        const char* why;
        const char* visited;
        const char* recorded;
        base::TimeOfDay at;
        manual::Timeliness expected;
    };
    const Row rows[] = {
        {"the same evening", "2026-03-24", "2026-03-24", {18, 0}, in_time},
        {"the last minute of the next day", "2026-03-24", "2026-03-25", {23, 59}, in_time},
        {"the first minute after it", "2026-03-24", "2026-03-26", {0, 0}, late},
        {"a Friday's, on Monday", "2026-03-27", "2026-03-30", {23, 59}, in_time},
        {"a Friday's, on Tuesday", "2026-03-27", "2026-03-31", {0, 0}, late},
        {"a Saturday's, on Monday", "2026-03-28", "2026-03-30", {23, 59}, in_time},
        {"a Saturday's, on Tuesday", "2026-03-28", "2026-03-31", {0, 0}, late},
        {"before Easter, on the Tuesday after", "2026-04-02", "2026-04-07", {23, 59}, in_time},
        {"before Easter, on the Wednesday after", "2026-04-02", "2026-04-08", {0, 0}, late},
        {"Good Friday's, on the Tuesday after", "2026-04-03", "2026-04-07", {23, 59}, in_time},
        {"Christmas Eve's, after the holidays", "2026-12-24", "2026-12-29", {23, 59}, in_time},
        {"Christmas Eve's, a day too late", "2026-12-24", "2026-12-30", {0, 0}, late},
    };
    for (const Row& row : rows) {
        const base::Instant recorded = uk(row.recorded, row.at);
        given.shared["visited_on"] = answer(row.visited);
        EXPECT_EQ(timeliness(visit.manual, visit.form, given.shared, recorded), row.expected)
            << row.why;
        const auto found = places_in(errors_at(recorded));
        EXPECT_EQ(found == std::vector<std::string>{"late_reason"}, row.expected == late)
            << row.why;
        EXPECT_EQ(found.empty(), row.expected == in_time) << row.why;
    }
}

TEST_F(event, rec_13_the_reason_is_taken_when_it_is_late_and_only_then)
{
    given.shared["late_reason"] = answer("I was called to court.");
    EXPECT_THAT(errors_at(uk("2026-03-26", {9, 0})), IsEmpty());
    EXPECT_THAT(places_in(errors_at(uk("2026-03-25", {9, 0}))), ElementsAre("late_reason"));
}

TEST_F(event, without_its_day_nothing_is_late)
{
    given.shared.erase("visited_on");
    EXPECT_EQ(timeliness(visit.manual, visit.form, given.shared, uk("2027-01-01", {9, 0})),
              manual::Timeliness::in_time);
}

TEST_F(event, it_happened_when_the_form_says)
{
    using manual::When;
    const base::Date day{2026, 3, 24};
    const auto when = [&] { return happened(visit.form, given.shared, visit.now); };
    EXPECT_EQ(when(), (When{day, base::TimeOfDay{16, 30}}));
    given.shared["visited_at"].value =
        manual::Unknown{manual::UnknownAnswer::not_known, "My watch had stopped."};
    EXPECT_EQ(when(), (When{day, {}}));
    given.shared["visited_on"] = answer("2026-02-30");
    EXPECT_EQ(when(), std::nullopt);
    given.shared.erase("visited_on");
    EXPECT_EQ(when(), std::nullopt);
}

TEST_F(event, a_form_that_does_not_ask_happens_as_it_is_signed)
{
    const manual::Form& alert = visit.form_for(manual::Purpose::alert);
    const auto in_summer = base::Instant::parse("2026-07-01T23:20:00.000Z").value();
    EXPECT_EQ(happened(alert, {}, in_summer),
              (manual::When{base::Date{2026, 7, 2}, base::TimeOfDay{0, 20}}));
}

TEST_F(event, a_day_without_a_time_stays_a_day_in_the_ledger)
{
    const base::Date day{2026, 7, 1};
    EXPECT_EQ(to_occurred({day, {}}).text(), "2026-07-01");
    EXPECT_EQ(to_occurred({day, base::TimeOfDay{16, 30}}).text(), "2026-07-01T15:30:00.000Z");
}

} // namespace record
