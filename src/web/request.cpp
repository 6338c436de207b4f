#include "web/request.h"

#include "base/text.h"

#include <algorithm>

namespace web {

std::string_view to_word(Method method)
{
    switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::remove: return "DELETE";
    }
    return "GET";
}

bool changes_state(Method method)
{
    return method != Method::get && method != Method::head;
}

const std::string& Request::required(std::string_view name) const
{
    base::check(parameters.has(name), "the route's pattern names no such parameter");
    return parameters.one(name);
}

base::json::value Request::json() const
{
    auto value = base::parse_json(body);
    if (!value) throw base::BadRequest{value.error()};
    return *std::move(value);
}

bool Request::wants_page() const
{
    if (header("sec-fetch-mode") == "navigate") return true;
    const std::string accept = to_lower(header("accept"));
    return accept.find("text/html") != std::string::npos;
}

std::string_view Request::bearer_token() const
{
    constexpr std::string_view scheme = "bearer ";
    const std::string_view value = header("authorization");
    if (!equal_ignoring_case(value.substr(0, scheme.size()), scheme)) return {};
    return base::trim(value.substr(scheme.size()));
}

} // namespace web
