// Who is asking, and the forms that there are, in the JSON API.
#pragma once

#include "site/api.h"

namespace site {

void add_site_api(Api& api);

} // namespace site
