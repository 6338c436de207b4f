#include "manual/answers.h"
#include "manual/testing.h"

#include <gmock/gmock.h>

namespace manual {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Answer said(std::string text)
{
    return {.value = std::move(text), .reason = {}};
}

Answer unknown(UnknownAnswer which, std::string reason)
{
    return {.value = Unknown{which, std::move(reason)}, .reason = {}};
}

Answer stated(std::vector<Statement> statements)
{
    return {.value = std::move(statements), .reason = {}};
}

/// Complete answers to the form `everything`, for a child who was seen.
Answers complete()
{
    return {{"day", said("2026-04-01")},  {"at", said("16:30")},
            {"who", said("Robin Alder")}, {"count", said("3")},
            {"agreed", said("yes")},      {"account", stated({{.text = "They played."}})},
            {"seen", said("yes")},        {"words", said("“Look!”")}};
}

std::vector<std::string> stopped_by(const Answers& answers, const Circumstances& circumstances = {})
{
    std::vector<std::string> fields;
    for (const FieldError& error :
         check_answers(testing::form_of_everything(), answers, circumstances)) {
        fields.push_back(error.field);
    }
    return fields;
}

std::string message_for(std::string_view field, const Answers& answers)
{
    for (const FieldError& error : check_answers(testing::form_of_everything(), answers)) {
        if (error.field == field) return error.message;
    }
    return {};
}

base::json::object parsed(std::string_view text)
{
    return base::parse_json(text).value().as_object();
}

} // namespace

TEST(answers, rec_5_a_form_is_complete_only_when_every_question_is_answered)
{
    EXPECT_THAT(stopped_by(complete()), IsEmpty());
    EXPECT_THAT(stopped_by({}),
                ElementsAre("day", "at", "who", "count", "agreed", "account", "seen"));
    for (const char* const field : {"day", "at", "who", "count", "agreed", "account", "words"}) {
        Answers answers = complete();
        answers.erase(field);
        EXPECT_THAT(stopped_by(answers), ElementsAre(field));
        answers[field] = {};
        EXPECT_THAT(stopped_by(answers), ElementsAre(field)) << "a blank is no answer";
    }
}

TEST(answers, rec_5_not_known_and_declined_are_answers_that_say_why)
{
    Answers answers = complete();
    answers["words"] = unknown(UnknownAnswer::declined, "She shook her head.");
    EXPECT_THAT(stopped_by(answers), IsEmpty());

    answers["words"] = unknown(UnknownAnswer::declined, "");
    EXPECT_EQ(message_for("words", answers), "Say who did not want to answer “What did {child} "
                                             "say?”, and why if you know.");
    answers["words"] = unknown(UnknownAnswer::not_applicable, "A reason.");
    EXPECT_THAT(stopped_by(answers), ElementsAre("words")) << "not one that the field allows";
    answers = complete();
    answers["day"] = unknown(UnknownAnswer::not_known, "A reason.");
    EXPECT_THAT(stopped_by(answers), ElementsAre("day"));
}

TEST(answers, says_what_to_do_in_the_manuals_words_or_from_the_label)
{
    EXPECT_EQ(message_for("words", {{"seen", said("yes")}}),
              "Enter what {child} said, or say why you cannot.");
    EXPECT_EQ(with_child(message_for("words", {{"seen", said("yes")}}), "Ash"),
              "Enter what Ash said, or say why you cannot.");
    EXPECT_EQ(message_for("day", {}), "Enter the date for “When was it?”.");
    EXPECT_EQ(message_for("seen", {}), "Choose an answer to “Seen {child}?”.");
    EXPECT_EQ(message_for("agreed", {}), "Choose an answer to “Agreed?”, or say why you cannot.");
}

TEST(answers, only_what_is_asked_for_is_needed_or_taken)
{
    Answers answers = complete();
    answers["seen"] = said("no");
    EXPECT_THAT(stopped_by(answers), ElementsAre("words")) << "not asked of a child not seen";
    const Form form = testing::form_of_everything();
    EXPECT_THAT(check_answers(form, only_asked(form, answers)), IsEmpty());

    answers = complete();
    answers["something_else"] = said("yes");
    EXPECT_THAT(stopped_by(answers), ElementsAre("something_else"));
}

TEST(answers, rec_13_a_late_entry_must_say_why_and_only_a_late_one)
{
    const Circumstances late{.recorded = Timeliness::late, .today = {}};
    Answers answers = complete();
    EXPECT_THAT(stopped_by(answers, late), ElementsAre("late"));
    answers["late"] = said("I was called away to another family.");
    EXPECT_THAT(stopped_by(answers, late), IsEmpty());
    EXPECT_THAT(stopped_by(answers), ElementsAre("late"));
}

