// What is due, by the manual's timescales (TIM-1): for now, the next visit to each child.
#pragma once

#include "access/viewer.h"
#include "ledger/ledger.h"
#include "manual/library.h"
#include "person/child.h"
#include "record/draft.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pathway {

namespace access = heed::access;

struct DueVisit {
    person::Child child;
    base::Date due_on;
    std::optional<base::Date> last_seen;
    std::string timescale; ///< in plain words: `10 working days`
};

/// A household that is to be visited: its children, the soonest due first.
struct HouseholdVisit {
    base::Date due_on;
    std::vector<DueVisit> children;
};

/// The visits of the children allocated to the viewer, the soonest first. The reads are noted.
std::vector<HouseholdVisit> visits_due(record::Desk& desk, const access::Viewer& viewer);

/// The newest of the drafts of this form that names a child of the household: the visit has been
/// begun.
std::optional<record::DraftSummary> draft_of(const HouseholdVisit& visit, std::string_view form,
                                             const std::vector<record::DraftSummary>& drafts);

/// Fills `due_step`. A visit at which the child was seen starts the next timescale; until the first
/// one, the allocation does.
ledger::Projection projection(const manual::Library& manuals, std::string manual_id,
                              base::PartnershipId partnership);

} // namespace pathway
