#include "record/pages/field_view.h"

#include "web/components.h"

#include <algorithm>

namespace record {

using manual::Field;
using manual::FieldKind;

namespace {

/// One question, ready to be shown.
class FieldView {
public:
    FieldView(const PartView& part, const Field& field)
        : m_part{part}, m_field{field}, m_name{part.prefix + field.id}
    {
    }

    web::Html html() const
    {
        web::Html shown;
        switch (m_field.kind) {
        case FieldKind::text:
        case FieldKind::person:
        case FieldKind::number:
        case FieldKind::time: shown = one_line(); break;
        case FieldKind::long_text: shown = long_text(); break;
        case FieldKind::date: shown = date(); break;
        case FieldKind::choice: shown = choice(); break;
        case FieldKind::choices: shown = choices(); break;
        case FieldKind::yes_no: shown = yes_no(); break;
        case FieldKind::statements: shown = statements(); break;
        }
        if (!m_field.unknown_answers.empty()) shown.add(unknown());
        return shown;
    }

private:
    std::string words(std::string_view text) const
    {
        return manual::with_child(text, m_part.child);
    }

    std::string label() const { return words(m_field.label); }

    std::optional<web::Hint> hint() const
    {
        if (m_field.hint.empty()) return std::nullopt;
        return web::Hint{words(m_field.hint)};
    }

    std::optional<web::ErrorMessage> error() const
    {
        for (const EventError& one : m_part.errors) {
            if (one.record == m_part.record && one.field == m_field.id) {
                return web::ErrorMessage{words(one.message)};
            }
        }
        return std::nullopt;
    }

    std::string typed(std::string_view after = "") const
    {
        return std::string{m_part.typed.one(m_name + std::string{after})};
    }

    std::vector<std::string> all_typed() const
    {
        std::vector<std::string> found;
        for (const auto& [name, value] : m_part.typed.values) {
            if (name == m_name) found.push_back(value);
        }
        return found;
    }

    web::Label named() const { return {label(), {.classes = "govuk-label--s"}}; }
    web::Legend asked() const { return {label(), {.classes = "govuk-fieldset__legend--s"}}; }

    web::Html one_line() const
    {
        const bool is_short = m_field.kind == FieldKind::time || m_field.kind == FieldKind::number;
        return web::text_input({
            .label = named(),
            .name = m_name,
            .value = typed(),
            .hint = hint(),
            .error = error(),
            .classes = is_short ? "govuk-input--width-5" : "",
            .inputmode = m_field.kind == FieldKind::number ? "numeric" : "",
        });
    }

    web::Html long_text() const
    {
        return web::text_area({
            .label = named(),
            .name = m_name,
            .value = typed(),
            .hint = hint(),
            .error = error(),
            .rows = 4,
            .spellcheck = web::Switch::on,
        });
    }

    web::DateBox date_box(const char* after, const char* words_on_box, const char* classes) const
    {
        return {
            .name = m_name + after,
            .label = words_on_box,
            .value = typed(after),
            .id = std::string_view{after} == ".day" ? m_name : m_name + after,
            .classes = classes,
        };
    }

    web::Html date() const
    {
        return web::date_input({
            .legend = asked(),
            .id = m_name + ".date",
            .hint = hint(),
            .error = error(),
            .boxes = {date_box(".day", "Day", "govuk-input--width-2"),
                      date_box(".month", "Month", "govuk-input--width-2"),
                      date_box(".year", "Year", "govuk-input--width-4")},
        });
    }

    /// The questions that are asked after this one answer and no other.
    std::optional<web::Html> asked_after(std::string_view option) const
    {
        web::Html inside;
        for (const Field& other : m_part.form.fields) {
            if (!other.asked_when || other.asked_when->field != m_field.id) continue;
            if (other.asked_when->is != std::vector{std::string{option}}) continue;
            inside.add(FieldView{m_part, other}.html());
        }
        if (inside.empty()) return std::nullopt;
        return inside;
    }

