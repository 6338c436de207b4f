// The witness's side of the wire: `POST /add-checkpoint`.
#pragma once

#include "web/router.h"
#include "witness/witness.h"

namespace witness {

/// `witness` must live as long as the router's server.
void add_witness_api(web::Router& router, Witness& witness);

} // namespace witness
