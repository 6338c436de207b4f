// Who looked at what, when and why. Reads are written to the ledger before the page is shown, many
// of them in one leaf; a page whose trail cannot be written is not shown.
#pragma once

#include "access/viewer.h"
#include "base/clock.h"
#include "base/random.h"
#include "ledger/ledger.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace heed::access {

enum class Looked {
    summary,
    chronology,
    entry,
    proof,
    search_result,
    draft,
    form,
    list,
    trail,
    download,
};

std::string_view to_word(Looked what);
std::optional<Looked> parse_looked(std::string_view word);

struct ReadNote {
    base::RecordId record;
    Looked what = Looked::summary;
    std::optional<std::uint64_t> sequence; ///< the entry's number in the record
};

struct ReadRow {
    std::optional<base::StaffId> staff; ///< empty for the system
    base::RecordId record;
    Looked what = Looked::summary;
    std::optional<std::uint64_t> sequence;
    base::Instant at;
    std::string purpose;        ///< for the system, its reason
    std::uint64_t position = 0; ///< of the leaf in the ledger that holds it
};

/// The record that a partnership's trail is kept on.
base::RecordId trail_record(base::PartnershipId partnership);

/// Fills `read_note` from the leaves of kind `reads`.
ledger::Projection read_note_projection(base::PartnershipId partnership,
                                        const seal::KeyStore& keys);

/// Thread-safe. One for each partnership.
class Trail {
public:
    /// Make it before the partnership's Ledger: both act at the end of a group of writes in the
    /// order in which they were made, and the ledger must sign the leaf that the trail appends.
    Trail(store::Database& database, base::PartnershipId partnership, const base::Clock& clock,
          base::Random& random);

    /// Once, before the first note. Makes the trail's record key when there is none.
    void write_into(ledger::Ledger& ledger);

    /// Durable when it returns. Throws Unavailable when it cannot be written.
    void note(const Viewer& viewer, std::span<const ReadNote> notes);

private:
    struct Pending {
        std::uint64_t job;
        base::json::object read;
    };

    void write_leaf(store::Writer& writer);

    store::Database& m_database;
    base::PartnershipId m_partnership;
    const base::Clock& m_clock;
    base::Random& m_random;
    ledger::Ledger* m_ledger = nullptr;
    std::vector<Pending> m_pending; ///< touched only by the thread that writes
    std::uint64_t m_next_job = 0;   ///< likewise
};

/// Who has looked at the record, latest first. Throws Forbidden unless the viewer may read the
/// trail, NotFound unless the record is open to them. Looking at this is itself a read to be noted.
std::vector<ReadRow> reads_of(store::Reader& reader, const Viewer& viewer,
                              const seal::KeyStore& keys, base::RecordId record, std::size_t most);

} // namespace heed::access
