// Who is let in: the session cookie or the API token of a request, and what happens to work that
// was typed while a session ran out.
#pragma once

#include "site/site.h"
#include "web/server.h"

namespace site {

/// The hook that the server asks before it reads a body.
web::Admission admit(Site& site, const web::Request& request);

/// Keeps what was typed for its owner when the session has run out, as a draft that is there again
/// after signing in, and says so.
web::Response park(Site& site, web::Request& request);

} // namespace site
