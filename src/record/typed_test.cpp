#include "record/typed.h"
#include "record/visit_for_test.h"

#include <gmock/gmock.h>

namespace record {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class typed : public ::testing::Test {
protected:
    ReadEvent read() const { return read_event(visit.manual, visit.form, sent, visit.now); }
    /// What is wrong with one shared question, else its text.
    std::string outcome(std::string_view field) const
    {
        const ReadEvent found = read();
        const std::string said = said_of(field, found.errors);
        if (!said.empty()) return said;
        const auto answered = found.event.shared.find(field);
        return answered == found.event.shared.end() ? "" : std::string{answered->second.text()};
    }

    VisitForTest visit;
    Typed sent = visit.typed();
    std::string of_ash = child_prefix(visit.ash);
    std::string of_rowan = child_prefix(visit.rowan);
};

} // namespace

TEST_F(typed, what_a_browser_sends_becomes_the_event)
{
    const ReadEvent found = read();
    EXPECT_THAT(places(visit, found.errors), IsEmpty());
    const Event expected = visit.event();
    EXPECT_EQ(found.event.form, expected.form);
    EXPECT_EQ(found.event.shared, expected.shared);
    ASSERT_EQ(found.event.parts.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(found.event.parts[i].record, expected.parts[i].record);
        EXPECT_EQ(found.event.parts[i].answers, expected.parts[i].answers);
    }
}

TEST_F(typed, rec_5_nothing_typed_is_every_question_asked)
{
    sent = {};
    EXPECT_THAT(places(visit, read().errors),
                ElementsAre("", "visited_on", "visited_at", "place", "others", "what_happened",
                            "bedrooms", "next_steps"));
    sent.add("children", visit.rowan.text());
    EXPECT_THAT(places(visit, read().errors),
                ElementsAre("visited_on", "visited_at", "place", "others", "what_happened",
                            "bedrooms", "next_steps", "rowan.sight", "rowan.worries",
                            "rowan.analysis"));
}

TEST_F(typed, a_date_that_cannot_be_read_is_said_in_its_own_words_and_once)
{
    struct Row {
        const char* why;
        const char* day;
        const char* month;
        const char* year;
        const char* expected;
    };
    const Row rows[] = {
        {"the month as a word", "24", "march", "2026", "2026-03-24"},
        {"no such day", "31", "2", "2026", "real date"},
        {"nonsense", "yesterday", "x", "2026", "real date"},
        {"a box left empty", "24", "", "2026", "a month"},
        {"a short year", "24", "3", "26", "four digits"},
        {"a day to come", "25", "3", "2026", "in the past"},
        {"all boxes empty", "", "", "", "Enter the date of the visit."},
    };
    for (const Row& row : rows) {
        sent.set("shared.visited_on.day", row.day);
        sent.set("shared.visited_on.month", row.month);
        sent.set("shared.visited_on.year", row.year);
        EXPECT_THAT(outcome("visited_on"), HasSubstr(row.expected)) << row.why;
        EXPECT_LE(read().errors.size(), 1U) << row.why;
    }
}

TEST_F(typed, a_time_is_read_as_people_write_it)
{
    struct Row {
        const char* why;
        const char* sent;
        const char* expected;
    };
    const Row rows[] = {
        {"an hour and a half of the day", "4pm", "16:00"},
        {"with a space and capitals", "4 PM", "16:00"},
        {"the clock of a timetable", "16:00", "16:00"},
        {"with a full stop", "16.05", "16:05"},
        {"a full stop and a half of the day", "4.30 pm", "16:30"},
        {"by itself it is the clock of a timetable", "4.30", "04:30"},
        {"midnight", "12am", "00:00"},
        {"no clock", "half past four", "like 4:30pm or 16:30"},
        {"an hour alone could be either", "4", "like 4:30pm or 16:30"},
        {"no such hour", "25:00", "like 4:30pm or 16:30"},
        {"no such minute", "4:60pm", "like 4:30pm or 16:30"},
        {"nothing", "", "Enter the time you arrived"},
    };
    for (const Row& row : rows) {
        sent.set("shared.visited_at", row.sent);
        EXPECT_THAT(outcome("visited_at"), HasSubstr(row.expected)) << row.why;
    }
}

