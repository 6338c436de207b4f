// The frame of every page: who is signed in, where they are, and that a demonstration is one.
#pragma once

#include "site/site.h"
#include "web/layout.h"
#include "web/request.h"
#include "web/response.h"

namespace site {

/// Under which item of the navigation a page lies.
enum class Place { none, my_work, find, record };

struct PageParts {
    std::string title;
    Place place = Place::none;
    std::string child = {};
    std::optional<web::BackLink> back = {};
    std::optional<web::ChildHeader> header = {};
    std::optional<web::SubNavigation> sections = {};
    web::Html notice = {};
    web::Outcome outcome = web::Outcome::plain;
    int status = 200;
};

web::Response show(const Site& site, const web::Request& request, const PageParts& parts,
                   const web::Html& main);

} // namespace site
