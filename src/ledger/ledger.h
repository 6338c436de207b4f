// One partnership's ledger: the only thing in Heed that is not derived from something else. Entries
// are appended, sealed and chained; every other record table is made from them by projections.
#pragma once

#include "base/id.h"
#include "base/json.h"
#include "base/time.h"
#include "ledger/checkpoint.h"
#include "ledger/checkpoint_keeper.h"
#include "ledger/cosignature.h"
#include "ledger/frontier.h"
#include "ledger/header.h"
#include "ledger/ledger_store.h"
#include "ledger/merkle.h"
#include "seal/key_store.h"
#include "store/database.h"

#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

struct NewEntry {
    base::RecordId record;
    base::EventId event; ///< the same for all entries of one signing
    std::string kind;
    std::string form; ///< `<form>@<version>`
    base::StaffId actor;
    Occurred occurred;
    base::Instant recorded;
    base::json::object payload;
};

/// An entry as it was signed, with its payload in clear.
struct OpenedEntry {
    std::uint64_t position = 0;
    LeafHeader header;
    base::Digest leaf{};
    base::json::object payload;
};

/// Tables made from entries alone. `apply` is called once for every entry in the order of the
/// ledger, in the transaction that appends it and again in a rebuild; it must make the same rows
/// both times, so it uses nothing but the entry and the rows it made before.
struct Projection {
    std::string_view name;
    std::vector<std::string_view> tables;
    std::function<void(store::Writer&, const OpenedEntry&)> apply;
};

struct RebuildProgress {
    std::uint64_t done = 0;
    std::uint64_t total = 0;
};

struct RebuildResult {
    std::uint64_t applied = 0;
    std::uint64_t destroyed = 0; ///< entries whose record's key no longer exists
};

struct RebuildCheck {
    RebuildResult rebuilt;
    std::vector<TableDifference> differences; ///< none when every table is as the ledger makes it
};

/// Must live as long as anything is written to the database. Reads are safe from any thread; append
/// is called on the database's writer thread only. The ledger is signed in a before_commit hook
/// that the constructor registers: another hook that appends must be registered before it.
class Ledger {
public:
    /// Opens the partnership's ledger in `database`, making it and its keys when there is none.
    /// Throws Conflict when the ledger there has another origin or was signed with another key,
    /// Unavailable when the key store has no keys for it.
    Ledger(store::Database& database, seal::KeyStore& keys, base::PartnershipId partnership,
           std::string origin);
    ~Ledger();

    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    base::PartnershipId partnership() const { return m_partnership; }
    const std::string& origin() const { return m_origin; }

    /// Call once, before the first append.
    void set_projections(std::vector<Projection> projections);

    /// Makes the records' keys, durable before it returns. Before the first entry of a record.
    void open_records(std::span<const base::RecordId> records);

    /// Seals and appends an entry, then applies every projection to it, in the writer's
    /// transaction. Throws Unavailable when the data file is behind what was signed (see
    /// why_not_writable), and NotFound when the record was not opened or its key was destroyed.
    OpenedEntry append(store::Writer& writer, const NewEntry& entry);

    /// From now on nothing is appended, and `why` is said. For what is found out elsewhere: that
    /// there is more of this ledger than is here.
    void refuse_writing(std::string why);

    /// Why nothing may be appended, in plain words: the data file holds less than, or something
    /// other than, what this ledger has already signed. Empty when all is well.
    std::optional<std::string> why_not_writable() const;

    /// The entry with that number in its record (from 1). Throws NotFound when the record's key was
    /// destroyed; CheckFailed when what is stored cannot be what was signed.
    std::optional<OpenedEntry> entry(store::Reader& reader, base::RecordId record,
                                     std::uint64_t sequence) const;

    /// Every entry of the record, first to last.
    void each_of_record(store::Reader& reader, base::RecordId record,
                        const std::function<void(const OpenedEntry&)>& each) const;

