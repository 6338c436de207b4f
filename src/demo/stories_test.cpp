#include "base/errors.h"
#include "base/text.h"
#include "demo/compose.h"
#include "manual/library.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace demo {

namespace {

const base::Date today{2026, 11, 23};

const manual::Manual& england()
{
    static const manual::Library library = [] {
        auto loaded = manual::Library::load(manual::embedded_files());
        base::check(loaded.has_value(), "the program's own manuals are sound");
        return *std::move(loaded);
    }();
    return library.in_force("england", today);
}

std::string name_of(const Story& story)
{
    return (story.parts.empty() ? story.name : story.parts.front().child) + " at " + story.at.iso();
}

/// Every text of the answers, one a line.
std::string all_text(const manual::Answers& answers)
{
    std::string text;
    for (const auto& [field, answer] : answers) {
        text += std::string{answer.text()} + "\n" + answer.reason + "\n";
        if (const auto* unknown = answer.unknown()) text += unknown->reason + "\n";
        if (const auto* statements = answer.statements()) {
            for (const auto& statement : *statements)
                text += statement.text + "\n";
        }
    }
    return text;
}

/// Without what stands in quotation marks: a person's own words are theirs.
std::string unquoted(const std::string& text)
{
    std::string result;
    std::size_t at = 0;
    for (;;) {
        const std::size_t open = text.find("“", at);
        result += text.substr(at, open == std::string::npos ? open : open - at);
        if (open == std::string::npos) return result;
        const std::size_t close = text.find("”", open);
        if (close == std::string::npos) return result;
        at = close + std::string_view{"”"}.size();
    }
}

} // namespace

TEST(demo_world, has_the_people_that_are_asked_for)
{
    const World world = read_world();
    EXPECT_EQ(world.people.agencies.size(), 2U);
    EXPECT_EQ(world.people.teams.size(), 3U);
    EXPECT_EQ(world.people.staff.size(), 8U);
    EXPECT_EQ(world.families.size(), 12U);
    std::size_t children = 0;
    std::size_t of_four = 0;
    std::set<std::string> names;
    for (const Family& family : world.families) {
        children += family.children.size();
        of_four += family.children.size() == 4 ? 1U : 0U;
        for (const Child& child : family.children)
            names.insert(child.name);
        EXPECT_FALSE(family.adults.empty()) << family.key;
        EXPECT_NO_THROW(static_cast<void>(world.people.person(family.worker))) << family.key;
    }
    EXPECT_EQ(children, 30U);
    EXPECT_EQ(of_four, 1U);
    EXPECT_EQ(names.size(), 30U);
}

TEST(demo_world, spans_childhood)
{
    const World world = read_world();
    const Days days{england(), today};
    bool unborn = false;
    bool baby = false;
    bool nearly_grown = false;
    for (const Family& family : world.families) {
        for (const Child& child : family.children) {
            const int months = days.months_old(child, today);
            unborn = unborn || child.is_unborn();
            baby = baby || (months >= 0 && months < 12);
            nearly_grown = nearly_grown || months >= 17 * 12;
            EXPECT_LT(months, 18 * 12) << child.name;
        }
    }
    EXPECT_TRUE(unborn && baby && nearly_grown);
}

TEST(demo_stories, are_the_same_for_the_same_seed_and_day)
{
    const Days days{england(), today};
    const auto told = [&](std::uint64_t seed) {
        std::string text;
        for (const Story& story : all_stories(read_world(seed), days)) {
            text += name_of(story) + story.staff + "\n";
            for (const StoryPart& part : story.parts) {
                for (const Said& said : part.said)
                    text += said.answer.text();
            }
        }
        return text;
    };
    EXPECT_EQ(told(1), told(1));
    EXPECT_NE(told(1), told(2));
}

TEST(demo_stories, stand_in_order_and_in_the_past)
{
    for (const base::Date day :
         {today, base::Date{2026, 11, 22}, base::Date{2025, 12, 26}, base::Date{2027, 4, 5}}) {
        const Days days{england(), day};
        const auto stories = all_stories(read_world(), days);
        EXPECT_GT(stories.size(), 380U);
        for (std::size_t i = 1; i < stories.size(); ++i) {
            EXPECT_LE(stories[i - 1].at, stories[i].at);
        }
        EXPECT_LT(stories.back().at, base::from_uk(day, {9, 0})) << day.iso();
        EXPECT_LT(stories.front().at, base::from_uk(day.plus_months(-22), {9, 0})) << day.iso();
    }
}

