// Recording something: the form, its draft, checking the answers, signing.
#pragma once

#include "site/site.h"
#include "web/router.h"

namespace record {

void add_event_pages(web::Router& router, site::Site& site);

} // namespace record
