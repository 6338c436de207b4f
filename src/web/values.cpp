#include "web/values.h"

#include "base/errors.h"
#include "base/text.h"

#include <algorithm>

namespace web {

namespace {

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// One name or value: `+` is a space, and what comes out is clean text.
std::optional<std::string> decoded(std::string_view text)
{
    std::string spaced{text};
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    auto plain = percent_decoded(spaced);
    if (!plain || !base::is_clean_utf8(*plain)) return std::nullopt;
    return plain;
}

} // namespace

void Values::add(std::string name, std::string value)
{
    m_pairs.emplace_back(std::move(name), std::move(value));
}

bool Values::has(std::string_view name) const
{
    return std::any_of(m_pairs.begin(), m_pairs.end(),
                       [&](const Pair& pair) { return pair.first == name; });
}

const std::string& Values::one(std::string_view name) const
{
    static const std::string nothing;
    const std::string* found = nullptr;
    for (const auto& [other, value] : m_pairs) {
        if (other != name) continue;
        if (found != nullptr) throw base::BadRequest{"a value was sent more than once"};
        found = &value;
    }
    return found == nullptr ? nothing : *found;
}

std::vector<std::string> Values::all(std::string_view name) const
{
    std::vector<std::string> values;
    for (const auto& [other, value] : m_pairs) {
        if (other == name) values.push_back(value);
    }
    return values;
}

std::optional<Values> parse_urlencoded(std::string_view text, const ValueLimits& limits)
{
    Values values;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        auto name = decoded(pair.substr(0, equals));
        auto value = decoded(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !value || name->empty() || name->size() > limits.name_bytes) return {};
        if (values.size() == limits.count) return {};
        values.add(std::move(*name), std::move(*value));
    }
    return values;
}

std::optional<std::string> percent_decoded(std::string_view text)
{
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain.push_back(text[i]);
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = hex_digit(text[i + 1]);
        const int low = hex_digit(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        plain.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    return plain;
}

} // namespace web
