// A witness's data file as rows: the ledgers it knows, what it holds of each, and the evidence.
#pragma once

#include "base/time.h"
#include "ledger/checkpoint.h"
#include "seal/key_store.h"
#include "store/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace witness {

struct LogRow {
    std::string origin;
    seal::PublicKey public_key{};
    std::uint64_t size = 0;
    std::string note; ///< with the ledger's own signature alone; empty when none was cosigned yet
    std::string line; ///< this witness's signature line for it
    base::Instant cosigned_at;
};

/// What a checkpoint is replaced by, if it is still the one of `old_size`.
struct Cosigned {
    std::string_view origin;
    std::uint64_t old_size = 0;
    std::uint64_t size = 0;
    std::string_view note;
    std::string_view line;
    base::Instant at;
};

struct EvidenceRow {
    std::string origin;
    std::string kind;
    std::string offered; ///< the note that was refused
    std::uint64_t old_size = 0;
    std::string held; ///< the note that was held; empty when there was none
    base::Instant noticed_at;
};

/// Opens or creates the data file.
store::Database open_database(const std::filesystem::path& path, const base::Clock& clock);

/// Beside a witness that serves.
store::Database open_to_read(const std::filesystem::path& path, const base::Clock& clock);

/// A ledger of which nothing was cosigned yet. There must be none of that name.
void add_log(store::Writer& writer, const ledger::VerifierKey& log);
std::optional<LogRow> find_log(store::Reader& reader, std::string_view origin);
std::vector<LogRow> all_logs(store::Reader& reader);

/// Changes nothing when what is held is not of `old_size` any more.
void keep(store::Writer& writer, const Cosigned& cosigned);

/// False when the same is there already, or there is enough of its kind for that ledger.
bool add_evidence(store::Writer& writer, const EvidenceRow& row);
std::vector<EvidenceRow> all_evidence(store::Reader& reader);
std::uint64_t count_evidence(store::Reader& reader);

} // namespace witness
