// Signing in and out, and a person's own account page.
#pragma once

#include "site/site.h"
#include "web/router.h"

namespace site {

void add_sign_in_pages(web::Router& router, Site& site);

} // namespace site
