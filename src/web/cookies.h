// Cookies, in and out. What Heed sets is always `__Host-`, Secure, HttpOnly and for the whole site.
#pragma once

#include "web/values.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace web {

enum class SameSite { lax, strict };

/// Browsers keep a `__Host-` cookie from plain HTTP only on loopback, where the demonstration runs.
struct Cookie {
    std::string name; ///< without the `__Host-` prefix
    std::string value;
    std::optional<std::chrono::seconds> max_age = {}; ///< without: until the browser is closed
    SameSite same_site = SameSite::lax;
};

/// The text of a `Set-Cookie` header. Throws base::CheckFailed when name or value hold a character
/// that a cookie cannot.
std::string to_set_cookie(const Cookie& cookie);
/// The header that makes the browser forget the cookie.
std::string to_forget_cookie(std::string_view name);

/// Reads a `Cookie` header. Only `__Host-` cookies are kept, under their name without the prefix:
/// no other name could have been set by Heed alone. What is malformed is left out, and so is a name
/// that stands twice, both times.
Values parse_cookies(std::string_view header);

} // namespace web
