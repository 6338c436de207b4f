#include "record/visit_for_test.h"

#include "base/errors.h"

namespace record {

namespace {

using manual::StatementKind;

manual::Answers part_of(std::string_view sight, std::string_view words)
{
    return {{"sight", answer(sight)},
            {"voice", answer(words)},
            {"worries", statement("None today.", StatementKind::judgement)},
            {"analysis", statement("Well cared for.", StatementKind::assessment)}};
}

void type_part(Typed& typed, const std::string& prefix, std::string_view words)
{
    typed.add(prefix + "sight", "alone");
    typed.add(prefix + "voice", words);
    typed.add(prefix + "worries.0.text", "None today.");
    typed.add(prefix + "analysis.0.text", "Well cared for.");
}

} // namespace

manual::Library VisitForTest::shipped()
{
    auto library = manual::Library::load(manual::embedded_files());
    base::check(library.has_value(), "the shipped manuals are sound");
    return std::move(*library);
}

const manual::Form& VisitForTest::form_for(manual::Purpose purpose) const
{
    const manual::Form* const found = manual.form_for(purpose);
    base::check(found != nullptr, "the shipped manual has such a form");
    return *found;
}

Event VisitForTest::event() const
{
    return {
        .form = form.id,
        .shared = {{"visited_on", answer("2026-03-24")},
                   {"visited_at", answer("16:30")},
                   {"place", answer("12 Larkspur Row")},
                   {"others", answer("nobody")},
                   {"what_happened", statement("We sat in the garden.", StatementKind::fact)},
                   {"bedrooms", answer("all")},
                   {"next_steps", statement("I will visit again.", StatementKind::decision)}},
        .parts = {{ash, part_of("alone", "“I can ride without holding on now.”")},
                  {rowan, part_of("alone", "“I want to see Gran.”")}},
    };
}

Typed VisitForTest::typed() const
{
    Typed typed;
    typed.add("form", form.id);
    typed.add("children", ash.text());
    typed.add("children", rowan.text());
    typed.add("shared.visited_on.day", "24");
    typed.add("shared.visited_on.month", "3");
    typed.add("shared.visited_on.year", "2026");
    typed.add("shared.visited_at", "4.30pm");
    typed.add("shared.place", "12 Larkspur Row");
    typed.add("shared.others", "nobody");
    typed.add("shared.what_happened.0.text", "We sat in the garden.");
    typed.add("shared.bedrooms", "all");
    typed.add("shared.next_steps.0.text", "I will visit again.");
    type_part(typed, child_prefix(ash), "“I can ride without holding on now.”");
    type_part(typed, child_prefix(rowan), "“I want to see Gran.”");
    return typed;
}

manual::Answer answer(std::string_view text)
{
    return {.value = std::string{text}, .reason = {}};
}

manual::Answer statement(std::string_view text, manual::StatementKind kind)
{
    const manual::Statement one{.text = std::string{text}, .kind = kind};
    return {.value = std::vector{one}, .reason = {}};
}

std::vector<std::string> places(const VisitForTest& visit, const EventErrors& errors)
{
    std::vector<std::string> found;
    for (const EventError& error : errors) {
        const std::string child = !error.record                  ? ""
                                  : *error.record == visit.ash   ? "ash."
                                  : *error.record == visit.rowan ? "rowan."
                                                                 : "somebody.";
        found.push_back(child + error.field);
    }
    return found;
}

std::string said_of(std::string_view field, const EventErrors& errors)
{
    for (const EventError& error : errors) {
        if (error.field == field) return error.message;
    }
    return {};
}

} // namespace record
