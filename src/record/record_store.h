// The tables derived from entries: which records there are, the order of their entries, and when
// each child was last seen.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "store/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace record {

struct EntryRow {
    base::RecordId record;
    std::uint64_t sequence = 0;
    std::string form; ///< with its version: `visit-to-child-at-home@1`
    base::EventId event;
    std::string occurred; ///< as in the leaf's header; puts entries in order
    base::Instant recorded;
    bool late = false;
    std::optional<std::uint64_t> corrects;
};

struct Contact {
    std::optional<base::Date> last_seen;
    std::optional<base::Date> last_seen_alone;
};

struct Window {
    std::size_t skip = 0;
    std::size_t most = 50;
};

void write_entry(store::Writer& writer, base::PartnershipId partnership, const EntryRow& entry);
void write_contact(store::Writer& writer, base::PartnershipId partnership, base::RecordId record,
                   const Contact& contact);

Contact find_contact(store::Reader& reader, base::PartnershipId partnership, base::RecordId record);

/// How many entries the record has; 0 when there is no such record.
std::uint64_t count_entries(store::Reader& reader, base::PartnershipId partnership,
                            base::RecordId record);

/// By when it happened, latest first; corrections are left out, since they show with what they
/// correct.
std::vector<EntryRow> entries_by_time(store::Reader& reader, base::PartnershipId partnership,
                                      base::RecordId record, Window window);
std::uint64_t count_events(store::Reader& reader, base::PartnershipId partnership,
                           base::RecordId record);

struct CorrectionRow {
    std::uint64_t corrects = 0; ///< the number of the entry that it corrects
    std::uint64_t sequence = 0; ///< its own
};

/// Every correction on the record, in the order in which they were signed.
std::vector<CorrectionRow> corrections_in(store::Reader& reader, base::PartnershipId partnership,
                                          base::RecordId record);

std::optional<EntryRow> find_entry(store::Reader& reader, base::PartnershipId partnership,
                                   base::RecordId record, std::uint64_t sequence);

/// Every entry of the event, on whatever record.
std::vector<EntryRow> entries_of_event(store::Reader& reader, base::PartnershipId partnership,
                                       base::EventId event);

} // namespace record
