// What is due, in the JSON API.
#pragma once

#include "site/api.h"

namespace pathway {

void add_pathway_api(site::Api& api);

} // namespace pathway
