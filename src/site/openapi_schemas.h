// The shapes that the JSON API takes and gives, as JSON Schema.
#pragma once

#include "base/json.h"

namespace site {

/// By name. The shapes of the manual's forms are not among them: see openapi.h.
base::json::object api_schemas();

} // namespace site
