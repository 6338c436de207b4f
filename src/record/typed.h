// What was typed into a form, as the browser sent it: names and values in order, nothing judged
// yet. Names are `form`, `children` (once for each child ticked), `shared.<field>…` and
// `child.<record>.<field>…`; what follows the field's name is in manual/raw_answers.h.
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
    /// The children ticked, without repeats, in the order they were sent.
    std::vector<base::RecordId> children() const;
};

/// The event that the typing means, and everything that keeps it from being signed at `now`: what
/// could not be read at all, and what is missing.
struct ReadEvent {
    Event event;
    EventErrors errors;
};

ReadEvent read_event(const manual::Manual& manual, const manual::Form& form, const Typed& typed,
                     base::Instant now);

} // namespace record
