// The JSON API under /api/v1. Each operation is declared once, with what it takes and gives; the
// route and its description in openapi.json both come from that.
#pragma once

#include "base/json.h"
#include "site/site.h"
#include "web/router.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace site {

struct ApiQuery {
    std::string_view name;
    std::string_view summary;
    std::string_view type = "string";
};

/// Whether an operation changes something. One that does needs an `Idempotency-Key` header.
enum class Effect { none, change };

struct ApiOperation {
    web::Method method = web::Method::get;
    std::string_view pattern; ///< below /api/v1: `/records/{record}`
    std::string_view name;    ///< the operation's id, `openRecord`
    std::string_view summary;
    std::string_view takes = {}; ///< the schema of the body; empty for none
    std::string_view gives = {}; ///< the schema of the answer; empty for none
    Effect effect = Effect::none;
    std::vector<ApiQuery> query = {};
    web::Needs needs = web::Needs::api;
};

class Api {
public:
    using Handler = std::function<web::Response(web::Request&)>;

    Api(web::Router& router, Site& site) : m_router{router}, m_site{site} {}

    Site& site() { return m_site; }

    void add(ApiOperation operation, Handler handler);

    /// Adds /api/v1/openapi.json, which describes what was added before and the manual's forms.
    void add_description();

private:
    web::Router& m_router;
    Site& m_site;
    std::vector<ApiOperation> m_operations;
};

/// The request's `Idempotency-Key`, made its sender's own. Throws BadRequest without one.
std::string idempotency_key(const web::Request& request);

/// The body as a JSON object with no member that the schema of this name leaves out. Throws
/// BadRequest when it is something else.
base::json::object body_object(const web::Request& request, std::string_view schema);

/// A member that must be there and be text. Throws BadRequest.
std::string_view required_text(const base::json::object& members, std::string_view name);

/// A member that must be an object. Throws BadRequest.
const base::json::object& required_object(const base::json::object& members, std::string_view name);

} // namespace site
