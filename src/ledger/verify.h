// The ledger's independent check. It reads the tables itself, reads headers, envelopes and notes
// itself and builds the tree itself: with the writer it shares SHA-256, libsodium and the type that
// holds a key, nothing else.
// What it relies on is written down in docs/ledger-format.md.
#pragma once

#include "base/id.h"
#include "base/json.h"
#include "seal/key.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

enum class Fault {
    entry_altered,      ///< the entry's bytes are not the ones that were signed
    entry_missing,      ///< an entry that was there is gone
    entry_moved,        ///< an entry stands in another place than the one it was signed for
    entry_extra,        ///< an entry that nobody signed
    record_broken,      ///< the entries of one record do not follow one another
    tree_altered,       ///< the hashes kept for proofs are not those of the entries
    checkpoint_forged,  ///< not signed with the ledger's key, or not a checkpoint at all
    checkpoint_wrong,   ///< signed, but the entries do not add up to it
    checkpoint_missing, ///< a checkpoint that was there is gone
    log_altered,        ///< the ledger's name or public key is not the one it was started with
    history_cut,        ///< the ledger is shorter, or other, than a checkpoint kept elsewhere
    key_opens_other,    ///< a record's key is not the one its entries were sealed with
    key_unusable,       ///< a key cannot be unwrapped with the master key given
    payload_unreadable, ///< the right key, but the content does not open
    store_damaged,      ///< the database's own structure is damaged
    cosignature_wrong,  ///< what a witness signed is not a checkpoint of this ledger
    cosignature_missing ///< a witness that was asked for has signed nothing here
};

/// The fixed word for it, as in the JSON report: `entry_altered`.
std::string_view word(Fault fault);

struct Finding {
    Fault fault;
    std::string what; ///< one plain sentence
    std::optional<base::PartnershipId> partnership;
    std::optional<std::uint64_t> position;
    std::optional<base::RecordId> record;
    std::optional<std::uint64_t> sequence;
};

/// Whose word the public key is.
enum class KeySource { given, key_store, data_file };

struct TrustedKey {
    std::string origin; ///< or a witness's name
    std::array<std::uint8_t, 32> key{};
};

struct VerifyOptions {
    std::filesystem::path data_file;

    /// With the key folder, the public keys and the last checkpoints kept apart are checked as
    /// well.
    std::optional<std::filesystem::path> key_folder;

    /// With the master key too, every payload is opened.
    std::optional<seal::Key> master_key;

    /// Public keys from somewhere else; these count more than any that are stored.
    std::vector<TrustedKey> trusted_keys;

    /// Checkpoints (signed notes) that somebody else has kept. Each must be one of this ledger's
    /// past states.
    std::vector<std::string> held_checkpoints;

    /// Witnesses, each of which must have cosigned a checkpoint here, and no other. Those that are
    /// not named are passed over.
    std::vector<TrustedKey> witnesses;

    /// The report lists this many findings and counts the rest.
    std::size_t findings_limit = 1000;

    /// Called now and then with entries done and entries in all.
    std::function<void(std::uint64_t, std::uint64_t)> progress;
};

/// What one of the witnesses asked for has signed.
struct WitnessReport {
    std::string name;
    std::uint64_t cosignatures = 0; ///< that are right
    std::uint64_t size = 0;         ///< of the largest
    std::uint64_t seconds = 0;      ///< since 1970, of that one, by the witness's clock
};

struct Report {
    std::vector<Finding> findings;
    std::uint64_t findings_not_listed = 0;
    std::uint64_t logs = 0;
    std::uint64_t entries = 0;
    std::uint64_t checkpoints = 0;
    std::uint64_t payloads_opened = 0;
    std::uint64_t payloads_destroyed = 0; ///< their record's key no longer exists
    KeySource key_source = KeySource::data_file;
    std::vector<WitnessReport> witnesses; ///< in the order of VerifyOptions::witnesses
    double seconds = 0;

    bool is_whole() const { return findings.empty() && findings_not_listed == 0; }
};

base::json::object to_json(const Report& report);

/// Reads only; works while a server is running and on a folder at rest. Throws Unavailable when a
/// file cannot be opened or read at all: then nothing is known about the ledger.
Report verify(const VerifyOptions& options);

} // namespace ledger
