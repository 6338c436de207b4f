// An entry as it was signed, its correction, and its history and proof.
#pragma once

#include "site/site.h"
#include "web/router.h"

namespace record {

void add_entry_pages(web::Router& router, site::Site& site);

} // namespace record
