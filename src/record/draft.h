// Drafts: what has been typed and not yet signed. A draft is kept as it was typed, even when it is
// not valid, sealed, and seen by its writer only. It is not part of any record until it is signed.
#pragma once

#include "access/viewer.h"
#include "base/result.h"
#include "record/desk.h"
#include "record/typed.h"

#include <optional>
#include <string>
#include <vector>

namespace record {

using DraftId = base::Id<struct DraftTag>;

struct Draft {
    DraftId id;
    std::string form;
    std::int64_t version = 0; ///< goes up by one with each save
    base::Instant saved;
    Typed typed;
};

/// A draft as it was at one time.
struct DraftVersion {
    DraftId id;
    std::int64_t version = 0;
};

/// A line of the list of drafts.
struct DraftSummary {
    DraftId id;
    std::string form;
    std::int64_t version = 0;
    base::Instant saved;
    std::vector<base::RecordId> records;
};

/// A save that came too late: another tab or device saved, signed or threw away the draft first.
/// What was typed is kept as a draft of its own, so nothing is lost.
struct DraftClash {
    DraftId copy;
    bool was_signed = false; ///< what was saved before has been signed, without what came now
};

struct DraftSave {
    DraftId id;               ///< chosen by whoever starts the draft; random
    std::int64_t version = 0; ///< the version that the typing started from; 0 starts a draft
    Typed typed;
};

/// Saves what was typed, valid or not. The same save sent twice is saved once. Throws NotFound when
/// there is such a draft and it is somebody else's, when there is no such form, or when a child's
/// record is not open to the viewer; BadRequest for a form that nobody fills in.
base::Result<Draft, DraftClash> save_draft(Desk& desk, const access::Viewer& viewer,
                                           const DraftSave& save);

/// Throws NotFound when there is no such draft of this person's.
Draft open_draft(Desk& desk, const access::Viewer& viewer, DraftId id);

/// Whether this is a draft of this person's about a record that is not open to them any more.
bool is_closed(Desk& desk, const access::Viewer& viewer, DraftId id);

/// This person's drafts, newest first; at most 200.
std::vector<DraftSummary> drafts_of(Desk& desk, const access::Viewer& viewer);

/// Throws away a draft. Nothing happens when it is gone already.
void discard_draft(Desk& desk, const access::Viewer& viewer, DraftId id);

} // namespace record
