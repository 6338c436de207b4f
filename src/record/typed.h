// What was typed into a form, as the browser sent it: names and values in order, nothing judged
// yet. Names are `form`, `children` (once for each child ticked), `corrects` (the number of the
// entry that a correction corrects), `shared.<field>…` and `child.<record>.<field>…`; what follows
// the field's name is in manual/raw_answers.h.
#pragma once

#include "manual/manual.h"
#include "manual/raw_answers.h"
#include "record/event.h"

#include <string>
#include <string_view>
#include <vector>

namespace record {

constexpr std::string_view shared_prefix = "shared.";

/// `child.<record>.`
std::string child_prefix(base::RecordId record);

struct Typed {
    manual::RawAnswers values;

    /// The first value of this name; empty text when there is none.
    std::string_view one(std::string_view name) const;
    void set(std::string_view name, std::string_view value);
    void add(std::string_view name, std::string_view value);

    std::string form() const;
    std::optional<std::uint64_t> corrects() const;
    /// The children ticked, without repeats, in the order they were sent.
    std::vector<base::RecordId> children() const;
};

/// Something that was typed and is not part of the event: an answer to a question that is not asked
/// after what was chosen, or a whole part (no field) of a child who is not ticked.
struct LeftOut {
    std::optional<base::RecordId> record;
    std::string field;
};

/// The event that the typing means, and everything that keeps it from being signed at `now`: what
/// could not be read at all, and what is missing.
struct ReadEvent {
    Event event;
    EventErrors errors;
    std::vector<LeftOut> left_out = {};
};

ReadEvent read_event(const manual::Manual& manual, const manual::Form& form, const Typed& typed,
                     base::Instant now);

} // namespace record
