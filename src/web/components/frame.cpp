#include "web/components/frame.h"

namespace web {
namespace {

void add_link(Html& html, const FooterLink& item, std::string_view item_class)
{
    html.add_element(
        "li", {{"class", item_class}},
        element("a", {{"class", "govuk-footer__link"}, {"href", item.href}, item.attributes},
                item.text));
}

void add_sections(Html& html, const Footer& options)
{
    if (options.sections.empty()) return;
    html.add_element("div", {{"class", "govuk-footer__navigation"}}, [&](Html& navigation) {
        for (const FooterSection& section : options.sections) {
            const std::string columns = section.columns > 0 ? "govuk-footer__list--columns-" +
                                                                  std::to_string(section.columns)
                                                            : "";
            navigation.add_element(
                "div", {{"class", "govuk-footer__section govuk-grid-column-" + section.width}},
                element("h2", {{"class", "govuk-footer__heading govuk-heading-m"}}, section.title),
                [&](Html& inside) {
                    if (section.links.empty()) return;
                    inside.add_element("ul", {{"class", joined({"govuk-footer__list", columns})}},
                                       [&](Html& ul) {
                                           for (const FooterLink& item : section.links) {
                                               add_link(ul, item, "govuk-footer__list-item");
                                           }
                                       });
                });
        }
    });
    html.add_literal("<hr class=\"govuk-footer__section-break\">");
}

void add_meta(Html& html, const Footer& options)
{
    if (options.links.empty() && !options.words) return;
    html.add_element("h2", {{"class", "govuk-visually-hidden"}}, options.hidden_title);
    if (!options.links.empty()) {
        html.add_element("ul", {{"class", "govuk-footer__inline-list"}}, [&](Html& ul) {
            for (const FooterLink& item : options.links) {
                add_link(ul, item, "govuk-footer__inline-list-item");
            }
        });
    }
    if (options.words) {
        html.add_element("div", {{"class", "govuk-footer__meta-custom"}}, *options.words);
    }
}

} // namespace

Html generic_header(const GenericHeader& options)
{
    const std::string container =
        options.container_classes.empty() ? "govuk-width-container" : options.container_classes;
    return element(
        "div", {{"class", joined({"govuk-generic-header", options.classes})}, options.attributes},
        element("div", {{"class", joined({"govuk-generic-header__container", container})}},
                element("div", {{"class", "govuk-generic-header__logo"}},
                        element("a",
                                {{"href", options.href},
                                 {"class", "govuk-generic-header__homepage-link"}},
                                options.logo))));
}

Html phase_banner(const PhaseBanner& options)
{
    Tag marked = options.tag;
    marked.classes = joined({"govuk-phase-banner__content__tag", options.tag.classes});
    return element(
        "div",
        {{"class", joined({"govuk-phase-banner govuk-width-container", options.classes})},
         options.attributes},
        element("p", {{"class", "govuk-phase-banner__content"}}, tag(marked), Html{" "},
                element("span", {{"class", "govuk-phase-banner__text"}}, options.content)));
}

Html footer(const Footer& options)
{
    return element(
        "div", {{"class", joined({"govuk-footer", options.classes})}, options.attributes},
        element("div", {{"class", joined({"govuk-width-container", options.container_classes})}},
                [&](Html& inside) {
                    add_sections(inside, options);
                    inside.add_element("div", {{"class", "govuk-footer__meta"}},
                                       element("div",
                                               {{"class", "govuk-footer__meta-item "
                                                          "govuk-footer__meta-item--grow"}},
                                               [&](Html& meta) { add_meta(meta, options); }));
                }));
}

} // namespace web
