// The verifier's own reading of headers and signed notes, written from docs/ledger-format.md.
#pragma once

#include "base/bytes.h"
#include "ledger/verify_tree.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger::verifying {

using PublicKey = std::array<std::uint8_t, 32>;

/// What the check needs from a header; views into its text.
struct Header {
    std::uint64_t position = 0;
    std::array<std::uint8_t, 16> record{};
    std::uint64_t sequence = 0;
    std::optional<Hash> previous;
    Hash ciphertext{};
    std::uint64_t ciphertext_size = 0;
    Hash commitment{};
    std::string_view context; ///< the text before the line `ciphertext`
};

/// Empty unless `text` keeps to the grammar.
std::optional<Header> read_header(std::string_view text);

struct Note {
    std::string origin;
    std::uint64_t size = 0;
    Hash root{};
    std::string text;       ///< what is signed
    std::string signatures; ///< the lines after the empty line
};

/// Empty unless `note` keeps to the grammar. The signatures are not checked.
std::optional<Note> read_note(std::string_view note);

bool is_signed(const Note& note, std::string_view origin, const PublicKey& key);

/// When `witness` signed the note in `line`, in seconds since 1970. Empty unless it did.
std::optional<std::uint64_t> cosigned_at(std::string_view line, const Note& note,
                                         std::string_view witness, const PublicKey& key);

} // namespace ledger::verifying
