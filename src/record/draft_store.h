// Where drafts are kept: sealed, and found by their writer.
#pragma once

#include "record/draft.h"
#include "store/database.h"

#include <optional>
#include <vector>

namespace record {

struct StoredDraft {
    DraftId id;
    base::StaffId writer;
    std::string form;
    std::int64_t version = 0;
    base::Instant saved;
    base::Bytes sealed;
    std::vector<base::RecordId> records;
};

void insert_draft(store::Writer& writer, base::PartnershipId partnership, const StoredDraft& draft);

/// Puts the draft in the place of its version before. False when that version is not there.
bool replace_draft(store::Writer& writer, base::PartnershipId partnership,
                   const StoredDraft& draft);

std::optional<StoredDraft> find_draft(store::Reader& reader, base::PartnershipId partnership,
                                      DraftId id);

/// Without what was typed; newest first.
std::vector<DraftSummary> list_drafts(store::Reader& reader, base::PartnershipId partnership,
                                      base::StaffId writer);

/// Nothing happens when the draft is gone, or somebody else's.
void delete_own_draft(store::Writer& writer, base::PartnershipId partnership, DraftId id,
                      base::StaffId writer_id);

} // namespace record
