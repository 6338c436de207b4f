// An event as it is about to be signed: what is shared by all the children it concerns, and a part
// for each child. The rules that decide whether it is complete (REC-5, REC-13, CHD-2) live here and
// in the manual.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "ledger/header.h"
#include "manual/answers.h"
#include "manual/manual.h"

#include <optional>
#include <string>
#include <vector>

namespace record {

/// One child's part of an event.
struct EventPart {
    base::RecordId record;
    manual::Answers answers;
};

struct Event {
    std::string form;
    manual::Answers shared;
    std::vector<EventPart> parts;
    std::optional<std::uint64_t> corrects =
        {}; ///< a correction's: the entry's number in the record
};

/// Something that keeps an event from being signed. `record` is empty when it is about the part
/// that all children share; `field` is empty when it is about no question. The message may hold
/// `{child}`: see manual::with_child.
struct EventError {
    std::optional<base::RecordId> record;
    std::string field;
    std::string message;
};

using EventErrors = std::vector<EventError>;

/// Whether people fill the form in and sign it; what is imported and allocations are made
/// otherwise.
bool is_filled_in(const manual::Form& form);

/// When the event happened, by the form's own questions. Empty when the day is missing; the day of
/// `now` for a form that does not ask.
std::optional<manual::When> happened(const manual::Form& form, const manual::Answers& shared,
                                     base::Instant now);

ledger::Occurred to_occurred(const manual::When& when);

/// Whether the event, signed at `now`, is recorded late by the manual. In time while the day is
/// missing.
manual::Timeliness timeliness(const manual::Manual& manual, const manual::Form& form,
                              const manual::Answers& shared, base::Instant now);

/// Puts `corrects` into the answer to the form's own question for it, which no person is asked.
void answer_what_is_corrected(const manual::Form& form, Event& event);

/// Everything that keeps the event from being signed at `now`, in the order of the form: the shared
/// part first, then each child's. Empty when it is complete (REC-5).
EventErrors check_event(const manual::Manual& manual, const manual::Form& form, const Event& event,
                        base::Instant now);

} // namespace record