    /// How many entries the record has; 0 when there is no such record.
    std::uint64_t record_size(store::Reader& reader, base::RecordId record) const;

    /// The last signed state.
    Checkpoint checkpoint(store::Reader& reader) const;

    /// That the entry at `position` is among the first `size`. Throws NotFound unless
    /// position < size ≤ the ledger's size.
    InclusionProof inclusion(store::Reader& reader, std::uint64_t position,
                             std::uint64_t size) const;

    /// That the first `to` entries begin with the first `from`. Throws NotFound unless
    /// from ≤ to ≤ the ledger's size.
    ConsistencyProof consistency(store::Reader& reader, std::uint64_t from, std::uint64_t to) const;

    /// The largest size that the witness has cosigned, as far as is known here; 0 when none is.
    std::uint64_t cosigned_size(store::Reader& reader, std::string_view witness) const;

    /// Keeps what a witness has signed for this ledger's checkpoint of that size.
    void keep_cosignature(store::Writer& writer, std::uint64_t size,
                          const Cosignature& cosignature) const;

    /// What the entry at `position` is proved against: the newest checkpoint that witnesses have
    /// cosigned, with their lines in its note, or else the last one.
    Checkpoint checkpoint_to_prove(store::Reader& reader, std::uint64_t position) const;

    /// The proof of one entry, to download. Throws NotFound when there is no such entry or it is
    /// not signed yet.
    std::string proof_file(store::Reader& reader, base::RecordId record,
                           std::uint64_t sequence) const;

    /// Stands for a member of staff in headers.
    Pseudonym pseudonym(base::StaffId staff) const;

    /// The public key as other tools take it.
    std::string verifier_key() const;

    /// Empties every projection's tables and applies all entries in order, in one transaction.
    RebuildResult rebuild(const std::function<void(const RebuildProgress&)>& progress);

    /// What a rebuild would change. It rebuilds, compares, and undoes everything.
    RebuildCheck check_rebuild(const std::function<void(const RebuildProgress&)>& progress);

    /// Brings the key store's copy of the last checkpoint up to date now. It also happens by itself
    /// soon after every commit.
    void keep_checkpoint() { m_keeper.keep_now(); }

private:
    struct Start;

    Start read_start(store::Reader& reader, const std::optional<seal::KeptCheckpoint>& kept) const;
    void take_keys(const Start& start);
    std::optional<std::string> objection_to(const Start& start) const;
    void create_log();
    void require_writable() const;
    void follow_store(store::Writer& writer);
    LeafHeader header_for(store::Writer& writer, const NewEntry& entry) const;
    void add_leaf(store::Writer& writer, const LeafRow& row);
    void sign(store::Writer& writer);
    std::uint64_t copy_checkpoint();
    OpenedEntry open_leaf(const LeafRow& row, const seal::Key& key) const;
    void apply_projections(store::Writer& writer, const OpenedEntry& entry) const;
    std::vector<std::string_view> derived_tables() const;
    RebuildResult apply_all(store::Writer& writer,
                            const std::function<void(const RebuildProgress&)>& progress) const;

    store::Database& m_database;
    seal::KeyStore& m_keys;
    base::PartnershipId m_partnership;
    std::string m_origin;
    LedgerTables m_tables;
    seal::PublicKey m_public_key{};
    std::optional<seal::GuardedKey> m_pseudonym_key;
    std::vector<Projection> m_projections;
    Frontier m_frontier;                        ///< touched by the writer's thread only
    bool m_is_stale = false;                    ///< m_frontier holds entries that were undone
    std::optional<std::uint64_t> m_signed_size; ///< touched by the writer's thread only
    mutable std::mutex m_mutex;
    std::optional<std::string> m_refusal; ///< guarded by m_mutex
    CheckpointKeeper m_keeper;            ///< last: its thread uses the rest
};

} // namespace ledger
