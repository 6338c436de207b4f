#include "site/api.h"

#include "base/errors.h"
#include "base/sha256.h"
#include "site/openapi.h"
#include "site/openapi_schemas.h"

namespace site {

namespace {

constexpr std::string_view prefix = "/api/v1";
constexpr std::size_t longest_body = 2U << 20U;

} // namespace

void Api::add(ApiOperation operation, Handler handler)
{
    m_router.add({
        .method = operation.method,
        .pattern = std::string{prefix} + std::string{operation.pattern},
        .name = "api." + std::string{operation.name},
        .needs = operation.needs,
        .takes = operation.takes.empty() ? web::Takes::nothing : web::Takes::json,
        .body_limit = longest_body,
        .handler = std::move(handler),
    });
    m_operations.push_back(std::move(operation));
}

void Api::add_description()
{
    add({.pattern = "/openapi.json",
         .name = "describe",
         .summary = "This description",
         .gives = "Description",
         .needs = web::Needs::nothing},
        // The operations are copied: the router outlives this object.
        [&site = m_site, operations = m_operations](web::Request&) {
            return web::json_response(openapi(site.desk.manual_now(), operations));
        });
}

std::string idempotency_key(const web::Request& request)
{
    const std::string_view key = request.header("idempotency-key");
    if (key.empty() || key.size() > 100) {
        throw base::BadRequest{"Send an Idempotency-Key header of 1 to 100 characters. Send the "
                               "same one when you repeat the same request."};
    }
    // Keys are kept in clear and for ever, and a caller may have put a name into one.
    const base::Digest hashed = base::sha256(base::view_bytes(key));
    return "api " + viewer_of(request).staff().text() + " " + base::to_hex(hashed);
}

base::json::object body_object(const web::Request& request, std::string_view schema)
{
    base::json::value body = request.json();
    if (!body.is_object()) throw base::BadRequest{"Send a JSON object."};
    require_described(body, schema);
    return std::move(body.get_object());
}

std::string_view required_text(const base::json::object& members, std::string_view name)
{
    const std::string_view text = base::text_member(members, name);
    if (text.empty()) throw base::BadRequest{"Give " + std::string{name} + " as text."};
    return text;
}

const base::json::object& required_object(const base::json::object& members, std::string_view name)
{
    const auto* const member = base::object_member(members, name);
    if (member == nullptr) throw base::BadRequest{"Give " + std::string{name} + " as an object."};
    return *member;
}

} // namespace site
