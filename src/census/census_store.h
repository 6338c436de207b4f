// The tables that tell what has been imported: which record a child of a return is, and which
// entries are already there.
#pragma once

#include "base/bytes.h"
#include "base/id.h"
#include "store/database.h"

#include <optional>

namespace census {

void write_child(store::Writer& writer, base::PartnershipId partnership, base::ByteView token,
                 base::RecordId record);
void write_entry(store::Writer& writer, base::PartnershipId partnership, base::ByteView token,
                 base::RecordId record, std::uint64_t sequence);

std::optional<base::RecordId> find_child(store::Reader& reader, base::PartnershipId partnership,
                                         base::ByteView token);
bool has_entry(store::Reader& reader, base::PartnershipId partnership, base::ByteView token);

/// Both tables' queries, for checking that they fit the schema.
std::span<const store::Query> queries();

} // namespace census