TEST(demo_stories, make_the_four_childrens_visit_due_today)
{
    const World world = read_world();
    for (const base::Date day : {today, base::Date{2026, 11, 22}, base::Date{2027, 1, 2}}) {
        const Days days{england(), day};
        base::Date last{2000, 1, 1};
        std::size_t children = 0;
        const Family& family = world.families.front();
        EXPECT_EQ(family.worker, world.people.staff.front().key);
        for (const Visit& visit : family.visits) {
            if (days.day_of(visit) < last) continue;
            last = days.day_of(visit);
            children = visit.parts.size();
        }
        for (const Story& story : stories_of(world, family, days)) {
            if (story.doing != Doing::visit) continue;
            const auto said = base::Date::parse(story.shared.front().answer.text());
            EXPECT_LE(said.value(), last);
        }
        EXPECT_EQ(children, 4U);
        const auto* timescale =
            england().timescale_for(manual::Measures::visit, manual::Circumstance::every_child);
        ASSERT_NE(timescale, nullptr);
        EXPECT_EQ(england().due(*timescale, {last, {}}).day, day);
    }
}

TEST(demo_stories, can_all_be_signed)
{
    const Days days{england(), today};
    for (const Story& story : all_stories(read_world(), days)) {
        const auto purpose = purpose_of(story.doing);
        if (!purpose) continue;
        const manual::Form* form = england().form_for(*purpose);
        ASSERT_NE(form, nullptr);
        const manual::Answers shared = to_answers(*form, story.shared);
        for (const StoryPart& part : story.parts) {
            auto answers = manual::together(shared, to_answers(*form, part.said));
            if (story.doing == Doing::correct) {
                answers[form->field_meaning(manual::Meaning::corrects)->id] = {.value = "1",
                                                                               .reason = {}};
            }
            const auto occurred =
                manual::answer_meaning(*form, answers, manual::Meaning::occurred_date);
            const auto day = occurred ? base::Date::parse(occurred->text()) : std::nullopt;
            const auto recorded = day ? england().timeliness(*form, {*day, {}}, story.at)
                                      : manual::Timeliness::in_time;
            const auto errors = manual::check_answers(
                *form, answers, {.recorded = recorded, .today = base::uk_date(story.at)});
            for (const auto& error : errors) {
                ADD_FAILURE() << name_of(story) << " " << error.field << ": " << error.message;
            }
        }
    }
}

TEST(demo_stories, hold_a_late_entry_a_correction_and_children_not_seen_or_not_alone)
{
    std::map<Doing, int> doings;
    std::map<manual::Meaning, int> meanings;
    for (const Story& story : all_stories(read_world(), Days{england(), today})) {
        ++doings[story.doing];
        for (const Said& said : story.shared)
            ++meanings[said.meaning];
        for (const StoryPart& part : story.parts) {
            for (const Said& said : part.said)
                ++meanings[said.meaning];
        }
    }
    for (const Doing doing :
         {Doing::open_record, Doing::link_person, Doing::allocate, Doing::alert, Doing::summarise,
          Doing::visit, Doing::talk, Doing::decide, Doing::correct}) {
        EXPECT_GT(doings[doing], 0) << static_cast<int>(doing);
    }
    EXPECT_EQ(doings[Doing::open_record], 30);
    for (const auto meaning : {manual::Meaning::late_reason, manual::Meaning::not_seen,
                               manual::Meaning::not_seen_alone, manual::Meaning::seen_alone}) {
        EXPECT_GT(meanings[meaning], 0) << manual::to_word(meaning);
    }
}

TEST(demo_stories, let_no_two_children_say_the_same)
{
    std::map<std::string, int> voices;
    for (const Story& story : all_stories(read_world(), Days{england(), today})) {
        if (story.doing != Doing::visit) continue;
        for (const StoryPart& part : story.parts) {
            for (const Said& said : part.said) {
                if (said.meaning == manual::Meaning::voice && !said.answer.text().empty()) {
                    ++voices[std::string{said.answer.text()}];
                }
            }
        }
    }
    EXPECT_GT(voices.size(), 250U);
    std::size_t repeated = 0;
    for (const auto& [voice, times] : voices)
        repeated += times > 1 ? 1U : 0U;
    EXPECT_LT(repeated * 5, voices.size()) << repeated << " of " << voices.size();
}

TEST(demo_stories, use_none_of_the_words_that_the_manual_advises_against)
{
    std::set<std::string> told;
    for (const Story& story : all_stories(read_world(), Days{england(), today})) {
        const auto purpose = purpose_of(story.doing);
        if (!purpose) continue;
        const manual::Form* form = england().form_for(*purpose);
        std::string text = all_text(to_answers(*form, story.shared));
        for (const StoryPart& part : story.parts)
            text += all_text(to_answers(*form, part.said));
        const std::string folded = " " + base::fold(unquoted(text)) + " ";
        for (const manual::WordAdvice& advice : england().words) {
            for (const std::string& word : advice.find) {
                const std::size_t at = folded.find(" " + base::fold(word) + " ");
                if (at == std::string::npos || !told.insert(word + name_of(story)).second) continue;
                ADD_FAILURE() << name_of(story) << " says “" << word
                              << "”: " << folded.substr(at > 60 ? at - 60 : 0, 140);
            }
        }
    }
}

} // namespace demo
