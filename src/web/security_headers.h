// The headers that every answer carries, errors included.
#pragma once

#include "web/response.h"

#include <string_view>

namespace web {

enum class Encrypted { no, yes };

/// What pages may load and run: files of this site, and nothing written into the page itself.
std::string_view content_security_policy();

/// Adds what is not there yet. A handler may tighten a header, as a download does with its policy;
/// only a file named by its hash may be kept by the browser.
void add_security_headers(Response& response, Encrypted encrypted);

} // namespace web
