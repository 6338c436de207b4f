// Reading a record: its entries in the order in which things happened, one entry with everything
// that belongs to it, and its proof. Every function asks whether the record is open to the viewer,
// and leaves a note of the read on the trail before it returns.
#pragma once

#include "access/viewer.h"
#include "record/desk.h"
#include "record/entry.h"
#include "record/record_store.h"

#include <string>
#include <vector>

namespace record {

/// An entry with the corrections that point at it (REC-15). Both are shown wherever it is.
struct ReadableEntry {
    SignedEntry entry;
    std::vector<SignedEntry> corrections;
};

struct Chronology {
    std::vector<ReadableEntry> entries; ///< what happened last comes first
    std::size_t skipped = 0;
    std::uint64_t total = 0;
};

Chronology chronology(Desk& desk, const access::Viewer& viewer, base::RecordId record,
                      Window window);

/// Another record that holds an entry of the same event.
struct RelatedEntry {
    base::RecordId record;
    std::uint64_t sequence = 0;
};

struct EntryPage {
    ReadableEntry readable;
    std::uint64_t entries = 0;         ///< how many the record has
    std::vector<RelatedEntry> related; ///< only those that the viewer may open
};

/// Throws NotFound when there is no such entry, in the same words as when the record is closed.
EntryPage entry_page(Desk& desk, const access::Viewer& viewer, base::RecordId record,
                     std::uint64_t sequence);

struct Proof {
    SignedEntry entry;
    ledger::LeafHeader header;
    ledger::Checkpoint checkpoint;
    ledger::InclusionProof inclusion;
    std::string file; ///< to download: docs/ledger-format.md says how to check it
};

Proof proof_of(Desk& desk, const access::Viewer& viewer, base::RecordId record,
               std::uint64_t sequence);

} // namespace record
