#include "web/headers.h"

#include "base/errors.h"

#include <algorithm>

namespace web {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_token(std::string_view text)
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
               marks.find(c) != std::string_view::npos;
    });
}

bool is_field_value(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
    });
}

} // namespace

bool equal_ignoring_case(std::string_view left, std::string_view right)
{
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

std::string to_lower(std::string_view text)
{
    std::string lowered{text};
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
    return lowered;
}

void Headers::add(std::string_view name, std::string_view value)
{
    base::check(is_token(name), "a header's name");
    base::check(is_field_value(value), "a header's value");
    m_pairs.emplace_back(name, value);
}

void Headers::set(std::string_view name, std::string_view value)
{
    remove(name);
    add(name, value);
}

void Headers::remove(std::string_view name)
{
    std::erase_if(m_pairs, [&](const Pair& pair) { return equal_ignoring_case(pair.first, name); });
}

bool Headers::has(std::string_view name) const
{
    return count(name) > 0;
}

std::string_view Headers::one(std::string_view name) const
{
    for (const auto& [other, value] : m_pairs) {
        if (equal_ignoring_case(other, name)) return value;
    }
    return {};
}

std::size_t Headers::count(std::string_view name) const
{
    return static_cast<std::size_t>(
        std::count_if(m_pairs.begin(), m_pairs.end(),
                      [&](const Pair& pair) { return equal_ignoring_case(pair.first, name); }));
}

} // namespace web
