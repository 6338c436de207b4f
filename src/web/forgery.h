// Refuses requests that another site made a browser send (cross-site request forgery).
#pragma once

#include "base/bytes.h"
#include "web/request.h"

#include <array>
#include <string>
#include <string_view>

namespace web {

/// What the request's own headers say of where it came from.
enum class Origin {
    own,     ///< this site, or the person themselves
    foreign, ///< another site, or nothing that says
};

/// Sec-Fetch-Site where the browser sends it, otherwise Origin, which must then be there and be
/// exactly `own_origin` (`https://host:port`).
Origin origin_of_change(const Request& request, std::string_view own_origin);

/// For requests that change nothing: another site may link to a page, and may do nothing else.
Origin origin_of_read(const Request& request);

/// The name of the hidden field and of the header that carry a form token.
inline constexpr std::string_view form_token_field = "form_token";
inline constexpr std::string_view form_token_header = "x-form-token";

/// Sent by the script that saves while somebody types. A form cannot send a header, and another
/// site's script is refused by the browser.
inline constexpr std::string_view autosave_header = "x-heed-autosave";

/// Tokens that bind a form to one session. Each one handed out looks different, so that compression
/// cannot be made to give it away.
class FormTokens {
public:
    using Key = std::array<std::uint8_t, 32>;

    explicit FormTokens(const Key& key) : m_key{key} {}

    /// `session` is anything secret and fixed for the session's life.
    std::string make(std::string_view session) const;
    bool holds(std::string_view token, std::string_view session) const;

private:
    Key code(std::string_view session) const;

    Key m_key;
};

} // namespace web
