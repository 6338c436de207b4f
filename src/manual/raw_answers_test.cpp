#include "base/random.h"
#include "manual/raw_answers.h"
#include "manual/testing.h"

#include <gmock/gmock.h>

namespace manual {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ReadAnswer read(std::string_view field, const RawAnswers& raw)
{
    const Form form = testing::form_of_everything();
    return read_answer(*form.find_field(field), raw, "shared.");
}

std::string text(std::string_view field, const RawAnswers& raw)
{
    const ReadAnswer read_one = read(field, raw);
    return read_one.errors.empty() ? std::string{read_one.answer.text()}
                                   : read_one.errors.front().message;
}

} // namespace

TEST(raw_answers, a_date_is_read_from_three_boxes)
{
    const auto date = [](const char* day, const char* month, const char* year) {
        return text(
            "day",
            {{"shared.day.day", day}, {"shared.day.month", month}, {"shared.day.year", year}});
    };
    EXPECT_EQ(date("1", "4", "2026"), "2026-04-01");
    EXPECT_EQ(date(" 01", "04 ", "2026"), "2026-04-01");
    EXPECT_EQ(date("1", "April", "2026"), "2026-04-01");
    EXPECT_EQ(date("1", "apr", "2026"), "2026-04-01");
    EXPECT_EQ(date("", "", ""), "");
    EXPECT_EQ(date("29", "2", "2024"), "2024-02-29");
    EXPECT_EQ(date("30", "2", "2026"), "“When was it?” must be a real date, like 27 3 2026.");
    EXPECT_EQ(date("1", "4", "26"), "“When was it?” must have a year of four digits, like 2026.");
    EXPECT_EQ(date("1", "", ""), "“When was it?” must include a month and a year.");
    EXPECT_EQ(date("", "4", "2026"), "“When was it?” must include a day.");
    EXPECT_THAT(date("one", "4", "2026"), HasSubstr("real date"));
    EXPECT_THAT(date("-1", "4", "2026"), HasSubstr("real date"));
    EXPECT_THAT(date("99999999999999999999", "4", "2026"), HasSubstr("real date"));
    EXPECT_THAT(date("1", "ma", "2026"), HasSubstr("real date"));
    EXPECT_THAT(date("1", "4", "0000"), HasSubstr("real date"));
}

TEST(raw_answers, a_time_and_a_number_are_read_as_people_write_them)
{
    EXPECT_EQ(text("at", {{"shared.at", "4.30pm"}}), "16:30");
    EXPECT_EQ(text("at", {{"shared.at", "16:30"}}), "16:30");
    EXPECT_THAT(text("at", {{"shared.at", "tea time"}}), HasSubstr("like 4:30pm or 16:30"));
    EXPECT_EQ(text("count", {{"shared.count", " 007"}}), "7");
    EXPECT_THAT(text("count", {{"shared.count", "12"}}), HasSubstr("between 1 and 9"));
    EXPECT_THAT(text("count", {{"shared.count", "a few"}}), HasSubstr("whole number"));
}

TEST(raw_answers, text_is_trimmed_and_its_lines_made_alike)
{
    EXPECT_EQ(text("who", {{"shared.who", "  Robin Alder \r\n"}}), "Robin Alder");
    EXPECT_EQ(text("words", {{"shared.words", "one\r\ntwo\rthree\vfour"}}),
              "one\ntwo\nthree\nfour");
    EXPECT_EQ(text("who", {{"shared.who", "   "}}), "");
    EXPECT_THAT(text("who", {{"shared.who", std::string(21, 'x')}}),
                HasSubstr("must be 20 characters or fewer. It has 21."));
    EXPECT_EQ(text("who", {{"shared.who", "Zoë Zoë Zoë Zoë Zoë "}}), "Zoë Zoë Zoë Zoë Zoë")
        << "characters are counted, not bytes";
    EXPECT_THAT(text("who", {{"shared.who", "\xc3\x28"}}), HasSubstr("could not be read"));
}

