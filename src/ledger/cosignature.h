// Cosignatures: what a witness signs once it has seen that a checkpoint contains the one before it
// (C2SP tlog-cosignature, version 1: Ed25519 with a time).
#pragma once

#include "ledger/checkpoint.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

struct Cosignature {
    std::string witness;       ///< its name
    std::uint64_t seconds = 0; ///< since 1970, by the witness's clock
    std::string line;          ///< the signature line, without its line feed
};

/// What is signed: two lines, then the checkpoint's own text.
std::string cosigned_text(std::string_view text, std::uint64_t seconds);

/// `text` is the signed part of a checkpoint's note.
Cosignature cosign(std::string_view text, std::uint64_t seconds, const VerifierKey& witness,
                   const Signer& signer);

/// The first of `lines` that `witness` has rightly signed for `text`. Those by others are passed
/// over, whatever they are like. Empty when there is none, or when one of them has no line feed.
std::optional<Cosignature> find_cosignature(std::string_view lines, std::string_view text,
                                            const VerifierKey& witness);

/// The names under a note, but for the ledger's own. Nothing is checked.
std::vector<std::string> witnesses_named(const Checkpoint& checkpoint);

} // namespace ledger
