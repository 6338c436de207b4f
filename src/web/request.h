// One request as a handler sees it: already checked, decoded, admitted and guarded.
#pragma once

#include "base/errors.h"
#include "base/json.h"
#include "web/headers.h"
#include "web/values.h"

#include <any>
#include <string>
#include <string_view>
#include <vector>

namespace web {

enum class Method {
    get,
    head, ///< never reaches a handler as such: a HEAD request runs the route's GET handler
    post,
    put,
    patch,
    remove, ///< DELETE, which C++ keeps for itself
};

/// `GET`, `POST`, …
std::string_view to_word(Method method);

/// True for the methods that may change something.
bool changes_state(Method method);

/// A file that came in a multipart form and was kept in memory.
struct Upload {
    std::string field;
    std::string file_name;    ///< as the browser sent it: to show, never to open
    std::string content_type; ///< as the browser sent it: not to be believed
    std::string content;
};

struct Request {
    // Known before the body is read: what the authentication hook may look at.
    Method method = Method::get;
    std::string path;  ///< decoded and without tricks; no query
    Values parameters; ///< from the route's pattern
    Values query;
    Headers headers;
    Values cookies;
    std::string id;    ///< the request's own number: in the log, and shown as the reference
    std::string peer;  ///< the other side's address, without the port
    std::string route; ///< the route's name

    // From the authentication hook.
    std::any identity;
    std::string form_token; ///< for the hidden field `form_token`; empty without a session

    // Known when the handler runs.
    Values form;
    std::vector<Upload> uploads;
    std::string body; ///< of a JSON or bytes route, as sent

    /// The parameter that the route's pattern names. Throws base::CheckFailed when it names none.
    const std::string& parameter(std::string_view name) const { return required(name); }

    /// The parameter as an id, for example `request.parameter<base::RecordId>("record")`. Throws
    /// base::NotFound when it is no such id.
    template <typename IdType> IdType parameter(std::string_view name) const
    {
        const auto parsed = IdType::parse(required(name));
        if (!parsed) throw base::NotFound{"no such id"};
        return *parsed;
    }

    std::string_view header(std::string_view name) const { return headers.one(name); }
    std::string_view cookie(std::string_view name) const { return cookies.one(name); }

    /// What the authentication hook put there. Throws base::CheckFailed when it is another type,
    /// which means that the route needs a session and does not say so.
    template <typename Type> const Type& identity_as() const
    {
        const Type* const found = std::any_cast<Type>(&identity);
        base::check(found != nullptr, "the request has no such identity");
        return *found;
    }

    /// Null when nobody is signed in.
    template <typename Type> const Type* identity_if() const
    {
        return std::any_cast<Type>(&identity);
    }

    /// The body read as JSON. Throws base::BadRequest when it is not.
    base::json::value json() const;

    /// True when the answer is to be a page rather than JSON.
    bool wants_page() const;

    /// The token of an `Authorization: Bearer` header; empty without one.
    std::string_view bearer_token() const;

private:
    const std::string& required(std::string_view name) const;
};

} // namespace web