TEST(raw_answers, what_is_not_known_says_so_with_a_reason)
{
    const ReadAnswer found = read("words", {{"shared.words", ""},
                                            {"shared.words.unknown", "declined"},
                                            {"shared.words.reason", " She shook her head. "}});
    ASSERT_NE(found.answer.unknown(), nullptr);
    EXPECT_EQ(*found.answer.unknown(), (Unknown{UnknownAnswer::declined, "She shook her head."}));

    EXPECT_THAT(read("words", {{"shared.words.unknown", "declined"}}).errors, IsEmpty())
        << "the missing reason stops signing, not reading";
    EXPECT_EQ(text("words", {{"shared.words.unknown", "lost"}}),
              "“What did {child} say?” cannot be left without an answer in this way.");
    EXPECT_THAT(text("words", {{"shared.words", "Hello"}, {"shared.words.unknown", "declined"}}),
                HasSubstr("Keep one of the two"));
    EXPECT_THAT(text("who", {{"shared.who.unknown", "not_known"}}),
                HasSubstr("cannot be left without"));
    EXPECT_EQ(text("words", {{"shared.words", "Hello"}, {"shared.words.unknown", ""}}), "Hello");
}

TEST(raw_answers, a_no_brings_its_reason_and_a_yes_leaves_it)
{
    const ReadAnswer no =
        read("agreed", {{"shared.agreed", "no"}, {"shared.agreed.reason", "Not asked."}});
    EXPECT_EQ(no.answer, (Answer{.value = "no", .reason = "Not asked."}));
    const ReadAnswer yes =
        read("agreed", {{"shared.agreed", "yes"}, {"shared.agreed.reason", "Left over."}});
    EXPECT_EQ(yes.answer, (Answer{.value = "yes", .reason = {}}));
    EXPECT_THAT(text("agreed", {{"shared.agreed", "perhaps"}}), HasSubstr("yes or no"));
}

TEST(raw_answers, rec_8_statements_are_read_in_order_each_with_kind_and_source)
{
    const ReadAnswer found = read("account", {{"shared.account.10.text", "Third."},
                                              {"shared.account.0.text", "First."},
                                              {"shared.account.0.kind", "fact"},
                                              {"shared.account.0.source", "first_hand"},
                                              {"shared.account.0.told_by", "Left over"},
                                              {"shared.account.1.text", ""},
                                              {"shared.account.1.kind", "fact"},
                                              {"shared.account.2.text", "Second."},
                                              {"shared.account.2.told_by", "Their gran"},
                                              {"shared.account.10.told_by", "Their gran"}});
    ASSERT_THAT(found.errors, IsEmpty());
    const Statement first{.text = "First."};
    const Statement second{.text = "Second.",
                           .kind = StatementKind::opinion,
                           .source = Source::third_party,
                           .told_by = "Their gran"};
    Statement third = second;
    third.text = "Third.";
    EXPECT_THAT(*found.answer.statements(), ElementsAre(first, second, third));
}

TEST(raw_answers, a_statement_that_cannot_be_read_is_refused)
{
    EXPECT_THAT(text("account", {{"shared.account.0.text", "T"}, {"shared.account.0.kind", "lie"}}),
                HasSubstr("Choose again"));
    EXPECT_THAT(text("account", {{"shared.account.0.text", "T"}}), HasSubstr("Say who told you"));
    EXPECT_THAT(text("account", {{"shared.account.0.told_by", "Gran"}}),
                HasSubstr("statement without text"));
    EXPECT_THAT(text("account", {{"shared.account.-1.text", "T"}}), HasSubstr("could not be read"));
    EXPECT_THAT(text("account", {{"shared.account.01.text", "T"}}), HasSubstr("could not be read"));
    RawAnswers many;
    for (int i = 0; i < 60; ++i) {
        const std::string row = "shared.account." + std::to_string(i);
        many.emplace_back(row + ".text", "T");
        many.emplace_back(row + ".source", "first_hand");
    }
    EXPECT_THAT(text("account", many), HasSubstr("at most 50"));
}

TEST(raw_answers, choices_are_in_the_order_of_the_form_and_none_of_these_stands_alone)
{
    const ReadAnswer found =
        read("needs", {{"shared.needs", "2B"}, {"shared.needs", "1A"}, {"shared.needs", "2B"}});
    EXPECT_THAT(*found.answer.chosen(), ElementsAre("1A", "2B"));
    EXPECT_THAT(text("needs", {{"shared.needs", "NONE"}, {"shared.needs", "1A"}}),
                HasSubstr("Choose either “Nothing” or other answers"));
    EXPECT_THAT(text("needs", {{"shared.needs", "3C"}}), HasSubstr("no such answer"));
    EXPECT_TRUE(read("needs", {{"shared.needs", ""}}).answer.is_blank());
}

