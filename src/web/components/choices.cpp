#include "web/components/choices.h"

#include "web/components/field_parts.h"

#include <algorithm>

namespace web {
namespace {

/// The words of one kind of choice, radio or tick box.
struct Kind {
    std::string_view item;
    std::string_view input;
    std::string_view label;
    std::string_view hint;
    std::string_view divider;
    std::string_view conditional;
    std::string_view hidden;
    std::string_view type;
};

constexpr Kind radio{"govuk-radios__item",
                     "govuk-radios__input",
                     "govuk-radios__label",
                     "govuk-radios__hint",
                     "govuk-radios__divider",
                     "govuk-radios__conditional",
                     "govuk-radios__conditional--hidden",
                     "radio"};
constexpr Kind tick_box{"govuk-checkboxes__item",
                        "govuk-checkboxes__input",
                        "govuk-checkboxes__label",
                        "govuk-checkboxes__hint",
                        "govuk-checkboxes__divider",
                        "govuk-checkboxes__conditional",
                        "govuk-checkboxes__conditional--hidden",
                        "checkbox"};

/// One choice as it will be written.
struct Choice {
    const Content& text;
    const std::string& name;
    const std::string& value;
    const std::optional<Hint>& hint;
    const std::optional<Html>& conditional;
    const std::string& label_classes;
    const Attributes& label_attributes;
    const Attributes& attributes;
    std::string id;
    bool checked;
    bool disabled;
    bool exclusive;
    std::string described_by;
};

void add_choice(Html& html, const Kind& kind, const Choice& choice)
{
    const std::string hint_id = choice.hint ? choice.id + "-item-hint" : "";
    const std::string conditional_id = choice.conditional ? "conditional-" + choice.id : "";
    const std::string described_by = joined({choice.described_by, hint_id});
    html.add_element("div", {{"class", kind.item}}, [&](Html& inside) {
        inside.add_element("input",
                           {{"class", kind.input},
                            {"id", choice.id},
                            {"name", choice.name},
                            {"type", kind.type},
                            {"value", choice.value},
                            {"checked", present_if(choice.checked)},
                            {"disabled", present_if(choice.disabled)},
                            {"data-aria-controls", if_any(conditional_id)},
                            {"data-behaviour", if_any(choice.exclusive ? "exclusive" : "")},
                            {"aria-describedby", if_any(described_by)},
                            choice.attributes});
        inside.add(label({choice.text,
                          {.classes = joined({kind.label, choice.label_classes}),
                           .attributes = choice.label_attributes}},
                         choice.id));
        if (choice.hint) inside.add(item_hint(*choice.hint, kind.hint, hint_id));
    });
    if (!choice.conditional) return;
    const std::string_view hidden = choice.checked ? std::string_view{} : kind.hidden;
    html.add_element("div", {{"class", joined({kind.conditional, hidden})}, {"id", conditional_id}},
                     *choice.conditional);
}

void add_divider(Html& html, const Kind& kind, const std::string& words)
{
    if (!words.empty()) html.add_element("div", {{"class", kind.divider}}, words);
}

/// The first has the prefix itself, so that an error summary can link to it.
std::string item_id(const std::string& own, const std::string& prefix, std::size_t number)
{
    if (!own.empty()) return own;
    return number > 1 ? prefix + "-" + std::to_string(number) : prefix;
}

Html choice_group(const Legend& legend, const std::optional<ErrorMessage>& error,
                  const Group& group, std::string_view described_by, Html content)
{
    const Faulty faulty = error ? Faulty::yes : Faulty::no;
    if (!legend.content) return form_group(faulty, group, content);
    return form_group(faulty, group,
                      fieldset({.legend = legend,
                                .content = std::move(content),
                                .described_by = std::string{described_by}}));
}

} // namespace

Html radios(const Radios& options)
{
    const std::string prefix = field_id(options.name, options.id_prefix);
    Guidance help = guidance(prefix, options.hint, options.error, "");
    help.html.add_element(
        "div",
        {{"class", joined({"govuk-radios", options.classes})},
         options.attributes,
         {"data-module", "govuk-radios"}},
        options.group.before,
        [&](Html& inside) {
            std::size_t number = 0;
            for (const RadioItem& item : options.items) {
                add_divider(inside, radio, item.divider);
                number += item.divider.empty() ? 1U : 2U;
                const bool checked =
                    item.checked ? *item.checked == Switch::on
                                 : !options.value.empty() && item.value.text() == options.value;
                add_choice(inside, radio,
                           {.text = item.text,
                            .name = options.name.text(),
                            .value = item.value.text(),
                            .hint = item.hint,
                            .conditional = item.conditional,
                            .label_classes = item.label_classes,
                            .label_attributes = item.label_attributes,
                            .attributes = item.attributes,
                            .id = item_id(item.id, prefix, number),
                            .checked = checked,
                            .disabled = item.disabled == Switch::on,
                            .exclusive = false,
                            .described_by = {}});
            }
        },
        options.group.after);
    return choice_group(options.legend, options.error, options.group, help.described_by,
                        std::move(help.html));
}

Html checkboxes(const Checkboxes& options)
{
    const std::string prefix = field_id(options.name, options.id_prefix);
    Guidance help = guidance(prefix, options.hint, options.error, options.described_by);
    const auto is_chosen = [&](const CheckboxItem& item) {
        if (item.checked) return *item.checked == Switch::on;
        return std::find(options.values.begin(), options.values.end(), item.value.text()) !=
               options.values.end();
    };
    help.html.add_element(
        "div",
        {{"class", joined({"govuk-checkboxes", options.classes})},
         options.attributes,
         {"data-module", "govuk-checkboxes"}},
        options.group.before,
        [&](Html& inside) {
            std::size_t number = 0;
            for (const CheckboxItem& item : options.items) {
                add_divider(inside, tick_box, item.divider);
                number += item.divider.empty() ? 1U : 2U;
                add_choice(
                    inside, tick_box,
                    {.text = item.text,
                     .name = item.name.empty() ? options.name.text() : item.name,
                     .value = item.value.text(),
                     .hint = item.hint,
                     .conditional = item.conditional,
                     .label_classes = item.label_classes,
                     .label_attributes = item.label_attributes,
                     .attributes = item.attributes,
                     .id = item_id(item.id, prefix, number),
                     .checked = is_chosen(item),
                     .disabled = item.disabled == Switch::on,
                     .exclusive = item.behaviour == Behaviour::exclusive,
                     .described_by = options.legend.content ? std::string{} : help.described_by});
            }
        },
        options.group.after);
    return choice_group(options.legend, options.error, options.group, help.described_by,
                        std::move(help.html));
}

} // namespace web
