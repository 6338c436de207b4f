#include "manual/answer_rules.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace manual {

namespace {

using Fault = std::optional<std::string>;

std::string about(const Field& field, std::string_view what)
{
    return fmt::format("“{}” {}", field.label, what);
}

bool is_unkeepable(char c, Lines lines)
{
    const auto byte = static_cast<unsigned char>(c);
    if (lines == Lines::many && (c == '\n' || c == '\t')) return false;
    return byte < 0x20U || byte == 0x7FU;
}

Fault fault_of_date(const Field& field, std::string_view text,
                    const std::optional<base::Date>& today)
{
    const auto date = base::Date::parse(text);
    if (!date || date->iso() != text) return about(field, "must be a real date.");
    if (!today) return {};
    if (field.date_limit == DateLimit::not_after_today && *date > *today) {
        return about(field, "must be today or a day in the past.");
    }
    if (field.date_limit == DateLimit::not_before_today && *date < *today) {
        return about(field, "must be today or a day to come.");
    }
    return {};
}

Fault fault_of_time(const Field& field, std::string_view text)
{
    const auto time = base::TimeOfDay::parse(text);
    if (time && time->iso() == text) return {};
    return about(field, "must be a time, like 4:30pm or 16:30.");
}

Fault fault_of_number(const Field& field, std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() ||
        std::to_string(number) != text) {
        return about(field, "must be a whole number, like 3.");
    }
    if (number < field.minimum || number > field.maximum) {
        return about(field,
                     fmt::format("must be between {} and {}.", field.minimum, field.maximum));
    }
    return {};
}

Fault fault_of_one_text(const Field& field, std::string_view text,
                        const std::optional<base::Date>& today)
{
    switch (field.kind) {
    case FieldKind::text:
    case FieldKind::person: return fault_of_text(field.label, text, Lines::one, field.max_length);
    case FieldKind::long_text:
        return fault_of_text(field.label, text, Lines::many, field.max_length);
    case FieldKind::date: return fault_of_date(field, text, today);
    case FieldKind::time: return fault_of_time(field, text);
    case FieldKind::number: return fault_of_number(field, text);
    case FieldKind::yes_no:
        if (text == "yes" || text == "no") return {};
        return about(field, "must be answered with yes or no.");
    case FieldKind::choice:
        if (field.find_option(text) != nullptr) return {};
        return about(field, "has no such answer. Choose one from the list.");
    case FieldKind::choices:
    case FieldKind::statements: break;
    }
    return about(field, "has an answer of the wrong kind.");
}

Fault fault_of_choices(const Field& field, const std::vector<std::string>& chosen)
{
    if (field.kind != FieldKind::choices || chosen.empty()) {
        return about(field, "has an answer of the wrong kind.");
    }
    for (auto id = chosen.begin(); id != chosen.end(); ++id) {
        const Option* const option = field.find_option(*id);
        if (option == nullptr) {
            return about(field, "has no such answer. Choose from the list.");
        }
        if (std::find(chosen.begin(), id, *id) != id) {
            return about(field, "has the same answer twice.");
        }
        if (option->alone && chosen.size() > 1) {
            return fmt::format("Choose either “{}” or other answers to “{}”, not both.",
                               option->label, field.label);
        }
    }
    return {};
}

Fault fault_of_statements(const Field& field, const std::vector<Statement>& statements)
{
    if (field.kind != FieldKind::statements || statements.empty()) {
        return about(field, "has an answer of the wrong kind.");
    }
    if (statements.size() > most_statements) {
        return about(
            field, fmt::format("takes at most {} statements. Join some of them.", most_statements));
    }
    for (const Statement& statement : statements) {
        if (statement.text.empty()) return about(field, "has a statement without text.");
        if (auto fault =
                fault_of_text(field.label, statement.text, Lines::many, field.max_length)) {
            return fault;
        }
        if (statement.source == Source::first_hand) {
            if (!statement.told_by.empty()) {
                return about(field, "says who told you something you saw or heard yourself. "
                                    "Choose “Somebody told me”, or take the name away.");
            }
            continue;
        }
        if (statement.told_by.empty()) {
            return about(field, "has something that somebody told you. Say who told you.");
        }
        if (auto fault =
                fault_of_text(field.label, statement.told_by, Lines::one, longest_told_by)) {
            return fault;
        }
    }
    return {};
}

