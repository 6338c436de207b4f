// What a ledger sends to a witness and what comes back: the bodies of `add-checkpoint` (C2SP
// tlog-witness).
#pragma once

#include "ledger/merkle.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace witness {

struct AddCheckpoint {
    std::uint64_t old_size = 0;     ///< what the witness is thought to hold
    std::vector<base::Digest> path; ///< that the checkpoint contains that much unchanged
    std::string note;
};

std::string to_body(const AddCheckpoint& request);

/// Empty when it does not keep to the form. What the note says is not looked at.
std::optional<AddCheckpoint> parse_body(std::string_view body);

/// 200 with signature lines; 409 with the size that is held and a line feed; or another status.
struct Reply {
    int status = 0; ///< 0: none came
    std::string body = {};
};

/// The size in a reply of 409. Empty when it names none.
std::optional<std::uint64_t> parse_held_size(std::string_view body);

} // namespace witness
