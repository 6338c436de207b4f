#include "record_inputs.h"

#include "base/errors.h"
#include "manual/library.h"
#include "record/typed.h"
#include "typed_lines.h"

namespace fuzz {

namespace {

const base::Instant now = base::Instant::parse("2026-11-23T09:00:00.000Z").value();

const manual::Manual& england()
{
    static const auto library = manual::Library::load(manual::embedded_files());
    base::check(library.has_value(), "the shipped manuals are sound");
    return library->in_force("england", base::uk_date(now));
}

} // namespace

void record_typed(std::string_view bytes)
{
    const record::Typed typed{typed_lines(bytes)};
    const manual::Form* form = england().find_form(typed.form());
    if (form == nullptr) form = &england().form("visit-to-child-at-home");
    const record::ReadEvent read = record::read_event(england(), *form, typed, now);
    base::check(read.event.parts.size() == typed.children().size(), "a part for each child");
    for (const record::EventError& error : read.errors) {
        base::check(!error.message.empty(), "an error says something");
    }
    for (const auto& [field, answer] : read.event.shared) {
        base::check(form->find_field(field) != nullptr && !answer.is_blank(),
                    "an answer to a question");
    }
}

} // namespace fuzz
