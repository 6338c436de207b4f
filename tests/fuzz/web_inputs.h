// What the web fuzz targets do with their bytes, apart from libFuzzer so that the ordinary tests
// can replay the corpus. Each throws base::CheckFailed when something that must always hold does
// not.
#pragma once

#include <string_view>

namespace fuzz {

/// A request as it comes from the socket: head, then body.
void web_head(std::string_view bytes);

/// The body of an urlencoded form, or a query.
void web_form(std::string_view bytes);

/// A multipart body with the boundary `x`; its first byte says in what pieces it arrives.
void web_multipart(std::string_view bytes);

/// A Cookie header.
void web_cookies(std::string_view bytes);

/// A request's target, an address to link to, or a Content-Type with a boundary.
void web_target(std::string_view bytes);

} // namespace fuzz
