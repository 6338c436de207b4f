#include "web/components/navigation.h"

#include <algorithm>

namespace web {
namespace {

enum class Arrow { previous, next };

void add_icon(Html& html, Arrow arrow)
{
    const bool previous = arrow == Arrow::previous;
    html.add_element(
        "svg",
        {{"class", previous ? "govuk-pagination__icon govuk-pagination__icon--prev"
                            : "govuk-pagination__icon govuk-pagination__icon--next"},
         {"xmlns", "http://www.w3.org/2000/svg"},
         {"height", "13"},
         {"width", "15"},
         {"aria-hidden", "true"},
         {"focusable", "false"},
         {"viewBox", "0 0 15 13"}},
        element("path",
                {{"d", previous ? "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 "
                                  "1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-"
                                  "1.414-1.414z"
                                : "m8.107-0.0078125-1.4136 1.414 4.2926 "
                                  "4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 "
                                  "6.7441-6.4062-6.7246-6.7266z"}}));
}

Html arrow_words(const PaginationArrow& link, Arrow arrow)
{
    if (link.text) return link.text->html();
    Html words = arrow == Arrow::previous ? Html{"Previous"} : Html{"Next"};
    return std::move(words.add(visually_hidden(" page")));
}

/// `block`: previous and next alone, one under the other, with what they lead to.
enum class Arrangement { row, block };

void add_arrow(Html& html, const PaginationArrow& link, Arrow arrow, Arrangement arrangement)
{
    const bool previous = arrow == Arrow::previous;
    const bool block = arrangement == Arrangement::block;
    const bool decorated = block && link.label.empty();
    html.add_element(
        "div", {{"class", previous ? "govuk-pagination__prev" : "govuk-pagination__next"}},
        element("a",
                {{"class", "govuk-link govuk-pagination__link"},
                 {"href", link.href},
                 {"rel", previous ? "prev" : "next"},
                 link.attributes},
                [&](Html& inside) {
                    if (block || previous) add_icon(inside, arrow);
                    inside.add_element(
                        "span",
                        {{"class",
                          joined({"govuk-pagination__link-title",
                                  decorated ? "govuk-pagination__link-title--decorated" : ""})}},
                        arrow_words(link, arrow));
                    if (block && !link.label.empty()) {
                        inside.add_literal(" ").add(visually_hidden(":")).add_literal(" ");
                        inside.add_element("span", {{"class", "govuk-pagination__link-label"}},
                                           link.label);
                    }
                    if (!block && !previous) add_icon(inside, arrow);
                }));
}

void add_page(Html& html, const PaginationItem& item)
{
    const bool current = item.current == Current::yes;
    html.add_element(
        "li",
        {{"class",
          joined({"govuk-pagination__item", current ? "govuk-pagination__item--current" : ""})}},
        element("a",
                {{"class", "govuk-link govuk-pagination__link"},
                 {"href", item.href},
                 {"aria-label", item.label.empty() ? "Page " + item.number.text() : item.label},
                 {"aria-current", if_any(current ? "page" : "")},
                 item.attributes},
                item.number));
}

std::string panel_id(const Tabs& options, std::size_t index)
{
    const std::string& own = options.items[index].id;
    return own.empty() ? options.id_prefix + "-" + std::to_string(index + 1) : own;
}

std::string_view spelled(Here here)
{
    switch (here) {
    case Here::page: return "page";
    case Here::section: return "true";
    case Here::no: break;
    }
    return {};
}

void add_navigation_item(Html& html, const NavigationItem& item)
{
    const bool active = item.here != Here::no;
    const Html words =
        active
            ? element("strong", {{"class", "govuk-service-navigation__active-fallback"}}, item.text)
            : item.text.html();
    html.add_element("li",
                     {{"class", joined({"govuk-service-navigation__item",
                                        active ? "govuk-service-navigation__item--active" : ""})}},
                     [&](Html& li) {
                         const std::string_view current = spelled(item.here);
                         if (item.href) {
                             li.add_element("a",
                                            {{"class", "govuk-service-navigation__link"},
                                             {"href", *item.href},
                                             {"aria-current", if_any(current)},
                                             item.attributes},
                                            words);
                         } else {
                             li.add_element("span",
                                            {{"class", "govuk-service-navigation__text"},
                                             {"aria-current", if_any(current)}},
                                            words);
                         }
                     });
}

void add_service_name(Html& html, const ServiceNavigation& options)
{
    if (options.service_name.empty()) return;
    html.add_element(
        "span", {{"class", "govuk-service-navigation__service-name"}}, [&](Html& inside) {
            if (options.service_href) {
                inside.add_element(
                    "a",
                    {{"href", *options.service_href}, {"class", "govuk-service-navigation__link"}},
                    options.service_name);
            } else {
                inside.add_element("span", {{"class", "govuk-service-navigation__text"}},
                                   options.service_name);
            }
        });
}

void add_navigation(Html& html, const ServiceNavigation& options)
{
    const NavigationSlots& slots = options.slots;
    if (options.items.empty() && slots.navigation_start.empty() && slots.navigation_end.empty()) {
        return;
    }
    const Collapse collapse =
        options.collapse.value_or(options.items.size() > 1 ? Collapse::on_phone : Collapse::never);
    const std::string& label =
        options.navigation_label.empty() ? options.menu_text : options.navigation_label;
    const std::string_view menu_label =
        options.menu_label == options.menu_text ? "" : std::string_view{options.menu_label};
    html.add_element(
        "nav",
        {{"aria-label", label},
         {"class", joined({"govuk-service-navigation__wrapper", options.navigation_classes})}},
        [&](Html& nav) {
            if (collapse == Collapse::on_phone) {
                nav.add_element("button",
                                {{"type", "button"},
                                 {"class", "govuk-service-navigation__toggle "
                                           "govuk-js-service-navigation-toggle"},
                                 {"aria-controls", options.navigation_id},
                                 {"aria-label", if_any(menu_label)},
                                 {"hidden", Present::yes},
                                 {"aria-hidden", "true"}},
                                options.menu_text);
            }
            nav.add_element(
                "ul", {{"class", "govuk-service-navigation__list"}, {"id", options.navigation_id}},
                slots.navigation_start,
                [&](Html& ul) {
                    for (const NavigationItem& item : options.items) {
                        add_navigation_item(ul, item);
                    }
                },
                slots.navigation_end);
        });
}

} // namespace

Html back_link(const BackLink& options)
{
    return element("a",
                   {{"href", options.href},
                    {"class", joined({"govuk-back-link", options.classes})},
                    options.attributes},
                   options.text);
}

Html breadcrumbs(const Breadcrumbs& options)
{
    const bool collapses = options.collapse == Collapse::on_phone;
    return element("nav",
                   {{"class", joined({"govuk-breadcrumbs", options.classes,
                                      collapses ? "govuk-breadcrumbs--collapse-on-mobile" : ""})},
                    options.attributes,
                    {"aria-label", options.label}},
                   element("ol", {{"class", "govuk-breadcrumbs__list"}}, [&](Html& ol) {
                       for (const Breadcrumb& item : options.items) {
                           if (item.href) {
                               ol.add_element("li", {{"class", "govuk-breadcrumbs__list-item"}},
                                              element("a",
                                                      {{"class", "govuk-breadcrumbs__link"},
                                                       {"href", *item.href},
                                                       item.attributes},
                                                      item.text));
                           } else {
                               ol.add_element("li",
                                              {{"class", "govuk-breadcrumbs__list-item"},
                                               {"aria-current", "page"}},
                                              item.text);
                           }
                       }
                   }));
}

Html pagination(const Pagination& options)
{
    const Arrangement arrangement = options.items.empty() ? Arrangement::block : Arrangement::row;
    const bool block = arrangement == Arrangement::block && (options.previous || options.next);
    return element(
        "nav",
        {{"class",
          joined({"govuk-pagination", block ? "govuk-pagination--block" : "", options.classes})},
         {"aria-label", options.label},
         options.attributes},
        [&](Html& nav) {
            if (options.previous) add_arrow(nav, *options.previous, Arrow::previous, arrangement);
            if (!options.items.empty()) {
                nav.add_element("ul", {{"class", "govuk-pagination__list"}}, [&](Html& ul) {
                    for (const auto& item : options.items) {
                        if (const auto* shown = std::get_if<PaginationItem>(&item)) {
                            add_page(ul, *shown);
                        } else {
                            ul.add_literal("<li class=\"govuk-pagination__item "
                                           "govuk-pagination__item--ellipsis\">&ctdot;</li>");
                        }
                    }
                });
            }
            if (options.next) add_arrow(nav, *options.next, Arrow::next, arrangement);
        });
}

Html tabs(const Tabs& options)
{
    return element(
        "div",
        {{"id", if_any(options.id)},
         {"class", joined({"govuk-tabs", options.classes})},
         options.attributes,
         {"data-module", "govuk-tabs"}},
        element("h2", {{"class", "govuk-tabs__title"}}, options.title), [&](Html& inside) {
            if (options.items.empty()) return;
            inside.add_element("ul", {{"class", "govuk-tabs__list"}}, [&](Html& ul) {
                for (std::size_t index = 0; index < options.items.size(); ++index) {
                    const TabItem& item = options.items[index];
                    ul.add_element(
                        "li",
                        {{"class", joined({"govuk-tabs__list-item",
                                           index == 0 ? "govuk-tabs__list-item--selected" : ""})}},
                        element("a",
                                {{"class", "govuk-tabs__tab"},
                                 {"href", Url::place(panel_id(options, index))},
                                 item.attributes},
                                item.label));
                }
            });
            for (std::size_t index = 0; index < options.items.size(); ++index) {
                const TabItem& item = options.items[index];
                const bool markup = item.content.kind() == Content::Kind::markup;
                inside.add_element(
                    "div",
                    {{"class",
                      joined({"govuk-tabs__panel", index > 0 ? "govuk-tabs__panel--hidden" : ""})},
                     {"id", panel_id(options, index)},
                     item.panel_attributes},
                    markup ? item.content.html() : paragraph(item.content));
            }
        });
}

Html skip_link(const SkipLink& options)
{
    return element("a",
                   {{"href", options.href},
                    {"class", joined({"govuk-skip-link", options.classes})},
                    options.attributes,
                    {"data-module", "govuk-skip-link"}},
                   options.text);
}

Html service_navigation(const ServiceNavigation& options)
{
    const NavigationSlots& slots = options.slots;
    const bool inline_end = !slots.end_inline.empty();
    const Html& end = inline_end ? slots.end_inline : slots.end;
    const Html content = element(
        "div",
        {{"class", joined({"govuk-width-container",
                           inline_end ? "govuk-service-navigation__inlining-container" : ""})}},
        slots.start,
        element("div", {{"class", "govuk-service-navigation__container"}},
                [&](Html& inside) {
                    add_service_name(inside, options);
                    add_navigation(inside, options);
                }),
        end);
    const std::string classes = joined({"govuk-service-navigation", options.classes});
    // With more than the navigation inside, the whole is a landmark; otherwise `nav` is enough.
    if (!options.service_name.empty() || !slots.start.empty() || !end.empty()) {
        return element("section",
                       {{"aria-label", options.label},
                        {"class", classes},
                        {"data-module", "govuk-service-navigation"},
                        options.attributes},
                       content);
    }
    return element(
        "div",
        {{"class", classes}, {"data-module", "govuk-service-navigation"}, options.attributes},
        content);
}

} // namespace web
