#include "record/typed.h"

#include <algorithm>

namespace record {

namespace {

/// What could not be read of one part of the form.
struct UnreadPart {
    std::optional<base::RecordId> record;
    manual::FieldErrors errors;
};

/// Errors of checking and of reading for one part, in the form's order.
EventErrors merge_part(const manual::Form& form, const EventErrors& checking,
                       const UnreadPart& unread)
{
    manual::FieldErrors checked;
    EventErrors merged;
    for (const EventError& error : checking) {
        if (error.record != unread.record) continue;
        if (error.field.empty())
            merged.push_back(error);
        else
            checked.push_back({error.field, error.message});
    }
    for (manual::FieldError& error : manual::all_errors(form, unread.errors, std::move(checked))) {
        merged.push_back({unread.record, std::move(error.field), std::move(error.message)});
    }
    return merged;
}

} // namespace

std::string child_prefix(base::RecordId record)
{
    return "child." + record.text() + ".";
}

std::string_view Typed::one(std::string_view name) const
{
    for (const auto& [key, value] : values) {
        if (key == name) return value;
    }
    return {};
}

void Typed::set(std::string_view name, std::string_view value)
{
    std::erase_if(values, [&](const auto& pair) { return pair.first == name; });
    add(name, value);
}

void Typed::add(std::string_view name, std::string_view value)
{
    values.emplace_back(name, value);
}

std::string Typed::form() const
{
    return std::string{one("form")};
}

std::vector<base::RecordId> Typed::children() const
{
    std::vector<base::RecordId> children;
    for (const auto& [name, value] : values) {
        if (name != "children") continue;
        const auto record = base::RecordId::parse(value);
        if (record && std::find(children.begin(), children.end(), *record) == children.end()) {
            children.push_back(*record);
        }
    }
    return children;
}

ReadEvent read_event(const manual::Manual& manual, const manual::Form& form, const Typed& typed,
                     base::Instant now)
{
    ReadEvent read;
    read.event.form = form.id;
    auto shared = manual::read_answers(form, manual::Part::shared, typed.values, shared_prefix);
    read.event.shared = std::move(shared.answers);
    std::vector<UnreadPart> unread = {{std::nullopt, std::move(shared.errors)}};
    for (const base::RecordId& record : typed.children()) {
        auto part =
            manual::read_answers(form, manual::Part::child, typed.values, child_prefix(record));
        read.event.parts.push_back({record, std::move(part.answers)});
        unread.push_back({record, std::move(part.errors)});
    }
    // What was typed for a question that is no longer asked stays in the draft, not in the event.
    const auto recorded = timeliness(manual, form, read.event.shared, now);
    for (EventPart& part : read.event.parts) {
        const auto both =
            manual::only_asked(form, manual::together(read.event.shared, part.answers), recorded);
        part.answers = manual::answers_of_part(form, manual::Part::child, both);
    }
    read.event.shared = manual::answers_of_part(
        form, manual::Part::shared, manual::only_asked(form, read.event.shared, recorded));
    const EventErrors checked = check_event(manual, form, read.event, now);
    for (const UnreadPart& part : unread) {
        EventErrors merged = merge_part(form, checked, part);
        std::move(merged.begin(), merged.end(), std::back_inserter(read.errors));
    }
    return read;
}

} // namespace record
