// What an operation on records works with, handed in once when the program starts.
#pragma once

#include "access/trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "ledger/ledger.h"
#include "manual/library.h"
#include "seal/key_store.h"
#include "store/database.h"

#include <string>

namespace record {

namespace access = heed::access;

struct Desk {
    base::PartnershipId partnership;
    std::string manual_id; ///< the partnership's manual, for example `rotherham`
    store::Database& data;
    seal::KeyStore& keys;
    ledger::Ledger& ledger;
    access::Trail& trail;
    const manual::Library& manuals;
    const base::Clock& clock;
    base::Random& random;

    /// The civil day in the United Kingdom now.
    base::Date today() const { return base::uk_date(clock.now()); }

    /// The manual in force today.
    const manual::Manual& manual_now() const { return manuals.in_force(manual_id, today()); }
};

} // namespace record
