// What pages and the API work with: the desk of records, the people who work here, their sessions,
// and how this partnership is called.
#pragma once

#include "access/api_token.h"
#include "access/directory.h"
#include "access/session.h"
#include "access/sign_in.h"
#include "record/desk.h"
#include "web/request.h"

#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace site {

namespace access = heed::access;

struct Site {
    std::string partnership_name;
    record::Desk& desk;
    const access::Directory& directory;
    access::Viewers& viewers;
    access::Sessions& sessions;
    access::ApiTokens& api_tokens;
    access::SignIn& sign_in;
    bool demonstration = false;
};

/// Who sent a request, as the authentication hook found them.
struct Identity {
    access::Viewer viewer;
};

/// The viewer who sent this request. The route must need a session or the API.
const access::Viewer& viewer_of(const web::Request& request);

/// Without the `__Host-` that web/ puts before every cookie.
inline constexpr std::string_view session_cookie = "heed-session";
inline constexpr std::string_view device_cookie = "heed-device";

} // namespace site
