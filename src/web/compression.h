// gzip: for pages as they are sent and for assets once at start.
#pragma once

#include "web/request.h"
#include "web/response.h"

#include <string>
#include <string_view>

namespace web {

/// `level` from 1, quick, to 9, small.
std::string gzip(std::string_view content, int level);

/// True when the request's Accept-Encoding lets the answer be gzip.
bool accepts_gzip(const Request& request);

/// Compresses the body where that is worth it and the request lets it. Form tokens are masked anew
/// for each answer, so a compressed page's length gives nothing of them away.
void compress_for(const Request& request, Response& response);

} // namespace web