Fault fault_of_unknown(const Field& field, const Unknown& unknown)
{
    if (!field.allows(unknown.which)) {
        return about(field, "cannot be left without an answer in this way.");
    }
    if (unknown.reason.empty()) return missing_reason_message(field, unknown.which);
    return fault_of_text(field.label, unknown.reason, Lines::many, longest_reason);
}

/// The reason that belongs to a yes or no.
Fault fault_of_reason(const Field& field, const Answer& answer)
{
    const bool is_asked_for = field.kind == FieldKind::yes_no && field.reason_when &&
                              answer.text() == to_word(*field.reason_when);
    if (!is_asked_for) {
        if (answer.reason.empty()) return {};
        return about(field, "has a reason that is not asked for. Take it away.");
    }
    if (answer.reason.empty()) return about(field, "needs a reason for this answer.");
    return fault_of_text(field.label, answer.reason, Lines::many, longest_reason);
}

} // namespace

std::string missing_message(const Field& field)
{
    if (!field.missing.empty()) return field.missing;
    const std::string_view otherwise =
        field.unknown_answers.empty() ? "." : ", or say why you cannot.";
    switch (field.kind) {
    case FieldKind::choice:
    case FieldKind::yes_no:
        return fmt::format("Choose an answer to “{}”{}", field.label, otherwise);
    case FieldKind::choices:
        return fmt::format("Choose at least one answer to “{}”{}", field.label, otherwise);
    case FieldKind::date: return fmt::format("Enter the date for “{}”{}", field.label, otherwise);
    default: return fmt::format("Answer “{}”{}", field.label, otherwise);
    }
}

std::string missing_reason_message(const Field& field, UnknownAnswer which)
{
    switch (which) {
    case UnknownAnswer::not_known:
        return fmt::format("Say why the answer to “{}” is not known.", field.label);
    case UnknownAnswer::not_applicable:
        return fmt::format("Say why “{}” does not apply.", field.label);
    case UnknownAnswer::declined:
        return fmt::format("Say who did not want to answer “{}”, and why if you know.",
                           field.label);
    }
    return {};
}

Fault fault_of_text(std::string_view name, std::string_view text, Lines lines, std::size_t longest)
{
    if (!base::is_clean_utf8(text)) {
        return fmt::format("“{}” could not be read. Type it again.", name);
    }
    if (std::any_of(text.begin(), text.end(), [&](char c) { return is_unkeepable(c, lines); })) {
        return fmt::format("“{}” has a character that cannot be kept, perhaps from pasting. "
                           "Delete it and type it again.",
                           name);
    }
    const std::size_t length = base::count_characters(text);
    if (length > longest) {
        return fmt::format("“{}” must be {} characters or fewer. It has {}.", name, longest,
                           length);
    }
    if (base::trim(text).size() != text.size() || text.empty()) {
        return fmt::format("“{}” must not begin or end with a space.", name);
    }
    return {};
}

bool lacks_only_its_reason(const Field& field, const Answer& answer)
{
    if (const Unknown* const unknown = answer.unknown()) {
        return unknown->reason.empty() && field.allows(unknown->which);
    }
    return field.reason_when && answer.reason.empty() &&
           answer.text() == to_word(*field.reason_when);
}

Fault fault_of(const Field& field, const Answer& answer, const std::optional<base::Date>& today)
{
    if (const Unknown* const unknown = answer.unknown()) return fault_of_unknown(field, *unknown);
    if (auto fault = fault_of_reason(field, answer)) return fault;
    if (const auto* const chosen = answer.chosen()) return fault_of_choices(field, *chosen);
    if (const auto* const list = answer.statements()) return fault_of_statements(field, *list);
    return fault_of_one_text(field, answer.text(), today);
}

} // namespace manual
