// Which team, and which worker, a record is with. Derived from the signed `allocation` entries.
#pragma once

#include "access/directory.h"
#include "ledger/ledger.h"

#include <optional>
#include <vector>

namespace heed::access {

struct Allocation {
    base::RecordId record;
    TeamId team;
    std::optional<base::StaffId> worker;
    base::Date from;
    std::uint64_t sequence = 0; ///< of the entry that made it
};

/// Applies entries of the kind or the form `allocation`: `payload.answers` holds `team` (a team's
/// id), `from` (a date) and, when one is named, `worker` (a person's id). An entry without them is
/// a CheckFailed: whoever signs it checks first.
ledger::Projection allocation_projection(base::PartnershipId partnership);

// An allocation stands until one signed later takes its place: on the later one's own `from`, or at
// once when the later one begins no later than the earlier. So at most one that stands is in force;
// the others are still to come.

/// Those that stand on `today`, by their `from`: the one in force first, when there is one.
std::vector<Allocation> allocations_of(store::Reader& reader, base::PartnershipId partnership,
                                       base::RecordId record, base::Date today);

/// The allocation in force on `today`; the next coming one when none is in force yet.
std::optional<Allocation> allocation_of(store::Reader& reader, base::PartnershipId partnership,
                                        base::RecordId record, base::Date today);

/// Those that stand on `today` and name this worker, by their `from`; a coming one's is after
/// `today`.
std::vector<Allocation> allocations_to_worker(store::Reader& reader,
                                              base::PartnershipId partnership, base::StaffId worker,
                                              base::Date today);
std::vector<Allocation> allocations_to_team(store::Reader& reader, base::PartnershipId partnership,
                                            TeamId team, base::Date today);

} // namespace heed::access
