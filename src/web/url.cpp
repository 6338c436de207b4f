#include "web/url.h"

#include "base/errors.h"

namespace web {
namespace {

bool is_plain(std::string_view text)
{
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7f || c == '\\' || c == '"' || c == '<' || c == '>') {
            return false;
        }
    }
    return true;
}

bool stays_here(std::string_view path)
{
    if (path.empty() || !is_plain(path)) return false;
    if (path.front() == '#' || path.front() == '?') return true;
    return path.front() == '/' && !path.starts_with("//");
}

/// The text before the place, and the place with its `#`.
std::pair<std::string, std::string> parted(const std::string& text)
{
    const std::size_t place = text.find('#');
    if (place == std::string::npos) return {text, {}};
    return {text.substr(0, place), text.substr(place)};
}

} // namespace

std::string percent_encoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4U];
            encoded += digits[byte & 15U];
        }
    }
    return encoded;
}

Url::Url(std::string_view path) : m_text{path}
{
    base::check(stays_here(path), "a link that leaves this service must say so");
}

std::optional<Url> Url::parse(std::string_view path)
{
    if (!stays_here(path)) return std::nullopt;
    return Url{Checked{}, std::string{path}};
}

Url Url::elsewhere(std::string_view address)
{
    base::check(address.starts_with("https://") && address.size() > 8 && is_plain(address),
                "a link to another site is an https address");
    return Url{Checked{}, std::string{address}};
}

Url Url::telephone(std::string_view number)
{
    std::string text = "tel:";
    for (const char c : number) {
        const bool known = (c >= '0' && c <= '9') || c == ' ' || (c == '+' && text.size() == 4);
        base::check(known, "a telephone number is digits");
        if (c != ' ') text += c;
    }
    base::check(text.size() > 4, "a telephone number has digits");
    return Url{Checked{}, std::move(text)};
}

Url Url::place(std::string_view id)
{
    return Url{Checked{}, "#" + percent_encoded(id)};
}

Url Url::operator/(std::string_view segment) const
{
    base::check(m_text.find_first_of("?#") == std::string::npos, "a path ends before its query");
    // A segment of dots would be read by a browser as a way up.
    base::check(!segment.empty() && segment != "." && segment != "..", "a path segment has a name");
    std::string text = m_text;
    if (text.back() != '/') text += '/';
    return Url{Checked{}, text + percent_encoded(segment)};
}

Url Url::with_query(std::string_view name, std::string_view value) const
{
    auto [text, place] = parted(m_text);
    text += text.find('?') == std::string::npos ? '?' : '&';
    text += percent_encoded(name) + '=' + percent_encoded(value);
    return Url{Checked{}, text + place};
}

Url Url::with_place(std::string_view id) const
{
    return Url{Checked{}, parted(m_text).first + "#" + percent_encoded(id)};
}

} // namespace web