    web::Html choice() const
    {
        web::Radios group{
            .legend = asked(),
            .name = m_name,
            .items = {},
            .value = typed(),
            .hint = hint(),
            .error = error(),
        };
        for (const manual::Option& option : m_field.options) {
            web::RadioItem item{.text = words(option.label), .value = option.id};
            if (!option.hint.empty()) item.hint = web::Hint{words(option.hint)};
            item.conditional = asked_after(option.id);
            group.items.push_back(std::move(item));
        }
        return web::radios(group);
    }

    web::Html choices() const
    {
        web::Checkboxes group{
            .legend = asked(),
            .name = m_name,
            .items = {},
            .values = all_typed(),
            .hint = hint(),
            .error = error(),
        };
        for (const manual::Option& option : m_field.options) {
            web::CheckboxItem item{.text = words(option.label), .value = option.id};
            if (!option.hint.empty()) item.hint = web::Hint{words(option.hint)};
            item.conditional = asked_after(option.id);
            group.items.push_back(std::move(item));
        }
        return web::checkboxes(group);
    }

    web::Html yes_no() const
    {
        const auto item = [&](const char* text, const char* value, manual::YesOrNo answer) {
            web::RadioItem made{.text = text, .value = value};
            made.conditional = asked_after(value);
            if (m_field.reason_when == answer) {
                web::Html inside = made.conditional.value_or(web::Html{});
                inside.add(web::text_input(
                    {.label = "Say why", .name = m_name + ".reason", .value = typed(".reason")}));
                made.conditional = std::move(inside);
            }
            return made;
        };
        return web::radios({
            .legend = asked(),
            .name = m_name,
            .items = {item("Yes", "yes", manual::YesOrNo::yes),
                      item("No", "no", manual::YesOrNo::no)},
            .value = typed(),
            .hint = hint(),
            .error = error(),
        });
    }

    std::size_t statement_count() const
    {
        std::size_t count = 1;
        while (!typed("." + std::to_string(count) + ".text").empty())
            ++count;
        return m_part.more == m_name ? count + 1 : count;
    }

    web::Html statements() const
    {
        web::Html shown;
        const std::size_t count = statement_count();
        for (std::size_t i = 0; i < count; ++i)
            shown.add(one_statement(i));
        shown.add(web::button({
            .text = "Add another statement",
            .name = "more",
            .value = m_name,
            .classes = "govuk-button--secondary heed-button--small",
            .attributes = {{"formnovalidate", ""},
                           {"aria-label", "Add another statement: " + label()}},
        }));
        return shown;
    }

    web::Html one_statement(std::size_t number) const
    {
        const std::string after = "." + std::to_string(number);
        const std::string name = m_name + after;
        const std::string again =
            number == 0 ? "" : " (statement " + std::to_string(number + 1) + ")";
        web::Html shown = web::text_area({
            .label = {label() + again, {.classes = "govuk-label--s"}},
            .name = name + ".text",
            .id = number == 0 ? m_name : name,
            .value = typed(after + ".text"),
            .hint = number == 0 ? hint() : std::nullopt,
            .error = number == 0 ? error() : std::nullopt,
            .rows = 4,
            .spellcheck = web::Switch::on,
        });
        shown.add(statement_kind(number));
        return shown;
    }

