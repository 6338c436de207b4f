// A child's record: the story so far, the chronology, and finding a child.
#pragma once

#include "site/site.h"
#include "web/router.h"

namespace person {

void add_child_pages(web::Router& router, site::Site& site);

} // namespace person