TEST(raw_answers, the_same_question_answered_twice_is_refused)
{
    EXPECT_THAT(text("who", {{"shared.who", "Robin"}, {"shared.who", "Wren"}}),
                HasSubstr("sent more than once"));
}

TEST(raw_answers, only_this_fields_names_under_this_prefix_are_read)
{
    EXPECT_EQ(text("at", {{"shared.attic", "16:30"},
                          {"shared.at2", "16:30"},
                          {"child.at", "16:30"},
                          {"at", "16:30"}}),
              "");
}

TEST(raw_answers, a_whole_part_is_read_with_all_errors_at_once)
{
    const Form form = testing::form_of_everything();
    const RawAnswers raw = {{"shared.day.day", "31"},      {"shared.day.month", "2"},
                            {"shared.day.year", "2026"},   {"shared.at", "noonish"},
                            {"shared.who", "Robin Alder"}, {"child.7.seen", "yes"}};
    const ReadAnswers shared = read_answers(form, Part::shared, raw, "shared.");
    EXPECT_EQ(shared.answers.size(), 1U);
    EXPECT_EQ(shared.errors.size(), 2U);
    const ReadAnswers child = read_answers(form, Part::child, raw, "child.7.");
    EXPECT_EQ(child.answers.at("seen").text(), "yes");

    const FieldErrors all =
        all_errors(form, shared.errors, check_part(form, Part::shared, shared.answers));
    std::vector<std::string> fields;
    for (const FieldError& error : all)
        fields.push_back(error.field);
    EXPECT_THAT(fields, ElementsAre("day", "at", "count", "agreed", "account"));
    EXPECT_THAT(all.front().message, HasSubstr("real date")) << "not: enter the date";
}

TEST(raw_answers, what_the_system_fills_in_is_not_taken_from_a_browser)
{
    const Library library = testing::shipped();
    const Form& form =
        *library.in_force("england", base::Date{2026, 3, 24}).form_for(Purpose::correction);
    const ReadAnswers found = read_answers(form, Part::shared, RawAnswers{{"corrects", "1"}}, "");
    EXPECT_TRUE(found.answers.empty());
}

TEST(raw_answers, whatever_is_sent_reading_ends_and_what_it_accepts_can_be_kept)
{
    const Form form = testing::form_of_everything();
    base::SeededRandom random{20260322};
    const std::vector<std::string> ends = {
        "",        ".day",     ".month",    ".year",           ".unknown",
        ".reason", ".0.text",  ".0.kind",   ".0.source",       ".0.told_by",
        ".1.text", "..0.text", ".0.text.x", ".9999999999.text"};
    const std::vector<std::string> values = {"",
                                             "1",
                                             "2026",
                                             "yes",
                                             "no",
                                             "1A",
                                             "NONE",
                                             "16:30",
                                             "fact",
                                             "lie",
                                             "\r\n",
                                             "\xff\xfe",
                                             "first_hand",
                                             "third_party",
                                             "not_known",
                                             "declined",
                                             "\x01",
                                             "-0",
                                             "0x10",
                                             "१२",
                                             std::string(30'000, 'w'),
                                             std::string("a\0b", 3)};
    const auto pick = [&](const auto& from) -> const auto&
    {
        std::uint8_t byte = 0;
        random.fill({&byte, 1});
        return from[byte % from.size()];
    };
    for (int round = 0; round < 3'000; ++round) {
        RawAnswers raw;
        for (int i = 0; i < 12; ++i)
            raw.emplace_back(pick(form.fields).id + pick(ends), pick(values));
        for (const Part part : {Part::shared, Part::child}) {
            const ReadAnswers found = read_answers(form, part, raw, "");
            EXPECT_LE(found.errors.size(), form.fields.size());
            const auto again = answers_from_json(form, to_json(found.answers));
            EXPECT_EQ(again, found.answers);
            for (const auto& [id, answer] : found.answers)
                EXPECT_FALSE(answer.is_blank());
            EXPECT_NO_THROW(check_part(form, part, found.answers));
        }
    }
}

} // namespace manual
