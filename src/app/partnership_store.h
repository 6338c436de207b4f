// Which partnership an installation belongs to.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "store/database.h"

#include <optional>
#include <string>

namespace app {

struct Partnership {
    base::PartnershipId id;
    std::string name;
    std::string manual; ///< the id of its manual
    std::string origin; ///< the name of its ledger, a URL without its scheme
};

void write_partnership(store::Writer& writer, const Partnership& partnership,
                       base::Instant created);

/// Empty before the installation has been set up.
std::optional<Partnership> find_partnership(store::Reader& reader);

} // namespace app
