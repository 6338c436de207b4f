// My work: the visits that are due, soonest first, and the drafts not yet signed. A visit with a
// draft leads to it.
#pragma once

#include "site/site.h"
#include "web/router.h"

namespace pathway {

void add_my_work_page(web::Router& router, site::Site& site);

} // namespace pathway
