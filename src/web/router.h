// Which handler answers which method and path, and what each needs before its handler runs.
#pragma once

#include "web/multipart.h"
#include "web/request.h"
#include "web/response.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace web {

/// Who may come in. A refusal is answered before a byte of the body is read.
enum class Needs {
    nothing,        ///< anybody; the authentication hook is not asked
    session_if_any, ///< the hook is asked, and a refusal is no obstacle
    session,        ///< a page: without a session, 303 to the sign-in page
    api,            ///< a bearer token or a session: otherwise 401 as JSON
};

/// What the body is. Anything else is refused before it is read.
enum class Takes {
    nothing,
    form,            ///< application/x-www-form-urlencoded, into Request::form
    form_with_files, ///< that or multipart/form-data; files into Request::uploads or the sink
    json,            ///< application/json, into Request::body
    bytes,           ///< any type, into Request::body
};

/// Where a handler runs: `inline_` only for what never waits and takes no time.
enum class Runs { on_worker, inline_ };

/// What proves that a change was meant by the person whose session it is.
enum class Proof {
    form_token,
    /// The token, or the header that only this site's own scripts can send (`autosave_header`): a
    /// page that stayed open keeps the token of a session that has ended.
    form_token_or_script,
    /// The body proves itself, by a signature, to a route that needs nothing: whoever brings it.
    signed_body,
};

using Handler = std::function<Response(Request&)>;

/// Makes the sink that the files of a multipart form are streamed to, after the request was let in.
/// The form's own fields that stand before a file are already in Request::form.
using SinkMaker = std::function<std::unique_ptr<PartSink>(const Request&)>;

struct Route {
    Method method = Method::get;
    std::string pattern; ///< `/records/{record}/entries/{sequence}`: a parameter is one whole part
    std::string name;    ///< for logs and metrics: `record.entry`
    Needs needs = Needs::session;
    Takes takes = Takes::nothing;
    std::size_t body_limit = 256 * 1024; ///< bytes; more is 413
    Handler handler;
    SinkMaker sink = {};
    Runs runs = Runs::on_worker;
    Proof proof = Proof::form_token;
};

class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// Throws base::CheckFailed for a pattern, name or method that was added before or is
    /// malformed.
    void add(Route route);

    struct Match {
        const Route* route = nullptr; ///< null when no route of this method has the path
        Values parameters;
        std::vector<Method> allowed; ///< the methods that do; empty when there is no such path
    };

    /// HEAD finds the route of GET. A fixed part wins over a parameter.
    Match match(Method method, std::string_view path) const;

    const std::vector<std::unique_ptr<Route>>& routes() const { return m_routes; }

private:
    struct Node;
    struct NodeDeleter {
        void operator()(Node* node) const;
    };

    Node& node_for(std::string_view pattern);

    std::vector<std::unique_ptr<Route>> m_routes;
    std::unique_ptr<Node, NodeDeleter> m_root;
};

} // namespace web
