#include "web/components/notices.h"

#include "web/components/actions.h"

namespace web {
namespace {

/// The component's script focuses it unless told otherwise; the attribute says it the other way
/// round.
std::string_view no_focus(const std::optional<Switch>& auto_focus)
{
    if (!auto_focus) return {};
    return *auto_focus == Switch::on ? "false" : "true";
}

void add_heading(Html& html, int level, std::initializer_list<Attribute> attributes,
                 const Html& words)
{
    switch (level) {
    case 1: html.add_element("h1", attributes, words); return;
    case 2: html.add_element("h2", attributes, words); return;
    case 3: html.add_element("h3", attributes, words); return;
    case 4: html.add_element("h4", attributes, words); return;
    default: html.add_element("h5", attributes, words);
    }
}

void add_action(Html& html, const PanelAction& action)
{
    const std::string classes = joined({"govuk-button--inverse", action.classes});
    if (!action.href) {
        html.add(button({.text = action.text,
                         .classes = classes,
                         .type = action.button_type.empty() ? "button" : action.button_type,
                         .attributes = action.attributes}));
    } else if (action.button_type == "button") {
        html.add(button_link({.text = action.text,
                              .href = *action.href,
                              .classes = classes,
                              .attributes = action.attributes}));
    } else {
        html.add_element("a",
                         {{"class", joined({"govuk-link govuk-link--inverse", action.classes})},
                          {"href", *action.href},
                          action.attributes},
                         action.text);
    }
}

void add_actions(Html& html, const PanelActions& actions)
{
    html.add_element(
        "div", {{"class", joined({"govuk-panel__actions", actions.classes})}, actions.attributes},
        [&](Html& inside) {
            if (actions.items.empty()) return;
            inside.add_element("div", {{"class", "govuk-button-group"}}, [&](Html& group) {
                for (const PanelAction& action : actions.items) {
                    add_action(group, action);
                    group.add_literal(" ");
                }
            });
        });
}

} // namespace

Html error_summary(const ErrorSummary& options)
{
    Html list;
    for (const ErrorSummaryItem& item : options.items) {
        list.add_element("li", {}, [&](Html& inside) {
            if (item.href) {
                inside.add_element("a", {{"href", *item.href}, item.attributes}, item.text);
            } else {
                inside.add(item.text.html());
            }
        });
    }
    return element(
        "div",
        {{"class", joined({"govuk-error-summary", options.classes})},
         {"data-disable-auto-focus", if_any(no_focus(options.auto_focus))},
         options.attributes,
         {"data-module", "govuk-error-summary"}},
        element(
            "div", {{"role", "alert"}},
            element("h2", {{"class", "govuk-error-summary__title"}}, options.title),
            element("div", {{"class", "govuk-error-summary__body"}}, [&](Html& body) {
                if (options.description) body.add_element("p", {}, *options.description);
                if (list.empty()) return;
                body.add_element("ul", {{"class", "govuk-list govuk-error-summary__list"}}, list);
            })));
}

Html notification_banner(const NotificationBanner& options)
{
    const bool success = options.kind == NotificationKind::success;
    const std::string_view role = !options.role.empty() ? std::string_view{options.role}
                                  : success             ? "alert"
                                                        : "region";
    const std::string_view id = options.title_id.empty() ? "govuk-notification-banner-title"
                                                         : std::string_view{options.title_id};
    const Html title = options.title ? options.title->html()
                       : success     ? Html{"Success"}
                                     : Html{"Important"};
    return element(
        "div",
        {{"class", joined({"govuk-notification-banner",
                           success ? "govuk-notification-banner--success" : "", options.classes})},
         {"role", role},
         {"aria-labelledby", id},
         {"data-module", "govuk-notification-banner"},
         {"data-disable-auto-focus", if_any(no_focus(options.auto_focus))},
         options.attributes},
        element("div", {{"class", "govuk-notification-banner__header"}},
                [&](Html& header) {
                    add_heading(header, options.title_heading_level,
                                {{"class", "govuk-notification-banner__title"}, {"id", id}}, title);
                }),
        element("div", {{"class", "govuk-notification-banner__content"}}, [&](Html& inside) {
            if (options.content.kind() == Content::Kind::markup) {
                inside.add(options.content.html());
            } else {
                inside.add_element("p", {{"class", "govuk-notification-banner__heading"}},
                                   options.content);
            }
        }));
}

Html panel(const Panel& options)
{
    const bool interruption = options.kind == PanelKind::interruption;
    return element(
        "div",
        {{"class", joined({"govuk-panel",
                           interruption ? "govuk-panel--interruption" : "govuk-panel--confirmation",
                           options.classes})},
         options.attributes},
        [&](Html& inside) {
            add_heading(inside, options.heading_level, {{"class", "govuk-panel__title"}},
                        options.title.html());
            if (options.content) {
                inside.add_element("div", {{"class", "govuk-panel__body"}}, *options.content);
            }
            if (interruption && options.actions) {
                add_actions(inside, *options.actions);
            }
        });
}

Html inset_text(const InsetText& options)
{
    return element("div",
                   {{"id", if_any(options.id)},
                    {"class", joined({"govuk-inset-text", options.classes})},
                    options.attributes},
                   options.content);
}

Html warning_text(const WarningText& options)
{
    return element(
        "div", {{"class", joined({"govuk-warning-text", options.classes})}, options.attributes},
        element("span", {{"class", "govuk-warning-text__icon"}, {"aria-hidden", "true"}}, "!"),
        Html{" "},
        element("strong", {{"class", "govuk-warning-text__text"}},
                visually_hidden(options.icon_words), Html{" "}, options.content));
}

Html details(const Details& options)
{
    return element(
        "details",
        {{"id", if_any(options.id)},
         {"class", joined({"govuk-details", options.classes})},
         options.attributes,
         {"open", present_if(options.open == Switch::on)}},
        element("summary", {{"class", "govuk-details__summary"}},
                element("span", {{"class", "govuk-details__summary-text"}}, options.summary)),
        element("div", {{"class", "govuk-details__text"}}, options.content));
}

Html tag(const Tag& options)
{
    return element("strong",
                   {{"class", joined({"govuk-tag", options.classes})}, options.attributes},
                   options.text);
}

} // namespace web
