// The headers that every answer carries, errors included.
#pragma once

#include "web/response.h"

#include <string_view>

namespace web {

enum class Encrypted { no, yes };

/// What pages may load and run: files of this site, and nothing written into the page itself.
std::string_view content_security_policy();

/// Where browsers tell what the policy kept them from, and the path that the policy names.
inline constexpr std::string_view policy_report_path = "/policy-reports";

/// Which part of our own policy a browser's report is about: `script-src`. `other` for a report of
/// anything else. Nothing else of a report may be kept: it holds addresses, and so what was read.
std::string_view violated_directive(std::string_view report);

/// Adds what is not there yet. A handler may tighten a header, as a download does with its policy;
/// only a file named by its hash may be kept by the browser.
void add_security_headers(Response& response, Encrypted encrypted);

} // namespace web