    /// What the statement is and where it is from. The form's own answer stands until it is
    /// changed.
    web::Html statement_kind(std::size_t number) const
    {
        const std::string after = "." + std::to_string(number);
        const std::string kind =
            or_else(typed(after + ".kind"), manual::to_word(m_field.statement_kind));
        const std::string source =
            or_else(typed(after + ".source"), manual::to_word(m_field.statement_source));
        web::Html inside = web::select({
            .label = "What kind of statement is this?",
            .name = m_name + after + ".kind",
            .items = {{.text = "Fact", .value = "fact"},
                      {.text = "Opinion", .value = "opinion"},
                      {.text = "Assessment", .value = "assessment"},
                      {.text = "Judgement", .value = "judgement"},
                      {.text = "Decision", .value = "decision"}},
            .value = kind,
        });
        inside.add(web::select({
            .label = "How do you know?",
            .name = m_name + after + ".source",
            .items = {{.text = "I saw or heard it myself", .value = "first_hand"},
                      {.text = "Somebody else told me", .value = "third_party"}},
            .value = source,
        }));
        inside.add(web::text_input({
            .label = "Who told you? (only if somebody else told you)",
            .name = m_name + after + ".told_by",
            .value = typed(after + ".told_by"),
        }));
        const bool changed = !typed(after + ".told_by").empty() || source == "third_party" ||
                             kind != manual::to_word(m_field.statement_kind);
        return web::details({
            .summary = "Kept as: " + kind + ", " +
                       (source == "first_hand" ? "first-hand" : "told by somebody else") +
                       " (change)",
            .content = std::move(inside),
            .open = changed ? web::Switch::on : web::Switch::off,
            .classes = "heed-statement-kind",
        });
    }

    static std::string or_else(std::string text, std::string_view other)
    {
        return text.empty() ? std::string{other} : text;
    }

    web::Html unknown() const
    {
        std::vector<web::SelectItem> items = {{.text = "I can answer this", .value = ""}};
        for (const manual::UnknownAnswer answer : m_field.unknown_answers) {
            items.push_back(
                {.text = unknown_words(answer), .value = std::string{manual::to_word(answer)}});
        }
        web::Html inside = web::select({
            .label = "Why is there no answer?",
            .name = m_name + ".unknown",
            .items = std::move(items),
            .value = typed(".unknown"),
        });
        inside.add(web::text_input({
            .label = "Say why",
            .name = m_name + ".reason",
            .value = typed(".reason"),
        }));
        return web::details({
            .summary = "I cannot answer: " + label(),
            .content = std::move(inside),
            .open = typed(".unknown").empty() && typed(".reason").empty() ? web::Switch::off
                                                                          : web::Switch::on,
            .classes = "heed-unknown",
        });
    }

    static const char* unknown_words(manual::UnknownAnswer answer)
    {
        switch (answer) {
        case manual::UnknownAnswer::not_known: return "Not known";
        case manual::UnknownAnswer::not_applicable: return "Does not apply";
        case manual::UnknownAnswer::declined: return "They did not want to answer";
        }
        return "";
    }

    const PartView& m_part;
    const Field& m_field;
    std::string m_name;
};

/// Whether the question stands inside the answer that it is asked after.
bool is_nested(const Field& field)
{
    return field.asked_when && field.asked_when->is.size() == 1;
}

bool is_shown(const PartView& part, const Field& field, manual::Part which)
{
    if (field.part != which || field.filled_by == manual::FilledBy::system) return false;
    if (is_nested(field)) return false;
    const bool for_late = field.asked_when && field.asked_when->recorded_late;
    return !for_late || part.recorded == manual::Timeliness::late;
}

/// A child's part stands under the child's name already.
web::Html section_heading(const std::string& title, const PartView& part)
{
    if (title.empty() || title == part.child) return {};
    return part.record ? web::heading_3(title) : web::heading_2(title);
}

} // namespace

std::string field_id(std::string_view prefix, std::string_view field)
{
    return std::string{prefix} + std::string{field};
}

web::Html part_fields(const PartView& part, manual::Part which)
{
    web::Html shown;
    std::string_view section;
    for (const Field& field : part.form.fields) {
        if (!is_shown(part, field, which)) continue;
        if (field.section != section) {
            section = field.section;
            const auto found =
                std::find_if(part.form.sections.begin(), part.form.sections.end(),
                             [&](const manual::Section& one) { return one.id == section; });
            if (found != part.form.sections.end()) {
                shown.add(section_heading(manual::with_child(found->title, part.child), part));
            }
        }
        shown.add(FieldView{part, field}.html());
    }
    return shown;
}

} // namespace record
