#include "web/components/actions.h"

#include "web/components/field_parts.h"

namespace web {
namespace {

std::string button_classes(std::string_view classes, StartButton start)
{
    return joined(
        {"govuk-button", classes, start == StartButton::yes ? "govuk-button--start" : ""});
}

void add_words(Html& html, const Content& words, StartButton start)
{
    html.add(words.html());
    if (start == StartButton::no) return;
    html.add_element(
        "svg",
        {{"class", "govuk-button__start-icon"},
         {"xmlns", "http://www.w3.org/2000/svg"},
         {"width", "17.5"},
         {"height", "19"},
         {"viewBox", "0 0 33 40"},
         {"aria-hidden", "true"},
         {"focusable", "false"}},
        element("path", {{"fill", "currentColor"}, {"d", "M0 0h13l20 20-20 20H0l20-20z"}}));
}

} // namespace

Html button(const Button& options)
{
    const bool off = options.disabled == Switch::on;
    std::string_view double_click;
    if (options.prevent_double_click) {
        double_click = *options.prevent_double_click == Switch::on ? "true" : "false";
    }
    const Attributes with_value =
        options.value ? Attributes{{"value", *options.value}} : Attributes{};
    return element("button",
                   {{"type", options.type},
                    with_value,
                    {"name", if_any(options.name)},
                    {"disabled", present_if(off)},
                    {"aria-disabled", if_any(off ? "true" : "")},
                    {"data-prevent-double-click", if_any(double_click)},
                    {"class", button_classes(options.classes, options.start)},
                    {"data-module", "govuk-button"},
                    options.attributes,
                    {"id", if_any(options.id)}},
                   [&](Html& inside) { add_words(inside, options.text, options.start); });
}

Html button_link(const ButtonLink& options)
{
    return element("a",
                   {{"href", options.href},
                    {"role", "button"},
                    {"draggable", "false"},
                    {"class", button_classes(options.classes, options.start)},
                    {"data-module", "govuk-button"},
                    options.attributes,
                    {"id", if_any(options.id)}},
                   [&](Html& inside) { add_words(inside, options.text, options.start); });
}

Html exit_this_page(const ExitThisPage& options)
{
    Attributes words;
    add_attribute(words, "data-i18n.activated", options.words.activated);
    add_attribute(words, "data-i18n.timed-out", options.words.timed_out);
    add_attribute(words, "data-i18n.press-two-more-times", options.words.press_two_more_times);
    add_attribute(words, "data-i18n.press-one-more-time", options.words.press_one_more_time);
    Html text = options.text ? options.text->html()
                             : visually_hidden("Emergency").add_literal(" Exit this page");
    return element("div",
                   {{"id", if_any(options.id)},
                    {"class", joined({"govuk-exit-this-page", options.classes})},
                    {"data-module", "govuk-exit-this-page"},
                    options.attributes,
                    words},
                   button_link({
                       .text = std::move(text),
                       .href = options.leads_to,
                       .classes = "govuk-button--warning govuk-exit-this-page__button "
                                  "govuk-js-exit-this-page-button",
                       .attributes = {{"rel", "nofollow noreferrer"}},
                   }));
}

} // namespace web
