#include "record/typed.h"

#include <algorithm>
#include <charconv>

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

/// The children who have a part in what was typed, ticked or not.
std::vector<base::RecordId> children_written_about(const Typed& typed)
{
    constexpr std::string_view prefix = "child.";
    std::vector<base::RecordId> children;
    for (const auto& [name, value] : typed.values) {
        if (!name.starts_with(prefix)) continue;
        const std::string_view rest = std::string_view{name}.substr(prefix.size());
        const auto record = base::RecordId::parse(rest.substr(0, rest.find('.')));
        if (record && std::find(children.begin(), children.end(), *record) == children.end()) {
            children.push_back(*record);
        }
    }
    return children;
}

std::vector<LeftOut> parts_left_out(const manual::Form& form, const Typed& typed)
{
    std::vector<LeftOut> left_out;
    const auto ticked = typed.children();
    for (const base::RecordId& record : children_written_about(typed)) {
        if (std::find(ticked.begin(), ticked.end(), record) != ticked.end()) continue;
        const auto part =
            manual::read_answers(form, manual::Part::child, typed.values, child_prefix(record));
        if (!part.answers.empty() || !part.errors.empty()) left_out.push_back({record, {}});
    }
    return left_out;
}

/// Keeps only what is asked, and says what that was not.
void keep_asked(manual::Answers& answers, const manual::Answers& asked,
                std::optional<base::RecordId> record, std::vector<LeftOut>& left_out)
{
    for (const auto& [field, answer] : answers) {
        if (!asked.contains(field)) left_out.push_back({record, field});
    }
    answers = asked;
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

std::optional<std::uint64_t> Typed::corrects() const
{
    const std::string_view text = one("corrects");
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

ReadEvent read_event(const manual::Manual& manual, const manual::Form& form, const Typed& typed,
                     base::Instant now)
{
    ReadEvent read;
    read.event.form = form.id;
    if (form.purpose == manual::Purpose::correction) read.event.corrects = typed.corrects();
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
        keep_asked(part.answers, manual::answers_of_part(form, manual::Part::child, both),
                   part.record, read.left_out);
    }
    const auto asked = manual::only_asked(form, read.event.shared, recorded);
    keep_asked(read.event.shared, manual::answers_of_part(form, manual::Part::shared, asked), {},
               read.left_out);
    for (LeftOut& part : parts_left_out(form, typed))
        read.left_out.push_back(std::move(part));
    answer_what_is_corrected(form, read.event);
    const EventErrors checked = check_event(manual, form, read.event, now);
    for (const UnreadPart& part : unread) {
        EventErrors merged = merge_part(form, checked, part);
        std::move(merged.begin(), merged.end(), std::back_inserter(read.errors));
    }
    return read;
}

} // namespace record
