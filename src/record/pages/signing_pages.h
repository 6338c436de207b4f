// The second step of writing an event: its answers are checked, then signed.
#pragma once

#include "site/site.h"
#include "web/router.h"

namespace record {

void add_signing_pages(web::Router& router, site::Site& site);

} // namespace record
