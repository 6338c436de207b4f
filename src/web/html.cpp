#include "web/html.h"

#include <array>

namespace web {
namespace {

constexpr std::array<bool, 256> special = [] {
    std::array<bool, 256> table{};
    for (const char c : {'&', '<', '>', '"', '\''})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

std::string_view escape_of(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    default: return "&#39;";
    }
}

} // namespace

void append_escaped(std::string& markup, std::string_view text)
{
    const char* start = text.data();
    const char* const end = start + text.size();
    for (const char* at = start; at != end; ++at) {
        if (!special[static_cast<unsigned char>(*at)]) continue;
        markup.append(start, at);
        markup += escape_of(*at);
        start = at + 1;
    }
    markup.append(start, end);
}

void Attribute::write_to(std::string& markup) const
{
    if (m_extra != nullptr) {
        for (const ExtraAttribute& extra : *m_extra)
            Attribute{extra.name, extra.value}.write_to(markup);
        return;
    }
    if (m_name.empty()) return;
    markup += ' ';
    markup += m_name;
    if (m_value.data() == nullptr) return;
    markup += "=\"";
    append_escaped(markup, m_value);
    markup += '"';
}

Html Html::text(std::string_view text)
{
    Html html;
    html.m_markup.reserve(text.size());
    return std::move(html.add_text(text));
}

Html Html::lines(std::string_view text)
{
    Html html;
    html.m_markup.reserve(text.size());
    return std::move(html.add_lines(text));
}

Html& Html::add(const Html& other)
{
    m_markup += other.m_markup;
    return *this;
}

Html& Html::add(Html&& other)
{
    if (m_markup.capacity() < other.m_markup.size()) {
        other.m_markup.insert(0, m_markup);
        m_markup = std::move(other.m_markup);
    } else {
        m_markup += other.m_markup;
    }
    return *this;
}

Html& Html::add_literal(Lit literal)
{
    m_markup += literal.text;
    return *this;
}

Html& Html::add_text(std::string_view text)
{
    append_escaped(m_markup, text);
    return *this;
}

Html& Html::add_lines(std::string_view text)
{
    std::size_t start = 0;
    for (std::size_t at = text.find('\n'); at != std::string_view::npos;
         at = text.find('\n', start)) {
        const bool has_return = at > start && text[at - 1] == '\r';
        append_escaped(m_markup, text.substr(start, at - start - (has_return ? 1 : 0)));
        m_markup += "<br>";
        start = at + 1;
    }
    append_escaped(m_markup, text.substr(start));
    return *this;
}

void Html::open(TagName name, std::initializer_list<Attribute> attributes)
{
    m_markup += '<';
    m_markup += name.text;
    for (const Attribute& attribute : attributes)
        attribute.write_to(m_markup);
    m_markup += '>';
}

void Html::close(TagName name)
{
    m_markup += "</";
    m_markup += name.text;
    m_markup += '>';
}

std::string joined(std::initializer_list<std::string_view> names)
{
    std::string text;
    for (const std::string_view name : names) {
        if (name.empty()) continue;
        if (!text.empty()) text += ' ';
        text += name;
    }
    return text;
}

} // namespace web