TEST_F(typed, rec_8_statements_keep_their_kind_and_who_told_them)
{
    sent.add("shared.what_happened.3.text", "The heating has been off since Sunday.");
    sent.add("shared.what_happened.3.kind", "opinion");
    sent.add("shared.what_happened.3.source", "third_party");
    sent.add("shared.what_happened.3.told_by", "Their mother");
    sent.add("shared.what_happened.1.text", " ");
    const manual::Statement seen{.text = "We sat in the garden."};
    const manual::Statement told{.text = "The heating has been off since Sunday.",
                                 .kind = manual::StatementKind::opinion,
                                 .source = manual::Source::third_party,
                                 .told_by = "Their mother"};
    const ReadEvent found = read();
    ASSERT_NE(found.event.shared.at("what_happened").statements(), nullptr);
    EXPECT_THAT(*found.event.shared.at("what_happened").statements(), ElementsAre(seen, told));

    sent.set("shared.what_happened.3.told_by", "");
    EXPECT_THAT(said_of("what_happened", read().errors), HasSubstr("Say who told you"));
}

TEST_F(typed, chd_2_what_a_child_did_not_say_is_said_with_its_reason)
{
    sent.set(of_rowan + "voice", "");
    sent.add(of_rowan + "voice.unknown", "declined");
    sent.add(of_rowan + "voice.reason", "Rowan had nothing to say to me today.");
    const ReadEvent found = read();
    EXPECT_THAT(places(visit, found.errors), IsEmpty());
    EXPECT_EQ(found.event.parts[1].answers.at("voice").value,
              (decltype(manual::Answer::value){manual::Unknown{
                  manual::UnknownAnswer::declined, "Rowan had nothing to say to me today."}}));

    sent.set(of_rowan + "voice.reason", "");
    EXPECT_THAT(places(visit, read().errors), ElementsAre("rowan.voice"));
    sent.set(of_rowan + "voice.reason", "Rowan had nothing to say to me today.");
    sent.set(of_rowan + "voice", "“Go away.”");
    EXPECT_THAT(said_of("voice", read().errors), HasSubstr("Keep one of the two"));
}

TEST_F(typed, several_choices_are_ticked_under_one_name)
{
    const manual::Form& details = visit.form_for(manual::Purpose::child_details);
    sent = {};
    sent.add("children", visit.ash.text());
    sent.add("shared.disabilities", "VIS");
    sent.add("shared.disabilities", "HEAR");
    const auto disabilities = [&] { return read_event(visit.manual, details, sent, visit.now); };
    const Event event = disabilities().event;
    ASSERT_NE(event.shared.at("disabilities").chosen(), nullptr);
    EXPECT_THAT(*event.shared.at("disabilities").chosen(), ElementsAre("HEAR", "VIS"))
        << "in the order of the form";
    sent.add("shared.disabilities", "NONE");
    EXPECT_THAT(said_of("disabilities", disabilities().errors), HasSubstr("Choose either"));
    sent.set("shared.disabilities", "TALL");
    EXPECT_THAT(said_of("disabilities", disabilities().errors), HasSubstr("no such answer"));
}

TEST_F(typed, yes_no_and_not_known_are_three_answers)
{
    const manual::Form& person = visit.form_for(manual::Purpose::person_linked);
    sent = {};
    sent.add("children", visit.ash.text());
    const auto lives_with_child = [&] { return read_event(visit.manual, person, sent, visit.now); };
    sent.set("shared.lives_with_child", "no");
    EXPECT_EQ(lives_with_child().event.shared.at("lives_with_child").text(), "no");
    sent.set("shared.lives_with_child", "sometimes");
    EXPECT_THAT(said_of("lives_with_child", lives_with_child().errors), HasSubstr("yes or no"));
    sent.set("shared.lives_with_child", "");
    sent.set("shared.lives_with_child.unknown", "not_known");
    EXPECT_THAT(said_of("lives_with_child", lives_with_child().errors), HasSubstr("Say why"));
    sent.set("shared.lives_with_child.reason", "I will ask on the next visit.");
    EXPECT_EQ(said_of("lives_with_child", lives_with_child().errors), "");
    EXPECT_NE(lives_with_child().event.shared.at("lives_with_child").unknown(), nullptr);
}

TEST_F(typed, rec_1_each_childs_words_stay_that_childs)
{
    sent.set(of_ash + "voice", "");
    const ReadEvent found = read();
    EXPECT_THAT(places(visit, found.errors), ElementsAre("ash.voice"));
    EXPECT_FALSE(found.event.parts[0].answers.contains("voice"));
    EXPECT_EQ(found.event.parts[1].answers.at("voice").text(), "“I want to see Gran.”");
}

TEST_F(typed, rec_1_an_answer_counts_in_its_own_part_only)
{
    sent.set(of_ash + "voice", "");
    sent.add("shared.voice", "“We are fine.”");
    sent.set("shared.place", "");
    sent.add(of_ash + "place", "His grandmother's");
    EXPECT_THAT(places(visit, read().errors), ElementsAre("place", "ash.voice"));
}

