#include "ledger/verify_standing.h"

#include "ledger/verify_keys.h"
#include "ledger/verify_store.h"
#include "ledger/verify_text.h"

#include <sqlite3.h>

namespace ledger {

namespace {

using verifying::File;

std::vector<AppliedMigration> migrations_of(File& file)
{
    std::vector<AppliedMigration> applied;
    for (verifying::MigrationRow& row : file.migrations())
        applied.push_back({row.number, std::move(row.checksum)});
    return applied;
}

} // namespace

Standing standing_of_data(const std::filesystem::path& data_file)
{
    File file{data_file, verifying::Trace::none_at_rest};
    Standing standing{.migrations = migrations_of(file), .states = {}};
    for (const verifying::LogRow& log : file.logs()) {
        SignedLast last{.partnership = log.partnership, .size = 0, .note = {}};
        if (auto text = file.last_note(log.partnership)) {
            const std::optional<verifying::Note> note = verifying::read_note(*text);
            if (!note) throw verifying::Damaged{"The last checkpoint cannot be read."};
            last.size = note->size;
            last.note = std::move(*text);
        }
        standing.states.push_back(std::move(last));
    }
    return standing;
}

Standing standing_of_keys(const std::filesystem::path& key_file)
{
    File file{key_file, verifying::Trace::none_at_rest};
    Standing standing{.migrations = migrations_of(file), .states = {}};
    for (verifying::KeptCheckpointRow& row : file.kept_checkpoints()) {
        standing.states.push_back({.partnership = std::move(row.partnership),
                                   .size = static_cast<std::uint64_t>(row.size),
                                   .note = std::move(row.note)});
    }
    return standing;
}

bool opens_with(const std::filesystem::path& key_file, const seal::Key& master)
{
    File file{key_file, verifying::Trace::none_at_rest};
    const std::optional<base::Bytes> check = file.key_setting("check");
    base::Bytes plain;
    return check && verifying::open_envelope(master.bytes(), *check, "heed-check-1", plain) ==
                        verifying::Opening::opened;
}

std::optional<std::string> passphrase_setting(const std::filesystem::path& key_file)
{
    File file{key_file, verifying::Trace::none_at_rest};
    const std::optional<base::Bytes> kept = file.key_setting("passphrase");
    if (!kept) return std::nullopt;
    return std::string{base::view_text(*kept)};
}

int sqlite_version()
{
    return sqlite3_libversion_number();
}

} // namespace ledger
