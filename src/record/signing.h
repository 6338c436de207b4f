// Signing: an event becomes one entry on each child's record, all in one commit (REC-1, REC-5,
// REC-12, REC-13); corrections, which point at what they correct and change nothing (REC-15); and
// the opening of a record.
#pragma once

#include "access/allocation.h"
#include "access/viewer.h"
#include "base/result.h"
#include "record/desk.h"
#include "record/draft.h"
#include "record/entry.h"
#include "record/event.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace record {

struct SignedPart {
    base::RecordId record;
    std::uint64_t sequence = 0;
};

struct SignedEvent {
    base::EventId event;
    std::vector<SignedPart> parts; ///< in the order of the event's parts
};

using SignResult = base::Result<SignedEvent, EventErrors>;

struct SignRequest {
    Event event;
    std::string idempotency_key; ///< chosen by whoever asks; the same key never signs twice
    std::optional<DraftVersion> draft = {}; ///< what is signed; thrown away in the same commit
};

/// Signs for the viewer, now; an event with `corrects` is a correction. Throws NotFound when a
/// child's record is not open to the viewer or there is no such entry to correct, Forbidden when
/// the viewer's role may not sign this form, and Conflict when the draft is not there in this
/// version any more or the key was used for another event.
SignResult sign(Desk& desk, const access::Viewer& viewer, const SignRequest& request);

/// The key under which this person's draft is signed, once.
std::string signing_key(const access::Viewer& viewer, DraftId draft);

/// What was signed out of this person's draft; empty when nothing was.
std::optional<SignedEvent> signed_from(const Desk& desk, store::Reader& reader,
                                       const access::Viewer& viewer, DraftId draft);

struct CorrectionRequest {
    base::RecordId record;
    std::uint64_t corrects = 0; ///< the number, in this record, of the entry that was wrong
    manual::Answers answers;    ///< to the manual's correction form
    std::string idempotency_key;
};

/// Signs a correction onto the record. Throws NotFound when there is no such entry.
SignResult correct(Desk& desk, const access::Viewer& viewer, const CorrectionRequest& request);

struct OpeningRequest {
    manual::Answers details; ///< to the manual's form for the child's details
    access::TeamId team;     ///< whose work the record is from now on
    std::optional<base::StaffId> worker;
    std::string idempotency_key;
};

/// Opens a record: the child's details and the first allocation are its first two entries.
SignResult open_record(Desk& desk, const access::Directory& directory, const access::Viewer& viewer,
                       const OpeningRequest& request);

struct AllocationRequest {
    base::RecordId record;
    access::TeamId team;
    std::optional<base::StaffId> worker;
    std::string idempotency_key;
};

/// Gives the record to a team and a worker. Throws Forbidden unless the viewer may allocate.
SignResult allocate(Desk& desk, const access::Directory& directory, const access::Viewer& viewer,
                    const AllocationRequest& request);

/// The stored form of a SignedEvent, as the idempotency key remembers it.
std::string to_text(const SignedEvent& event);
SignedEvent parse_signed_event(std::string_view text);

} // namespace record
