#include "web/components/words.h"

namespace web {
namespace {

Html bare_label(const Label& words, std::string_view field)
{
    return element("label",
                   {{"class", joined({"govuk-label", words.options.classes})},
                    words.options.attributes,
                    {"for", if_any(field)}},
                   words.content);
}

bool is_blank(std::string_view line)
{
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

} // namespace

Html label(const Label& words, std::string_view field)
{
    if (words.options.page_heading == PageHeading::no) return bare_label(words, field);
    return element("h1", {{"class", "govuk-label-wrapper"}}, bare_label(words, field));
}

Html hint(const Hint& words, std::string_view id)
{
    return element("div",
                   {{"id", if_any(id)},
                    {"class", joined({"govuk-hint", words.options.classes})},
                    words.options.attributes},
                   words.content);
}

Html error_message(const ErrorMessage& words)
{
    const ErrorMessageOptions& options = words.options;
    return element("p",
                   {{"id", if_any(options.id)},
                    {"class", joined({"govuk-error-message", options.classes})},
                    options.attributes},
                   [&](Html& inside) {
                       if (!options.hidden_prefix.empty()) {
                           inside.add_element("span", {{"class", "govuk-visually-hidden"}},
                                              options.hidden_prefix, ":");
                           inside.add_literal(" ");
                       }
                       inside.add(words.content.html());
                   });
}

Html fieldset(const Fieldset& options)
{
    const LegendOptions& chosen = options.legend.options;
    const std::string described_by = joined({chosen.described_by, options.described_by});
    return element(
        "fieldset",
        {{"class", joined({"govuk-fieldset", chosen.fieldset_classes})},
         {"role", if_any(options.role)},
         {"aria-describedby", if_any(described_by)},
         chosen.fieldset_attributes},
        [&](Html& inside) {
            if (!options.legend.content) return;
            const Html& words = options.legend.content->html();
            inside.add_element(
                "legend", {{"class", joined({"govuk-fieldset__legend", chosen.classes})}},
                [&](Html& legend) {
                    if (chosen.page_heading == PageHeading::no) {
                        legend.add(words);
                    } else {
                        legend.add_element("h1", {{"class", "govuk-fieldset__heading"}}, words);
                    }
                });
        },
        options.content);
}

Html paragraphs(std::string_view text, std::string_view classes)
{
    Html html;
    std::string paragraph;
    const auto finish = [&] {
        if (paragraph.empty()) return;
        html.add_element("p", {{"class", if_any(classes)}},
                         [&](Html& inside) { inside.add_lines(paragraph); });
        paragraph.clear();
    };
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (is_blank(line)) {
            finish();
            continue;
        }
        if (!paragraph.empty()) paragraph += '\n';
        paragraph += line;
    }
    finish();
    return html;
}

Html heading_1(const Content& words, std::string_view classes)
{
    return element("h1", {{"class", classes}}, words);
}

Html heading_2(const Content& words, std::string_view classes)
{
    return element("h2", {{"class", classes}}, words);
}

Html heading_3(const Content& words, std::string_view classes)
{
    return element("h3", {{"class", classes}}, words);
}

Html paragraph(const Content& words, std::string_view classes)
{
    return element("p", {{"class", classes}}, words);
}

Html link(const Content& words, const Url& href, std::string_view classes)
{
    return element("a", {{"class", classes}, {"href", href}}, words);
}

Html visually_hidden(const Content& words)
{
    return element("span", {{"class", "govuk-visually-hidden"}}, words);
}

} // namespace web
