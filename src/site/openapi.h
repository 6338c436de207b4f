// The description of the JSON API as OpenAPI 3.1, made from the operations and the manual's forms.
#pragma once

#include "base/json.h"
#include "manual/manual.h"
#include "site/api.h"

#include <span>

namespace site {

base::json::object openapi(const manual::Manual& manual, std::span<const ApiOperation> operations);

} // namespace site
