#include "base/errors.h"
#include "demo/family.h"
#include "demo/table.h"

#include <algorithm>

namespace demo {

namespace {

using manual::StatementKind;

base::TimeOfDay time_of(const Table& table)
{
    const auto time = base::TimeOfDay::parse(table.text("at"));
    base::check(time.has_value(), "a story file has a time that is no time");
    return *time;
}

/// The text under `key`, else why it is not known under `key` with `_unknown`.
manual::Answer known_or_not(const Table& table, const std::string& key,
                            manual::UnknownAnswer which = manual::UnknownAnswer::not_applicable)
{
    if (table.has(key)) return {.value = table.text(key), .reason = {}};
    return {.value = manual::Unknown{which, table.text(key + "_unknown")}, .reason = {}};
}

Child read_child(const Table& table, int family_began)
{
    table.only({"key",          "began",
                "name",         "known_as",
                "age",          "due_in_days",
                "sex",          "ethnicity",
                "religion",     "religion_unknown",
                "language",     "language_unknown",
                "disabilities", "disabilities_unknown",
                "school",       "school_unknown",
                "loves",        "friend",
                "food",         "wants",
                "wants_unknown"});
    Child child{.key = table.text("key"), .name = table.text("name")};
    child.known_as = table.text_or("known_as");
    child.began = table.number_or("began", family_began);
    if (const auto age = table.table("age")) {
        age->only({"years", "months", "days"});
        child.months = age->number("years") * 12 + age->number("months");
        // Not every child was born on the same day of the month.
        const auto letters = static_cast<int>(child.name.size() + child.key.size());
        child.days = age->number_or("days", letters % 19 + 2);
    } else {
        child.due_in_days = table.number("due_in_days");
    }
    child.sex = table.text("sex");
    child.ethnicity = table.text("ethnicity");
    child.religion = known_or_not(table, "religion", manual::UnknownAnswer::not_known);
    child.language = known_or_not(table, "language");
    child.disabilities =
        table.has("disabilities")
            ? manual::Answer{.value = table.texts("disabilities"), .reason = {}}
            : known_or_not(table, "disabilities", manual::UnknownAnswer::not_known);
    child.school = known_or_not(table, "school");
    child.wants = known_or_not(table, "wants");
    child.loves = table.texts("loves");
    child.friend_name = table.text("friend");
    child.food = table.text("food");
    return child;
}

Adult read_adult(const Table& table)
{
    table.only({"name", "relationship", "lives_with", "responsible", "phone"});
    return {.name = table.text("name"),
            .relationship = table.text("relationship"),
            .lives_with = table.is_true("lives_with"),
            .responsible = table.is_true("responsible"),
            .phone = table.text_or("phone")};
}

Sight parse_sight(const std::string& word)
{
    if (word == "alone") return Sight::alone;
    if (word == "with_others") return Sight::with_others;
    if (word == "seen_only") return Sight::seen_only;
    base::check(word == "not_seen", "a story file has a way of seeing a child that is not known");
    return Sight::not_seen;
}

ChildPart read_part(const Table& table)
{
    table.only({"how", "why", "voice", "voice_unknown", "worry", "means"});
    ChildPart part{.sight = parse_sight(table.text("how")), .why = table.text_or("why")};
    if (part.sight != Sight::not_seen) part.voice = known_or_not(table, "voice");
    part.worry = {{.text = table.text("worry"), .kind = StatementKind::judgement}};
    part.means = {{.text = table.text("means"), .kind = StatementKind::assessment}};
    return part;
}

Visit read_visit(const Table& table, const std::vector<Child>& children)
{
    Visit visit{.ago = table.number_or("ago", 0),
                .due_today = table.is_true("due_today"),
                .at = time_of(table),
                .who_else = table.text_or("who_else"),
                .scene = table.statements("scene", StatementKind::fact),
                .next = table.statements("next", StatementKind::decision),
                .recorded_after = table.number_or("recorded_after", 0),
                .late_reason = table.text_or("late_reason")};
    for (const Child& child : children) {
        if (const auto part = table.table(child.key)) {
            visit.parts.emplace(child.key, read_part(*part));
        }
    }
    return visit;
}

Contact read_contact(const Table& table)
{
    table.only({"ago", "at", "child", "by", "how", "who", "about", "said", "next"});
    return {.ago = table.number("ago"),
            .at = time_of(table),
            .child = table.text("child"),
            .by = table.text_or("by"),
            .how = table.text("how"),
            .who = table.text("who"),
            .about = table.text("about"),
            .said = table.statements("said", StatementKind::fact),
            .next = table.statements("next", StatementKind::decision)};
}

Summary read_summary(const Table& table)
{
    table.only({"ago", "child", "why", "worries", "strengths", "plan"});
    return {.ago = table.number("ago"),
            .child = table.text("child"),
            .why = table.statements("why", StatementKind::fact),
            .worries = table.statements("worries", StatementKind::judgement),
            .strengths = table.statements("strengths", StatementKind::assessment),
            .plan = table.statements("plan", StatementKind::decision)};
}

Alert read_alert(const Table& table)
{
    table.only({"ago", "child", "text", "reason", "review_in"});
    return {.ago = table.number("ago"),
            .child = table.text("child"),
            .text = table.text("text"),
            .reason = table.text("reason"),
            .review_in = table.number("review_in")};
}

Decision read_decision(const Table& table)
{
    table.only({"ago", "by", "child", "decision", "reasons", "alternatives", "wishes", "weight",
                "review_in"});
    return {.ago = table.number("ago"),
            .by = table.text("by"),
            .child = table.text("child"),
            .decision = table.statements("decision", StatementKind::decision),
            .reasons = table.text("reasons"),
            .alternatives = table.text("alternatives"),
            .wishes = table.answer("wishes"),
            .weight = table.text("weight"),
            .review_in = table.number("review_in")};
}

Correction read_correction(const Table& table)
{
    table.only({"ago", "of", "child", "wrong", "instead", "how", "acknowledged"});
    std::string how = table.text("how");
    if (table.has("acknowledged")) how += " " + table.text("acknowledged");
    return {.ago = table.number("ago"),
            .of = table.number("of"),
            .child = table.text("child"),
            .wrong = table.text("wrong"),
            .instead = table.statements("instead", StatementKind::fact),
            .how = std::move(how)};
}

} // namespace

std::string Child::first_name() const
{
    return known_as.empty() ? name.substr(0, name.find(' ')) : known_as;
}

const Child& Family::child(std::string_view child_key) const
{
    const auto found = std::find_if(children.begin(), children.end(),
                                    [&](const Child& each) { return each.key == child_key; });
    base::check(found != children.end(), "a story names a child who is not in the family");
    return *found;
}

Family read_family(std::string key, std::string_view toml)
{
    const auto parsed = manual::parse_toml(key, toml);
    base::check(parsed.has_value(), "a story file cannot be read: " + key);
    const Table file{*parsed};
    file.only({"household", "address", "postcode", "worker", "first_worker", "worker_changed",
               "changed_by", "began", "routine_every", "last_visit", "child", "adult", "alert",
               "summary", "visit", "contact", "decision", "correction"});
    Family family{.key = std::move(key),
                  .household = file.text("household"),
                  .address = file.text("address"),
                  .postcode = file.text_or("postcode"),
                  .worker = file.text("worker"),
                  .first_worker = file.text_or("first_worker"),
                  .worker_changed = file.number_or("worker_changed", 0),
                  .changed_by = file.text_or("changed_by"),
                  .began = file.number("began"),
                  .routine_every = file.number("routine_every")};
    if (file.has("last_visit")) family.last_visit = file.number("last_visit");
    for (const Table& each : file.tables("child")) {
        family.children.push_back(read_child(each, family.began));
    }
    for (const Table& each : file.tables("adult"))
        family.adults.push_back(read_adult(each));
    for (const Table& each : file.tables("alert"))
        family.alerts.push_back(read_alert(each));
    for (const Table& each : file.tables("summary"))
        family.summaries.push_back(read_summary(each));
    for (const Table& each : file.tables("visit")) {
        family.visits.push_back(read_visit(each, family.children));
    }
    for (const Table& each : file.tables("contact"))
        family.contacts.push_back(read_contact(each));
    for (const Table& each : file.tables("decision")) {
        family.decisions.push_back(read_decision(each));
    }
    for (const Table& each : file.tables("correction")) {
        family.corrections.push_back(read_correction(each));
    }
    return family;
}

} // namespace demo
