// The header of a leaf: the part of an entry that stays in clear, says nothing about a person, and
// is what the ledger's tree is made of. A canonical text; see docs/ledger-format.md.
#pragma once

#include "base/id.h"
#include "base/sha256.h"
#include "base/time.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace ledger {

/// When something happened: to the moment, or only the day.
struct Occurred {
    std::variant<base::Date, base::Instant> when;

    static Occurred at(base::Instant instant) { return {instant}; }
    static Occurred on(base::Date date) { return {date}; }

    /// Reads what text() writes.
    static std::optional<Occurred> parse(std::string_view text);

    /// `2026-11-22` or `2026-11-22T14:30:00.000Z`.
    std::string text() const;

    /// The civil day in the United Kingdom.
    base::Date date() const;

    /// The instant; for a day alone, its first moment in the United Kingdom. For putting in order.
    base::Instant instant() const;

    bool is_day_only() const { return std::holds_alternative<base::Date>(when); }

    friend bool operator==(const Occurred&, const Occurred&) = default;
};

/// Stands for a member of staff in clear: the same for one person throughout one partnership, and
/// tied to nobody without the partnership's key.
using Pseudonym = std::array<std::uint8_t, 16>;

struct LeafHeader {
    std::uint64_t position = 0; ///< in the ledger, from 0
    base::RecordId record;
    std::uint64_t sequence = 0; ///< in the record, from 1
    std::optional<base::Digest>
        previous;     ///< the leaf before this one in the record; none for the first
    std::string kind; ///< `visit`, `correction`: a-z, 0-9, `_` and `-`
    std::string form; ///< `visit-home@3`: the form and the version signed under
    Pseudonym actor{};
    base::EventId event;
    Occurred occurred;
    base::Instant recorded;
    base::Digest ciphertext{}; ///< SHA-256 of the sealed payload
    std::uint64_t ciphertext_size = 0;
    base::Digest commitment{}; ///< the sealed payload's binding to one key

    friend bool operator==(const LeafHeader&, const LeafHeader&) = default;
};

/// Whether `kind` and `form` are words that a header can hold.
bool is_kind(std::string_view kind);
bool is_form(std::string_view form);

/// The lines before `ciphertext`: what the sealed payload is bound to.
std::string context_of(const LeafHeader& header);

/// The two lines after that.
std::string ciphertext_lines(const LeafHeader& header);

/// The whole: the context and the two lines.
std::string to_text(const LeafHeader& header);

/// Empty unless `text` is exactly what to_text writes for some header.
std::optional<LeafHeader> parse_header(std::string_view text);

} // namespace ledger
