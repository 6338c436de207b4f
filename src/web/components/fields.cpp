#include "web/components/fields.h"

#include "web/components/actions.h"
#include "web/components/field_parts.h"

namespace web {
namespace {

std::string_view spelled(const std::optional<Switch>& choice)
{
    if (!choice) return {};
    return *choice == Switch::on ? "true" : "false";
}

Faulty faulty_if(const std::optional<ErrorMessage>& error)
{
    return error ? Faulty::yes : Faulty::no;
}

void add_affix(Html& html, const Affix& affix, std::string_view first_class)
{
    html.add_element("div",
                     {{"class", joined({first_class, affix.classes})},
                      {"aria-hidden", "true"},
                      affix.attributes},
                     affix.content);
}

void add_input(Html& html, const TextInput& options, std::string_view id,
               std::string_view described_by)
{
    html.add_element("input", {{"class", joined({"govuk-input", options.classes,
                                                 options.error ? "govuk-input--error" : ""})},
                               {"id", id},
                               {"name", options.name},
                               {"type", options.type},
                               {"spellcheck", if_any(spelled(options.spellcheck))},
                               {"value", if_any(options.value)},
                               {"disabled", present_if(options.disabled == Switch::on)},
                               {"aria-describedby", if_any(described_by)},
                               {"autocomplete", if_any(options.autocomplete)},
                               {"autocapitalize", if_any(options.autocapitalize)},
                               {"pattern", if_any(options.pattern)},
                               {"inputmode", if_any(options.inputmode)},
                               options.attributes});
}

void add_counted(Attributes& attributes, TextAttributeName other, TextAttributeName one,
                 const CountedMessage& message)
{
    add_attribute(attributes, other, message.other);
    add_attribute(attributes, one, message.one);
}

std::string_view spelled(CountType type)
{
    switch (type) {
    case CountType::characters: return "characters";
    case CountType::words: return "words";
    case CountType::length: return "length";
    case CountType::by_limit: break;
    }
    return {};
}

Attributes count_attributes(const CharacterCount& options)
{
    const CountMessages& messages = options.messages;
    const bool in_words = options.count_type == CountType::by_limit && options.max_words;
    const std::string_view type = in_words ? "words" : spelled(options.count_type);
    Attributes attributes{{"data-module", "govuk-character-count"}};
    if (options.max_length) {
        attributes.push_back({"data-maxlength", std::to_string(*options.max_length)});
    }
    if (options.max_words) {
        attributes.push_back({"data-maxwords", std::to_string(*options.max_words)});
    }
    if (options.threshold) {
        attributes.push_back({"data-threshold", std::to_string(*options.threshold)});
    }
    add_attribute(attributes, "data-count-type", type);
    if (!options.max_length && !options.max_words) {
        add_attribute(attributes, "data-i18n.textarea-description.other", messages.limit);
    }
    add_counted(attributes, "data-i18n.characters-under-limit.other",
                "data-i18n.characters-under-limit.one", messages.characters_under);
    add_attribute(attributes, "data-i18n.characters-at-limit", messages.characters_at);
    add_counted(attributes, "data-i18n.characters-over-limit.other",
                "data-i18n.characters-over-limit.one", messages.characters_over);
    add_counted(attributes, "data-i18n.words-under-limit.other", "data-i18n.words-under-limit.one",
                messages.words_under);
    add_attribute(attributes, "data-i18n.words-at-limit", messages.words_at);
    add_counted(attributes, "data-i18n.words-over-limit.other", "data-i18n.words-over-limit.one",
                messages.words_over);
    attributes.insert(attributes.end(), options.group.attributes.begin(),
                      options.group.attributes.end());
    return attributes;
}

/// What the count says before any script runs.
std::string count_sentence(const CharacterCount& options)
{
    const std::optional<int> limit = options.max_words ? options.max_words : options.max_length;
    if (!limit) return {};
    const bool words = options.count_type == CountType::words ||
                       (options.count_type == CountType::by_limit && options.max_words);
    std::string sentence = options.messages.limit;
    if (sentence.empty()) {
        sentence = words ? "You can enter up to %{count} words"
                         : "You can enter up to %{count} characters";
    }
    constexpr std::string_view mark = "%{count}";
    if (const std::size_t at = sentence.find(mark); at != std::string::npos) {
        sentence.replace(at, mark.size(), std::to_string(*limit));
    }
    return sentence;
}

Html show_button(const PasswordInput& options, const std::string& id)
{
    const PasswordWords& words = options.words;
    return button({
        .text = words.show.empty() ? "Show" : words.show,
        .classes = joined({"govuk-button--secondary", "govuk-password-input__toggle",
                           "govuk-js-password-input-toggle", words.button_classes}),
        .type = "button",
        .attributes = {{"aria-controls", id},
                       {"aria-label",
                        words.show_label.empty() ? "Show password" : words.show_label},
                       {"hidden", ""}},
    });
}

Attributes password_attributes(const PasswordInput& options)
{
    const PasswordWords& words = options.words;
    Attributes attributes{{"data-module", "govuk-password-input"}};
    add_attribute(attributes, "data-i18n.show-password", words.show);
    add_attribute(attributes, "data-i18n.hide-password", words.hide);
    add_attribute(attributes, "data-i18n.show-password-aria-label", words.show_label);
    add_attribute(attributes, "data-i18n.hide-password-aria-label", words.hide_label);
    add_attribute(attributes, "data-i18n.password-shown-announcement", words.shown);
    add_attribute(attributes, "data-i18n.password-hidden-announcement", words.hidden);
    attributes.insert(attributes.end(), options.group.attributes.begin(),
                      options.group.attributes.end());
    return attributes;
}

void add_option(Html& html, const SelectItem& item, const std::string& chosen)
{
    const std::string& value = item.value ? *item.value : item.text.text();
    const bool selected =
        item.selected ? *item.selected == Switch::on : !chosen.empty() && value == chosen;
    const Attributes with_value = item.value ? Attributes{{"value", *item.value}} : Attributes{};
    html.add_element("option",
                     {with_value,
                      {"selected", present_if(selected)},
                      {"disabled", present_if(item.disabled == Switch::on)},
                      item.attributes},
                     item.text);
}

Attributes drop_zone_attributes(const DropZone& zone)
{
    Attributes attributes{{"data-module", "govuk-file-upload"}};
    add_attribute(attributes, "data-i18n.choose-files-button", zone.choose_button);
    add_attribute(attributes, "data-i18n.no-file-chosen", zone.none_chosen);
    add_counted(attributes, "data-i18n.multiple-files-chosen.other",
                "data-i18n.multiple-files-chosen.one", zone.several_chosen);
    add_attribute(attributes, "data-i18n.drop-instruction", zone.instruction);
    add_attribute(attributes, "data-i18n.entered-drop-zone", zone.entered);
    add_attribute(attributes, "data-i18n.left-drop-zone", zone.left);
    attributes.insert(attributes.end(), zone.attributes.begin(), zone.attributes.end());
    return attributes;
}

} // namespace

Html text_input(const TextInput& options)
{
    const std::string id = field_id(options.name, options.id);
    Guidance help = guidance(id, options.hint, options.error, options.described_by);
    Html html = label(options.label, id);
    html.add(help.html);
    const bool wrapped = options.prefix || options.suffix || !options.group.before.empty() ||
                         !options.group.after.empty();
    if (!wrapped) {
        add_input(html, options, id, help.described_by);
        return form_group(faulty_if(options.error), options.group, html);
    }
    html.add_element("div",
                     {{"class", joined({"govuk-input__wrapper", options.wrapper.classes})},
                      options.wrapper.attributes},
                     [&](Html& inside) {
                         inside.add(options.group.before);
                         if (options.prefix)
                             add_affix(inside, *options.prefix, "govuk-input__prefix");
                         add_input(inside, options, id, help.described_by);
                         if (options.suffix)
                             add_affix(inside, *options.suffix, "govuk-input__suffix");
                         inside.add(options.group.after);
                     });
    return form_group(faulty_if(options.error), options.group, html);
}

Html text_area(const TextArea& options)
{
    const std::string id = field_id(options.name, options.id);
    Guidance help = guidance(id, options.hint, options.error, options.described_by);
    Html html = label(options.label, id);
    html.add(help.html);
    html.add(options.group.before);
    const std::string_view error = options.error ? "govuk-textarea--error" : "";
    html.add_element("textarea",
                     {{"class", joined({"govuk-textarea", error, options.classes})},
                      {"id", id},
                      {"name", options.name},
                      {"rows", std::to_string(options.rows)},
                      {"spellcheck", if_any(spelled(options.spellcheck))},
                      {"disabled", present_if(options.disabled == Switch::on)},
                      {"aria-describedby", if_any(help.described_by)},
                      {"autocomplete", if_any(options.autocomplete)},
                      options.attributes},
                     [&](Html& inside) {
                         // A browser drops one line end at the start of a text area.
                         if (options.value.starts_with('\n')) inside.add_literal("\n");
                         inside.add_text(options.value);
                     });
    html.add(options.group.after);
    return form_group(faulty_if(options.error), options.group, html);
}

Html character_count(const CharacterCount& options)
{
    const std::string id = field_id(options.name, options.id);
    Html after = item_hint(Hint{count_sentence(options), {.classes = options.messages.classes}},
                           "govuk-character-count__message", id + "-info");
    after.add(options.group.after);
    return text_area({
        .label = options.label,
        .name = options.name,
        .id = id,
        .value = options.value,
        .hint = options.hint,
        .error = options.error,
        .rows = options.rows,
        .classes = joined({"govuk-js-character-count", options.classes}),
        .spellcheck = options.spellcheck,
        .described_by = id + "-info",
        .group = {.classes = joined({"govuk-character-count", options.group.classes}),
                  .attributes = count_attributes(options),
                  .before = options.group.before,
                  .after = std::move(after)},
        .attributes = options.attributes,
    });
}

Html password_input(const PasswordInput& options)
{
    const std::string id = field_id(options.name, options.id);
    Html after = show_button(options, id);
    after.add(options.group.after);
    return text_input({
        .label = options.label,
        .name = options.name,
        .id = id,
        .value = options.value,
        .hint = options.hint,
        .error = options.error,
        .classes = joined(
            {"govuk-password-input__input", "govuk-js-password-input-input", options.classes}),
        .type = "password",
        .autocomplete = options.autocomplete,
        .spellcheck = Switch::off,
        .autocapitalize = "none",
        .described_by = options.described_by,
        .disabled = options.disabled,
        .group = {.classes = joined({"govuk-password-input", options.group.classes}),
                  .attributes = password_attributes(options),
                  .before = options.group.before,
                  .after = std::move(after)},
        .wrapper = {.classes = "govuk-password-input__wrapper"},
        .attributes = options.attributes,
    });
}

Html select(const Select& options)
{
    const std::string id = field_id(options.name, options.id);
    Guidance help = guidance(id, options.hint, options.error, options.described_by);
    Html html = label(options.label, id);
    html.add(help.html);
    html.add(options.group.before);
    const std::string_view error = options.error ? "govuk-select--error" : "";
    html.add_element("select",
                     {{"class", joined({"govuk-select", options.classes, error})},
                      {"id", id},
                      {"name", options.name},
                      {"disabled", present_if(options.disabled == Switch::on)},
                      {"aria-describedby", if_any(help.described_by)},
                      options.attributes},
                     [&](Html& inside) {
                         for (const SelectItem& item : options.items) {
                             add_option(inside, item, options.value);
                         }
                     });
    html.add(options.group.after);
    return form_group(faulty_if(options.error), options.group, html);
}

Html file_upload(const FileUpload& options)
{
    const std::string id = field_id(options.name, options.id);
    Guidance help = guidance(id, options.hint, options.error, options.described_by);
    const std::string_view error = options.error ? "govuk-file-upload--error" : "";
    Html field = element("input", {{"class", joined({"govuk-file-upload", options.classes, error})},
                                   {"id", id},
                                   {"name", options.name},
                                   {"type", "file"},
                                   {"disabled", present_if(options.disabled == Switch::on)},
                                   {"multiple", present_if(options.multiple == Switch::on)},
                                   {"aria-describedby", if_any(help.described_by)},
                                   options.attributes});
    Html html = label(options.label, id);
    html.add(help.html);
    html.add(options.group.before);
    if (options.drop_zone) {
        html.add_element(
            "div",
            {{"class", joined({"govuk-file-upload-wrapper", options.drop_zone->classes})},
             drop_zone_attributes(*options.drop_zone)},
            field);
    } else {
        html.add(field);
    }
    html.add(options.group.after);
    return form_group(faulty_if(options.error), options.group, html);
}

Html hidden_field(std::string_view name, std::string_view value)
{
    return element("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
}

} // namespace web
