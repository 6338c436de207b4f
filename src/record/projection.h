// What records derive from entries: their order, and when each child was last seen (CHD-2).
#pragma once

#include "ledger/ledger.h"

namespace record {

/// Fills `record`, `entry` and `contact_with_child`.
ledger::Projection projection(base::PartnershipId partnership);

} // namespace record