TEST_F(typed, the_words_of_a_child_who_is_not_ticked_are_not_read)
{
    std::erase_if(sent.values, [&](const auto& pair) {
        return pair == manual::RawAnswer{"children", visit.rowan.text()};
    });
    const ReadEvent found = read();
    EXPECT_THAT(places(visit, found.errors), IsEmpty());
    ASSERT_EQ(found.event.parts.size(), 1U);
    EXPECT_EQ(found.event.parts[0].record, visit.ash);
    ASSERT_EQ(found.left_out.size(), 1U);
    EXPECT_EQ(found.left_out[0].record, visit.rowan);
    EXPECT_EQ(found.left_out[0].field, "") << "the whole part";
}

TEST_F(typed, names_that_the_form_does_not_have_are_passed_over)
{
    for (const char* const name : {"shared.colour", "shared.visited_on2", "visited_at", "colour"})
        sent.add(name, "blue");
    sent.add(of_ash + "colour", "blue");
    sent.add("child.nobody.voice", "blue");
    const ReadEvent found = read();
    EXPECT_THAT(places(visit, found.errors), IsEmpty());
    EXPECT_EQ(found.event.shared, visit.event().shared);
    EXPECT_EQ(found.event.parts[0].answers, visit.event().parts[0].answers);
}

TEST_F(typed, what_is_no_longer_asked_stays_out_of_the_event_and_stays_typed)
{
    sent.add(of_ash + "why_not_alone", "Ash wanted her sister to stay.");
    sent.add("shared.who_else", "Their uncle.");
    sent.add("shared.late_reason", "I was called to court.");
    const Typed before = sent;
    const ReadEvent found = read();
    EXPECT_THAT(places(visit, found.errors), IsEmpty());
    EXPECT_FALSE(found.event.parts[0].answers.contains("why_not_alone"));
    EXPECT_FALSE(found.event.shared.contains("who_else"));
    EXPECT_FALSE(found.event.shared.contains("late_reason"));
    std::vector<std::string> left_out;
    for (const LeftOut& one : found.left_out)
        left_out.push_back((one.record == visit.ash ? "ash." : "") + one.field);
    EXPECT_THAT(left_out, UnorderedElementsAre("ash.why_not_alone", "who_else", "late_reason"));
    EXPECT_EQ(sent.values, before.values);

    sent.set(of_ash + "sight", "with_others");
    EXPECT_EQ(read().event.parts[0].answers.at("why_not_alone").text(),
              "Ash wanted her sister to stay.");
}

TEST_F(typed, rec_13_a_late_visit_keeps_the_reason_that_was_typed)
{
    visit.now = base::from_uk(base::Date{2026, 3, 26}, {9, 0});
    EXPECT_THAT(places(visit, read().errors), ElementsAre("late_reason"));
    sent.add("shared.late_reason", "I was called to court.");
    EXPECT_EQ(outcome("late_reason"), "I was called to court.");
    EXPECT_THAT(places(visit, read().errors), IsEmpty());
}

TEST_F(typed, what_cannot_be_read_and_what_is_missing_stand_in_the_order_of_the_form)
{
    sent.set("shared.visited_at", "tea time");
    sent.set("shared.place", "");
    sent.set(of_ash + "sight", "through the window");
    sent.set(of_rowan + "analysis.0.text", "");
    const EventErrors errors = read().errors;
    EXPECT_THAT(places(visit, errors),
                ElementsAre("visited_at", "place", "ash.sight", "rowan.analysis"));
    EXPECT_THAT(said_of("sight", errors), HasSubstr("no such answer"))
        << "not: say how you saw the child";
}

TEST_F(typed, children_are_those_ticked_once_each_in_the_order_sent)
{
    sent = {};
    for (const std::string& ticked : {visit.rowan.text(), visit.ash.text(), visit.rowan.text(),
                                      std::string{"nobody"}, std::string{}})
        sent.add("children", ticked);
    sent.add("child", base::RecordId::make(visit.random).text());
    EXPECT_THAT(sent.children(), ElementsAre(visit.rowan, visit.ash));
}

TEST_F(typed, a_name_is_set_once_and_added_often)
{
    Typed values;
    EXPECT_EQ(values.one("colour"), "");
    EXPECT_EQ(values.form(), "");
    values.add("colour", "blue");
    values.add("form", "contact");
    values.add("colour", "green");
    EXPECT_EQ(values.one("colour"), "blue");
    EXPECT_EQ(values.form(), "contact");
    values.set("colour", "red");
    EXPECT_THAT(values.values, ElementsAre(manual::RawAnswer{"form", "contact"},
                                           manual::RawAnswer{"colour", "red"}));
}

} // namespace record