TEST(answers, rec_8_what_somebody_told_names_who_told_it)
{
    Answers answers = complete();
    answers["account"] = stated({{.text = "They played.", .source = Source::third_party}});
    EXPECT_THAT(message_for("account", answers), HasSubstr("Say who told you"));
    answers["account"] =
        stated({{.text = "They played.", .source = Source::third_party, .told_by = "Their gran"}});
    EXPECT_THAT(stopped_by(answers), IsEmpty());
    answers["account"] = stated({{.text = "They played.", .told_by = "Their gran"}});
    EXPECT_THAT(stopped_by(answers), ElementsAre("account"));
}

TEST(answers, takes_only_answers_that_are_possible)
{
    struct Row {
        const char* why;
        const char* field;
        Answer answer;
    };
    const std::string too_long(21, 'x');
    const std::vector<std::string> both = {"1A", "NONE"};
    const std::vector<std::string> twice = {"1A", "1A"};
    const std::vector<std::string> strange = {"3C"};
    const Row rows[] = {
        {"a day that does not exist", "day", said("2026-02-30")},
        {"a date that is not canonical", "day", said("2026-4-1")},
        {"a time that is not canonical", "at", said("4.30pm")},
        {"longer than the field", "who", said(too_long)},
        {"two lines in a field of one", "who", said("Robin\nAlder")},
        {"not trimmed", "who", said(" Robin")},
        {"not UTF-8", "who", said("Robin \xff")},
        {"a character that does not print", "who", said("Robin\x07")},
        {"above the maximum", "count", said("10")},
        {"below the minimum", "count", said("0")},
        {"not a number", "count", said("three")},
        {"a leading zero", "count", said("03")},
        {"neither yes nor no", "agreed", said("maybe")},
        {"no without its reason", "agreed", said("no")},
        {"yes with a reason", "agreed", {.value = "yes", .reason = "Because."}},
        {"text where options are chosen", "needs", said("1A")},
        {"an option that stands alone, with another", "needs", {.value = both, .reason = {}}},
        {"the same option twice", "needs", {.value = twice, .reason = {}}},
        {"a strange option", "needs", {.value = strange, .reason = {}}},
        {"nothing chosen", "needs", {.value = std::vector<std::string>{}, .reason = {}}},
        {"text where statements are made", "account", said("They played.")},
        {"no statement at all", "account", stated({})},
        {"a statement without text", "account", stated({{.text = ""}})},
        {"too many statements", "account",
         stated(std::vector<Statement>(51, Statement{.text = "They played."}))},
        {"options where text belongs", "who", {.value = twice, .reason = {}}},
    };
    for (const Row& row : rows) {
        Answers answers = complete();
        answers[row.field] = row.answer;
        EXPECT_THAT(stopped_by(answers), ElementsAre(row.field)) << row.why;
    }
}

TEST(answers, a_choice_is_one_of_its_options)
{
    Answers answers = complete();
    answers.erase("words");
    answers["seen"] = said("perhaps");
    EXPECT_THAT(stopped_by(answers), ElementsAre("seen"));
}

TEST(answers, nothing_happened_after_it_was_recorded)
{
    Answers answers = complete();
    EXPECT_THAT(stopped_by(answers, {.recorded = {}, .today = base::Date{2026, 4, 1}}), IsEmpty());
    EXPECT_THAT(stopped_by(answers, {.recorded = {}, .today = base::Date{2026, 3, 31}}),
                ElementsAre("day"));
}

TEST(answers, the_shared_part_and_a_childs_part_are_checked_apart)
{
    const Form form = testing::form_of_everything();
    const Answers shared = answers_of_part(form, Part::shared, complete());
    const Answers child = answers_of_part(form, Part::child, complete());
    EXPECT_EQ(shared.size() + child.size(), complete().size());
    EXPECT_EQ(together(shared, child), complete());
    EXPECT_THAT(check_part(form, Part::shared, shared), IsEmpty());
    EXPECT_THAT(check_part(form, Part::child, together(shared, child)), IsEmpty());
    EXPECT_EQ(check_part(form, Part::child, shared).size(), 1U);
}

