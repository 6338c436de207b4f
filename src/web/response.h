// What a handler answers. Security headers, cookies' attributes, compression and the length are
// added by the server, never by a handler.
#pragma once

#include "base/json.h"
#include "web/cookies.h"
#include "web/headers.h"
#include "web/html.h"
#include "web/url.h"

#include <string>
#include <string_view>

namespace web {

struct Response {
    int status = 200;
    Headers headers;
    std::string body;

    Response& with_header(std::string_view name, std::string_view value);
    Response& with_cookie(const Cookie& cookie);
    Response& without_cookie(std::string_view name);
};

/// The reason phrase of a status, for example `Not Found`.
std::string_view reason_phrase(int status);

/// A page: `page` is a whole document.
Response html_page(Html page, int status = 200);

Response json_response(const base::json::value& value, int status = 200);

/// An error for a program (RFC 9457). `reference` is the request's id; `more` are members that this
/// kind of problem has besides.
Response problem(int status, std::string_view detail, std::string_view reference,
                 base::json::object more = {});

Response plain_text(std::string text, int status = 200);

/// 303: after a form was taken, go and look there. Throws base::CheckFailed unless `place` is a
/// path of this site, so that no request can send a person elsewhere.
Response see_other(const Url& place);

Response no_content();

struct Download {
    std::string file_name;    ///< any text; encoded for the header
    std::string content_type; ///< for example `application/pdf`
    std::string content;
};

/// A file to be saved: always `attachment`, and under a policy that lets it run nothing.
Response download(Download file);

} // namespace web
