#include "web/cookies.h"

#include "base/errors.h"
#include "base/text.h"

#include <algorithm>
#include <set>

namespace web {

namespace {

constexpr std::string_view prefix = "__Host-";

bool is_cookie_name(std::string_view text)
{
    constexpr std::string_view separators = "()<>@,;:\\\"/[]?={}";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return c > ' ' && c < 0x7F && separators.find(c) == std::string_view::npos;
    });
}

bool is_cookie_value(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
    });
}

} // namespace

std::string to_set_cookie(const Cookie& cookie)
{
    base::check(is_cookie_name(cookie.name), "a cookie's name");
    base::check(is_cookie_value(cookie.value), "a cookie's value");
    std::string text{prefix};
    text += cookie.name + "=" + cookie.value + "; Path=/; Secure; HttpOnly; SameSite=";
    text += cookie.same_site == SameSite::lax ? "Lax" : "Strict";
    if (cookie.max_age) text += "; Max-Age=" + std::to_string(cookie.max_age->count());
    return text;
}

std::string to_forget_cookie(std::string_view name)
{
    return to_set_cookie(
        {.name = std::string{name}, .value = "", .max_age = std::chrono::seconds{0}});
}

Values parse_cookies(std::string_view header)
{
    Values found;
    std::set<std::string_view> seen;
    std::set<std::string_view> repeated;
    for (const std::string_view part : base::split(header, ';')) {
        const std::string_view pair = base::trim(part);
        const std::size_t equals = pair.find('=');
        // Other programs on this host may have set anything, so what is odd is no reason to refuse.
        if (equals == std::string_view::npos || !pair.starts_with(prefix)) continue;
        const std::string_view name = pair.substr(0, equals);
        const std::string_view value = pair.substr(equals + 1);
        if (name == prefix || !is_cookie_name(name) || !is_cookie_value(value)) continue;
        if (!seen.insert(name).second) repeated.insert(name);
        found.add(std::string{name.substr(prefix.size())}, std::string{value});
    }
    if (repeated.empty()) return found;
    Values single;
    for (const auto& [name, value] : found.pairs()) {
        if (!repeated.contains(std::string{prefix} + name)) single.add(name, value);
    }
    return single;
}

} // namespace web
