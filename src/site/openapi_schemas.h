// The shapes that the JSON API takes and gives, as JSON Schema.
#pragma once

#include "base/json.h"

#include <string_view>

namespace site {

/// By name. The shapes of the manual's forms are not among them: see openapi.h.
const base::json::object& api_schemas();

/// Throws BadRequest when the value, or an object within it, has a member that the schema of this
/// name leaves out: a word that was misspelt must not be passed over. Types are not looked at.
void require_described(const base::json::value& value, std::string_view schema);

} // namespace site
