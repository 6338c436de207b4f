// The page on which an event is written: the children it concerns, what is shared by all of them,
// and each child's own part (REC-1). One page, whatever the form.
#pragma once

#include "person/child.h"
#include "record/draft.h"
#include "record/pages/field_view.h"
#include "site/frame.h"

#include <vector>

namespace record {

struct FormPage {
    const manual::Form& form;
    DraftId draft;
    std::int64_t version = 0; ///< 0: nothing is saved yet
    std::optional<base::Instant> saved = {};
    const Typed& typed;
    const std::vector<person::Child>& children; ///< who may be ticked
    const EventErrors& errors;
    manual::Timeliness recorded = manual::Timeliness::in_time;
    std::string more = {};
    web::Html above = {}; ///< what is to be read before writing
};

web::Response show_form(const site::Site& site, const web::Request& request, const FormPage& page);

} // namespace record
