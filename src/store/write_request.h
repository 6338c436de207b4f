// What a caller hands to the writer, and what the writer counts.
#pragma once

#include "base/id.h"
#include "store/writer.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace store {

/// Who writes what. A repeat of the same key gets the first one's result and runs nothing; an empty
/// key is not remembered and is for upkeep and the trail of reads only. A key is at most 200 bytes
/// of clean text and is never forgotten. The same key for another operation or other `content` is a
/// Conflict: it must not be answered as if that had been done.
struct WriteRequest {
    base::PartnershipId partnership;
    std::string_view operation; ///< a fixed word such as `entry.sign`
    std::string_view idempotency_key;
    std::string_view content =
        {}; ///< what was asked for, so that nobody can guess it: a keyed hash
};

/// What a job returns is stored in clear under its key and handed back for every repeat, so it
/// holds ids and fixed words, nothing about a person. A repeat does not run the job: whatever the
/// caller needs comes through the text.
using Job = std::function<std::string(Writer&)>;

/// Counted since opening, except `waiting`.
struct Statistics {
    std::uint64_t groups = 0;      ///< commits that ended well
    std::uint64_t jobs = 0;        ///< jobs made durable by them
    std::uint64_t repeats = 0;     ///< answered from a remembered key
    std::uint64_t checkpoints = 0; ///< times the log was copied into the data file
    std::uint64_t waiting = 0;     ///< jobs that no group has taken yet, now
};

} // namespace store