TEST(answers, come_back_from_json_as_they_were)
{
    Answers answers = complete();
    answers["agreed"] = {.value = "no", .reason = "Nobody asked."};
    answers["needs"] = {.value = std::vector<std::string>{"1A", "2B"}, .reason = {}};
    answers["words"] = unknown(UnknownAnswer::not_known, "She was asleep.");
    answers["account"] = stated({{.text = "They played."},
                                 {.text = "They are happy.",
                                  .kind = StatementKind::assessment,
                                  .source = Source::third_party,
                                  .told_by = "Their gran"}});
    const base::json::object written = to_json(answers);
    EXPECT_EQ(answers_from_json(testing::form_of_everything(), written), answers);
    EXPECT_EQ(signed_answers_from_json(written), answers);
    EXPECT_EQ(base::to_text(to_json(*signed_answers_from_json(written))), base::to_text(written));
}

TEST(answers, are_written_as_json_in_one_way_only)
{
    EXPECT_EQ(base::to_text(to_json({{"b", said("2")}, {"a", said("1")}, {"c", {}}})),
              R"({"a":"1","b":"2"})");
    EXPECT_EQ(base::to_text(to_json({{"x", stated({{.text = "T"}})}})),
              R"({"x":[{"text":"T","kind":"fact","source":"first_hand"}]})");
    const Form form = testing::form_of_everything();
    const auto answers = answers_from_json(form, parsed(R"({"needs":["2B","1A"]})"));
    EXPECT_THAT(*answers->at("needs").chosen(), ElementsAre("1A", "2B")) << "the form's order";
}

TEST(answers, json_of_another_shape_is_refused_all_at_once)
{
    const Form form = testing::form_of_everything();
    const auto refused = answers_from_json(form, parsed(R"({
        "day": 20260401, "at": null, "who": "", "count": 3, "agreed": {"answer": "no"},
        "account": [{"text": "T", "kind": "rumour", "source": "first_hand"}],
        "needs": [], "seen": {"unknown": "not_known", "reason": "R"}, "strange": "x",
        "words": {"unknown": "not_known", "reason": "R", "more": "x"}})"));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().size(), 10U);
}

TEST(answers, json_may_still_lack_a_reason_which_only_signing_needs)
{
    const Form form = testing::form_of_everything();
    const auto answers =
        answers_from_json(form, parsed(R"({"words":{"unknown":"declined","reason":""}})"));
    ASSERT_TRUE(answers.has_value());
    EXPECT_EQ(answers->at("words").unknown()->which, UnknownAnswer::declined);
}

TEST(answers, what_was_signed_is_read_without_its_form_and_a_strange_shape_is_not)
{
    EXPECT_TRUE(signed_answers_from_json(parsed(R"({"a_field_of_long_ago":"x"})")).has_value());
    for (const char* const text :
         {R"({"a":1})", R"({"a":""})", R"({"a":[]})", R"({"a":["x",1]})", R"({"a":{}})",
          R"({"a":{"unknown":"lost"}})", R"({"a":[{"text":"x"}]})", R"({"a":null})"}) {
        EXPECT_FALSE(signed_answers_from_json(parsed(text)).has_value()) << text;
    }
}

TEST(answers, tell_what_they_mean_whatever_the_manual_calls_them)
{
    const Form form = testing::form_of_everything();
    EXPECT_TRUE(tells(form, complete(), Meaning::seen));
    EXPECT_FALSE(tells(form, complete(), Meaning::not_seen));
    EXPECT_EQ(answer_meaning(form, complete(), Meaning::occurred_date)->text(), "2026-04-01");
    EXPECT_EQ(answer_meaning(form, complete(), Meaning::voice), nullptr);
}

TEST(answers, chd_2_each_way_of_seeing_a_child_tells_what_was_seen)
{
    const Library library = testing::shipped();
    const Form& visit =
        *library.in_force("england", base::Date{2026, 3, 24}).form_for(Purpose::visit);
    const Field& sight = *visit.field_meaning(Meaning::sight);
    struct Row {
        Meaning reason; ///< the field that asks why not more
        std::vector<Meaning> tells;
    };
    const std::vector<Row> rows = {
        {Meaning::not_seen_alone_reason, {Meaning::seen, Meaning::spoken_to}},
        {Meaning::not_spoken_to_reason, {Meaning::seen}},
        {Meaning::not_seen_reason, {Meaning::not_seen}},
    };
    for (const Row& row : rows) {
        const Field& reason = *visit.field_meaning(row.reason);
        ASSERT_EQ(reason.asked_when->field, sight.id);
        const Answers answers = {{sight.id, said(reason.asked_when->is.front())}};
        EXPECT_TRUE(is_asked(visit, reason, answers));
        for (const Meaning meaning : row.tells)
            EXPECT_TRUE(tells(visit, answers, meaning));
        EXPECT_FALSE(tells(visit, answers, Meaning::seen_alone));
    }
}

} // namespace manual
