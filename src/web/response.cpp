#include "web/response.h"

#include "base/errors.h"

#include <algorithm>
#include <array>
#include <utility>

namespace web {

namespace {

constexpr std::array<std::pair<int, std::string_view>, 29> phrases{{
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
}};

/// A file name for old browsers: what could end the quoted text becomes a low line.
std::string plain_file_name(std::string_view name)
{
    std::string plain;
    for (const char c : name) {
        const bool fits = c >= ' ' && c < 0x7F && c != '"' && c != '\\' && c != '/' && c != '%';
        plain.push_back(fits ? c : '_');
    }
    return plain;
}

} // namespace

Response& Response::with_header(std::string_view name, std::string_view value)
{
    headers.set(name, value);
    return *this;
}

Response& Response::with_cookie(const Cookie& cookie)
{
    headers.add("Set-Cookie", to_set_cookie(cookie));
    return *this;
}

Response& Response::without_cookie(std::string_view name)
{
    headers.add("Set-Cookie", to_forget_cookie(name));
    return *this;
}

std::string_view reason_phrase(int status)
{
    if (status == 505) return "HTTP Version Not Supported";
    for (const auto& [code, phrase] : phrases) {
        if (code == status) return phrase;
    }
    return "Unknown";
}

Response html_page(Html page, int status)
{
    Response response{.status = status, .body = std::move(page).take()};
    response.with_header("Content-Type", "text/html; charset=utf-8");
    return response;
}

Response json_response(const base::json::value& value, int status)
{
    Response response{.status = status, .body = base::to_text(value)};
    response.with_header("Content-Type", "application/json");
    return response;
}

Response problem(int status, std::string_view detail, std::string_view reference,
                 base::json::object more)
{
    base::json::object object = std::move(more);
    object["type"] = "about:blank";
    object["title"] = reason_phrase(status);
    object["status"] = status;
    if (!detail.empty()) object["detail"] = detail;
    object["reference"] = reference;
    Response response = json_response(object, status);
    response.with_header("Content-Type", "application/problem+json");
    return response;
}

Response plain_text(std::string text, int status)
{
    Response response{.status = status, .body = std::move(text)};
    response.with_header("Content-Type", "text/plain; charset=utf-8");
    return response;
}

Response see_other(const Url& place)
{
    base::check(place.text().starts_with('/'), "a redirect stays on this site");
    Response response{.status = 303};
    response.with_header("Location", place.text());
    return response;
}

Response no_content()
{
    return {.status = 204};
}

Response download(Download file)
{
    Response response{.body = std::move(file.content)};
    response.with_header("Content-Type", file.content_type);
    response.with_header("Content-Disposition",
                         "attachment; filename=\"" + plain_file_name(file.file_name) +
                             "\"; filename*=UTF-8''" + percent_encoded(file.file_name));
    response.with_header("Content-Security-Policy", "default-src 'none'; sandbox");
    return response;
}

} // namespace web
