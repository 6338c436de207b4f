// One question of a form as a field of a page: with what was typed, and what is wrong with it.
#pragma once

#include "manual/form.h"
#include "record/event.h"
#include "record/typed.h"
#include "web/html.h"

#include <optional>
#include <string>
#include <string_view>

namespace record {

/// The part of a form that is being shown: the shared one, or one child's.
struct PartView {
    const manual::Form& form;
    const Typed& typed;
    const EventErrors& errors;
    std::string prefix;                   ///< before each field's name
    std::optional<base::RecordId> record; ///< of a child's part
    std::string child;                    ///< the child's first name, for `{child}`
    manual::Timeliness recorded = manual::Timeliness::in_time;
    std::string_view more = {}; ///< the name of a statements question that is to have one more
};

/// Every question of the part, under the headings of the form's sections. A question that is asked
/// only after one certain answer stands with that answer.
web::Html part_fields(const PartView& part, manual::Part which);

/// The id of the question's first control: where a link in the error summary leads.
std::string field_id(std::string_view prefix, std::string_view field);

} // namespace record
