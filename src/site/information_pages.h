// Help, accessibility, privacy and about: the same for everybody, signed in or not. And the page
// that an error becomes.
#pragma once

#include "site/site.h"
#include "web/router.h"

namespace site {

void add_information_pages(web::Router& router, Site& site);

/// What went wrong in plain words, what to do, and the reference to give. It says nothing of what
/// was asked for.
web::Response error_page(const Site& site, const web::Request& request, int status);

} // namespace site
