#include "witness/witness_api.h"

namespace witness {

namespace {

/// A note may have several signatures of a few hundred bytes; everything else is below 4 KiB.
constexpr std::size_t body_limit = 64 * 1024;

web::Response to_response(const Reply& reply)
{
    web::Response response = web::plain_text(reply.body, reply.status);
    if (reply.status == 409) response.with_header("Content-Type", "text/x.tlog.size");
    return response;
}

} // namespace

void add_witness_api(web::Router& router, Witness& witness)
{
    router.add({.method = web::Method::post,
                .pattern = "/add-checkpoint",
                .name = "add-checkpoint",
                .needs = web::Needs::nothing,
                .takes = web::Takes::bytes,
                .body_limit = body_limit,
                .handler =
                    [&witness](web::Request& request) {
                        return to_response(witness.add_checkpoint(request.body));
                    },
                .proof = web::Proof::signed_body});
}

} // namespace witness
