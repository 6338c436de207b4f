// The table of what is due on each record.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "store/database.h"

#include <optional>
#include <string>

namespace pathway {

struct DueStep {
    base::RecordId record;
    std::string timescale; ///< its id in the manual
    base::Date since;
    base::Date due_on;
};

/// Takes the place of an earlier one of the same timescale.
void write_due_step(store::Writer& writer, base::PartnershipId partnership, const DueStep& step);

std::vector<DueStep> due_steps_of(store::Reader& reader, base::PartnershipId partnership,
                                  base::RecordId record);

} // namespace pathway
