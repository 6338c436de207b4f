// Children and their records in the JSON API.
#pragma once

#include "base/json.h"
#include "person/child.h"
#include "site/api.h"

namespace person {

base::json::object to_json(const Child& child, base::Date today);

void add_person_api(site::Api& api);

} // namespace person
