#include "census/tag_gauge.h"

#include <algorithm>

namespace census {

namespace {

constexpr std::size_t longest_tag = 4096;

} // namespace

std::optional<int> TagGauge::take(std::string_view bytes)
{
    for (const char c : bytes) {
        step(c);
        if (m_length > longest_tag) return m_tag_line;
        if (c == '\n') ++m_line;
    }
    return std::nullopt;
}

void TagGauge::step(char c)
{
    switch (m_place) {
    case Place::text:
        if (c == '<') m_place = Place::opened;
        break;
    case Place::opened: open(c); break;
    case Place::declared:
        // What else is declared is a document type, at which the parser stops.
        m_place = c == '-' ? Place::dashed : Place::text;
        if (c == '[') pass_over_until("]]>");
        break;
    case Place::dashed:
        m_place = Place::text;
        if (c == '-') pass_over_until("-->");
        break;
    case Place::passed_over:
        if (has_ended(c)) m_place = Place::text;
        break;
    case Place::tag:
        ++m_length;
        if (c == '"' || c == '\'') {
            m_quote = c;
            m_place = Place::quoted;
        } else if (c == '>') {
            m_length = 0;
            m_place = Place::text;
        }
        break;
    case Place::quoted:
        ++m_length;
        if (c == m_quote) m_place = Place::tag;
        break;
    }
}

void TagGauge::open(char c)
{
    if (c == '!') {
        m_place = Place::declared;
    } else if (c == '?') {
        pass_over_until("?>");
    } else {
        m_place = Place::tag;
        m_tag_line = m_line;
        m_length = 1;
    }
}

void TagGauge::pass_over_until(std::string_view end)
{
    m_place = Place::passed_over;
    m_end = end;
    m_last = {};
}

bool TagGauge::has_ended(char c)
{
    std::rotate(m_last.begin(), m_last.begin() + 1, m_last.end());
    m_last.back() = c;
    return std::string_view{m_last.data(), m_last.size()}.ends_with(m_end);
}

} // namespace census
