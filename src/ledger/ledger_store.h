// The ledger's tables as rows: no hashing, no keys, no rules.
#pragma once

#include "base/bytes.h"
#include "base/id.h"
#include "base/sha256.h"
#include "ledger/merkle.h"
#include "seal/key_store.h"
#include "store/reader.h"
#include "store/writer.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

struct LogRow {
    std::string origin;
    seal::PublicKey public_key{};
};

struct LeafRow {
    std::uint64_t position = 0;
    base::RecordId record;
    std::uint64_t sequence = 0;
    base::Digest leaf{};
    std::string header;
    base::Bytes sealed;
};

/// The last entry of a record, as far as the next one must know it.
struct RecordEnd {
    std::uint64_t sequence = 0;
    base::Digest leaf{};
};

struct TileRow {
    unsigned level = 0;
    std::uint64_t number = 0;
    base::Digest root{};
    base::Bytes hashes;
};

struct CosignatureRow {
    std::uint64_t size = 0;
    std::string witness;
    std::string line;
};

/// A derived table that does not hold what the ledger makes. A row that was changed counts in both.
struct TableDifference {
    std::string table;
    std::uint64_t missing = 0; ///< rows that the ledger makes and that are not there
    std::uint64_t extra = 0;   ///< rows that are there and that it does not make
};

/// The rows of one partnership's ledger.
class LedgerTables {
public:
    explicit LedgerTables(base::PartnershipId partnership) : m_partnership{partnership} {}

    std::optional<LogRow> log(store::Reader& reader) const;
    void add_log(store::Writer& writer, const LogRow& log) const;

    std::uint64_t size(store::Reader& reader) const;
    std::optional<RecordEnd> record_end(store::Reader& reader, base::RecordId record) const;
    std::optional<LeafRow> leaf(store::Reader& reader, base::RecordId record,
                                std::uint64_t sequence) const;
    std::vector<LeafRow> leaves_of_record(store::Reader& reader, base::RecordId record) const;

    /// At most `limit` entries from `position` on, in order.
    std::vector<LeafRow> leaves_from(store::Reader& reader, std::uint64_t position,
                                     std::uint64_t limit) const;
    /// The hashes of the leaves from `begin` to before `end`, as many as there are.
    std::vector<base::Digest> leaf_hashes(store::Reader& reader, std::uint64_t begin,
                                          std::uint64_t end) const;
    void add_leaf(store::Writer& writer, const LeafRow& row) const;

    std::optional<base::Bytes> tile_hashes(store::Reader& reader, unsigned level,
                                           std::uint64_t number) const;
    /// The roots of the tiles of `level` from `begin` to before `end`, as many as there are.
    std::vector<base::Digest> tile_roots(store::Reader& reader, unsigned level, std::uint64_t begin,
                                         std::uint64_t end) const;
    void add_tile(store::Writer& writer, const TileRow& tile) const;

    std::optional<std::string> last_note(store::Reader& reader) const;
    void add_note(store::Writer& writer, std::uint64_t size, std::string_view note) const;

    /// Keeps what a witness has signed for the checkpoint of that size. Does nothing when there is
    /// no such checkpoint, or it is kept already.
    void add_cosignature(store::Writer& writer, const CosignatureRow& row) const;
    /// The largest size that the witness has cosigned.
    std::optional<std::uint64_t> cosigned_size(store::Reader& reader,
                                               std::string_view witness) const;
    /// Among the newest cosigned sizes beyond `position`, the one that most witnesses have signed.
    std::optional<std::uint64_t> witnessed_size(store::Reader& reader,
                                                std::uint64_t position) const;
    /// The checkpoint of a size that was cosigned, and the witnesses' lines for it.
    std::optional<std::string> cosigned_note(store::Reader& reader, std::uint64_t size) const;
    std::vector<std::string> cosignature_lines(store::Reader& reader, std::uint64_t size) const;

    /// Deletes this partnership's rows from a derived table.
    void clear(store::Writer& writer, std::string_view table) const;

    /// Copies a derived table into a new one. For a job that is undone: the copy is not made to
    /// last.
    void copy(store::Writer& writer, std::string_view table) const;
    /// What has become of a derived table since it was copied.
    TableDifference difference_from_copy(store::Writer& writer, std::string_view table) const;

private:
    base::PartnershipId m_partnership;
};

} // namespace ledger
