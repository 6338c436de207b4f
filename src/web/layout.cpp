#include "web/layout.h"

#include "web/static_assets.h"

namespace web {
namespace {

Url asset(std::string_view name)
{
    return Url{std::string_view{asset_url(name)}};
}

Html head(const PageOptions& options)
{
    return element(
        "head", {}, Html{"<meta charset=\"utf-8\">"}, element("title", {}, page_title(options)),
        Html{"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, "
             "viewport-fit=cover, interactive-widget=resizes-content\"><meta name=\"theme-color\" "
             "content=\"#12436d\">"
             "<meta name=\"referrer\" content=\"no-referrer\">"},
        element("link", {{"rel", "icon"},
                         {"href", asset("icon.svg")},
                         {"sizes", "any"},
                         {"type", "image/svg+xml"}}),
        element("link", {{"rel", "stylesheet"}, {"href", asset("heed.css")}}), [](Html& inside) {
            inside.add_literal("<script type=\"module\" src=\"");
            inside.add_text(asset_url("heed.js"));
            inside.add_literal("\"></script>");
        });
}

/// Tells the styles at once that scripts run. In a file of its own, since inline ones are refused.
Html early_script()
{
    Html html{"<script src=\""};
    html.add_text(asset_url("early.js"));
    return std::move(html.add_literal("\"></script>"));
}

Html account(const SignedIn& user)
{
    Html sign_out = post_form({
        .action = user.sign_out,
        .form_token = user.form_token,
        .content = Html{"<button type=\"submit\" class=\"heed-account__out\">Sign out</button>"},
        .classes = "heed-account__form",
    });
    return element(
        "div", {{"class", "heed-account"}},
        element("p", {{"class", "heed-account__who"}},
                element("a", {{"class", "heed-account__name"}, {"href", user.account}}, user.name),
                Html{" "}, element("span", {{"class", "heed-account__post"}}, user.post)),
        sign_out);
}

Html top(const PageOptions& options)
{
    Html logo = element("span", {{"class", "heed-logo"}}, options.service);
    logo.add_literal(" ");
    logo.add_element("span", {{"class", "heed-logo__partnership"}}, options.partnership);
    return element(
        "header", {{"class", "govuk-template__header heed-header"}},
        generic_header({.logo = std::move(logo), .href = "/"}), [&](Html& inside) {
            if (!options.navigation.empty() || options.user) {
                inside.add(service_navigation({
                    .items = options.navigation,
                    .slots = {.end_inline = options.user ? account(*options.user) : Html{}},
                }));
            }
            if (options.demonstration) {
                const Demonstration& shown = *options.demonstration;
                Html words = Html::text(shown.words);
                words.add_literal(" ");
                words.add_element("span", {{"class", "heed-demonstration__date"}}, shown.date);
                inside.add(phase_banner({.tag = {.text = "Demonstration"},
                                         .content = std::move(words),
                                         .classes = "heed-demonstration"}));
            }
        });
}

Html bottom(const PageOptions& options)
{
    return element("footer", {{"class", "govuk-template__footer"}},
                   footer({
                       .links = {{.text = "Help", .href = "/help"},
                                 {.text = "Accessibility", .href = "/accessibility"},
                                 {.text = "Privacy", .href = "/privacy"},
                                 {.text = "About " + options.service, .href = "/about"}},
                       .words = Content{Html::text(options.partnership)},
                       .hidden_title = "Help and information",
                       .classes = "heed-footer",
                   }));
}

void add_above_main(Html& html, const PageOptions& options)
{
    if (options.back) {
        html.add_element("nav", {{"class", "heed-back"}, {"aria-label", "Back"}},
                         back_link(*options.back));
    }
    if (options.header) html.add(child_header(*options.header));
    if (options.sections) html.add(sub_navigation(*options.sections));
}

} // namespace

std::string page_title(const PageOptions& options)
{
    std::string title = options.outcome == Outcome::has_errors ? "Error: " : "";
    title += options.title.text();
    if (!options.child.empty()) title += " – " + options.child;
    return title + " – " + options.service;
}

Html page(const PageOptions& options, const Html& main)
{
    Html html{"<!DOCTYPE html><html lang=\"en\" class=\"govuk-template\">"};
    html.reserve(main.markup().size() + 8192);
    html.add(head(options));
    html.add_element(
        "body", {{"class", "govuk-template__body"}}, early_script(), skip_link({}), top(options),
        [&](Html& body) {
            body.add_element("div", {{"class", "govuk-width-container"}}, [&](Html& container) {
                add_above_main(container, options);
                container.add_element(
                    "main",
                    {{"class",
                      joined({"govuk-main-wrapper", "heed-main",
                              options.width == Width::reading ? "heed-main--reading" : ""})},
                     {"id", "main-content"}},
                    options.notice, main);
            });
        },
        bottom(options));
    return std::move(html.add_literal("</html>"));
}

} // namespace web
