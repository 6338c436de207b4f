#include "app/doctor/installation_checks.h"

#include "base/errors.h"
#include "base/sha256.h"
#include "base/text.h"
#include "ledger/verify_standing.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace app::doctor {

namespace {

bool is_in_file(const std::string& database)
{
    return database.empty();
}

/// A database of PostgreSQL is looked at by the server that uses it, with the rights that it has.
Finding of_postgres(std::string_view what)
{
    return {.state = State::note,
            .what = fmt::format("{} in PostgreSQL, where this is not looked at: the server does so "
                                "at its start, and heed verify.",
                                what),
            .advice = {}};
}

/// What is wrong with who may use a file; empty when nothing is, or when it is not there.
std::string fault_of(const std::filesystem::path& path)
{
    struct stat status = {};
    if (::lstat(path.c_str(), &status) != 0) return {};
    if (status.st_uid != ::geteuid()) {
        return fmt::format("{} belongs to another user (number {}).", path.string(), status.st_uid);
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) == 0 || S_ISLNK(status.st_mode)) return {};
    return fmt::format("Others on this machine may use {} (mode {:o}).", path.string(),
                       status.st_mode & 07777U);
}

Finding of_faults(const std::vector<std::string>& faults, std::string_view fine,
                  const std::string& advice)
{
    if (faults.empty()) return {.state = State::well, .what = std::string{fine}, .advice = {}};
    return {
        .state = State::wrong, .what = fmt::format("{}", fmt::join(faults, " ")), .advice = advice};
}

seal::MasterKey stretched(const std::string& passphrase_file, const std::string& setting)
{
    std::ifstream file{passphrase_file};
    std::string passphrase;
    if (!std::getline(file, passphrase) || passphrase.empty()) {
        throw base::Unavailable{"The passphrase file " + passphrase_file +
                                " cannot be read, or is empty."};
    }
    const std::vector<std::string_view> words = base::split(setting, ' ');
    const auto salt = words.size() == 4 ? base::parse_hex(words[3]) : std::nullopt;
    seal::PassphraseSettings settings;
    if (!salt || salt->size() != settings.salt.size()) {
        throw base::Unavailable{"The key store does not say how the passphrase is used."};
    }
    settings.passes = base::parse_decimal(words[1]).value_or(0);
    settings.memory_bytes = base::parse_decimal(words[2]).value_or(0);
    std::copy(salt->begin(), salt->end(), settings.salt.begin());
    return seal::MasterKey::from_passphrase(passphrase, settings);
}

/// As open_master_key() does, and without opening the key store to write in it.
seal::MasterKey master_key(const Visit& visit, const base::Clock& clock)
{
    if (visit.open.master_key.credential.empty() && is_in_file(visit.open.databases.keys) &&
        !visit.open.master_key.passphrase_file.empty()) {
        const auto setting = ledger::passphrase_setting(visit.open.folder.key_file());
        if (setting) return stretched(visit.open.master_key.passphrase_file, *setting);
        throw base::Unavailable{"This installation was made with a key file, not with a "
                                "passphrase. Say where the key file is instead."};
    }
    return open_master_key(visit.open, clock);
}

struct MigrationState {
    std::size_t waiting = 0;
    std::size_t strange = 0; ///< newer than this program, or altered
};

MigrationState state_of(const std::vector<ledger::AppliedMigration>& applied,
                        const std::vector<base::EmbeddedFile>& known)
{
    MigrationState state{.waiting = known.size(), .strange = 0};
    for (const ledger::AppliedMigration& one : applied) {
        const std::string number = fmt::format("{:04}_", one.number);
        const auto same =
            std::find_if(known.begin(), known.end(), [&](const base::EmbeddedFile& file) {
                return file.path.starts_with(number) &&
                       base::to_hex(base::sha256(base::view_bytes(file.content))) == one.checksum;
            });
        if (same == known.end())
            ++state.strange;
        else
            --state.waiting;
    }
    return state;
}

/// Opening a database of PostgreSQL to read finds out whether it can be reached, writes what it
/// acknowledges, and has had every migration.
Finding databases_finding(const Visit& visit, const base::Clock& clock)
{
    try {
        store::Database::open(
            visit.open.data_place(),
            {.migrations = embedded::migrations(), .readers = 1, .only_reads = true}, clock);
        store::Database::open(
            visit.open.key_place(),
            {.migrations = embedded::key_migrations(), .readers = 1, .only_reads = true}, clock);
    } catch (const base::Unavailable& unavailable) {
        return {.state = State::wrong,
                .what = unavailable.what(),
                .advice = "docs/operations/cluster.md says how the databases are set up."};
    }
    return {.state = State::well,
            .what =
                "The databases can be read, save what they acknowledge, and all migrations have "
                "run.",
            .advice = {}};
}

} // namespace

Finding check_folder(const Visit& visit, const base::Clock& /*clock*/)
{
    const std::filesystem::path& root = visit.open.folder.root;
    if (!std::filesystem::is_directory(root)) {
        return {.state = State::wrong,
                .what = "There is no folder " + root.string() + ".",
                .advice = "Say where the installation is (--data, or HEED_DATA in "
                          "/etc/heed/heed.conf), or make one: heed init."};
    }
    const bool has_file = is_in_file(visit.open.databases.data);
    if (has_file && !std::filesystem::exists(visit.open.folder.data_file())) {
        return {.state = State::wrong,
                .what = "There is no installation in " + root.string() + ".",
                .advice =
                    "Make one: heed init. If there was one, put back heed.db and keys/keys.db "
                    "of the same backup."};
    }
    const std::string fault = fault_of(root);
    return of_faults(fault.empty() ? std::vector<std::string>{} : std::vector{fault},
                     "The data folder is its owner's alone.", "chmod 700 " + root.string());
}

Finding check_files(const Visit& visit, const base::Clock& /*clock*/)
{
    const DataFolder& folder = visit.open.folder;
    std::vector<std::string> faults;
    const auto look_at = [&faults](const std::filesystem::path& path) {
        if (std::string fault = fault_of(path); !fault.empty()) faults.push_back(std::move(fault));
    };
    for (const std::filesystem::path& database :
         {folder.data_file(), visit.open.folder.key_file()}) {
        for (const char* const ending : {"", "-wal", "-shm"})
            look_at(database.string() + ending);
    }
    for (const auto& path : {folder.keys(), folder.private_key(), folder.lock()})
        look_at(path);
    return of_faults(faults, "Data and keys are their owner's alone.",
                     "As root: chown -R and chmod -R go= on these, for the user that runs Heed.");
}

Finding check_master_key(const Visit& visit, const base::Clock& clock)
{
    try {
        const seal::MasterKey key = master_key(visit, clock);
        return {.state = State::well, .what = "The master key can be read.", .advice = {}};
    } catch (const base::Unavailable& unavailable) {
        return {.state = State::wrong,
                .what = unavailable.what(),
                .advice = "If it is a systemd credential, ask as the service does: running.md, Is "
                          "it well?"};
    }
}

Finding check_key_store(const Visit& visit, const base::Clock& clock)
{
    if (!is_in_file(visit.open.databases.keys)) return of_postgres("The keys are");
    if (ledger::opens_with(visit.open.folder.key_file(), master_key(visit, clock).key())) {
        return {.state = State::well, .what = "The master key opens the key store.", .advice = {}};
    }
    return {.state = State::wrong,
            .what = "This is not the master key that the key store was made with.",
            .advice = "Give Heed the right one. Never make a new key over an old installation."};
}

Finding check_migrations(const Visit& visit, const base::Clock& clock)
{
    const DatabaseOptions& databases = visit.open.databases;
    if (!is_in_file(databases.data) || !is_in_file(databases.keys)) {
        return databases_finding(visit, clock);
    }
    const auto data = state_of(ledger::standing_of_data(visit.open.folder.data_file()).migrations,
                               embedded::migrations());
    const auto keys = state_of(ledger::standing_of_keys(visit.open.folder.key_file()).migrations,
                               embedded::key_migrations());
    if (data.strange + keys.strange > 0) {
        return {.state = State::wrong,
                .what = "The files were made by another version of Heed than this one.",
                .advice = "Use that version or a later one."};
    }
    if (data.waiting + keys.waiting > 0) {
        return {.state = State::wrong,
                .what = fmt::format("{} migrations have not run yet.", data.waiting + keys.waiting),
                .advice = "Back up, then restart Heed: they run at the start, all or none."};
    }
    return {.state = State::well, .what = "All migrations have run.", .advice = {}};
}

Finding check_checkpoint(const Visit& visit, const base::Clock& /*clock*/)
{
    const DatabaseOptions& databases = visit.open.databases;
    if (!is_in_file(databases.data) || !is_in_file(databases.keys)) {
        return of_postgres("Data or keys are");
    }
    // The keys first: what is signed meanwhile makes the data longer, never shorter.
    const ledger::Standing kept = ledger::standing_of_keys(visit.open.folder.key_file());
    const ledger::Standing data = ledger::standing_of_data(visit.open.folder.data_file());
    std::uint64_t entries = 0;
    for (const ledger::SignedLast& state : data.states)
        entries += state.size;
    for (const ledger::SignedLast& remembered : kept.states) {
        const auto same = std::find_if(data.states.begin(), data.states.end(),
                                       [&remembered](const ledger::SignedLast& state) {
                                           return state.partnership == remembered.partnership;
                                       });
        const std::uint64_t size = same == data.states.end() ? 0 : same->size;
        const bool is_other =
            size == remembered.size && same != data.states.end() && same->note != remembered.note;
        if (size >= remembered.size && !is_other) continue;
        return {.state = State::wrong,
                .what = fmt::format("The data's last signed state has {} entries, the one that the "
                                    "keys remember {}{}.",
                                    size, remembered.size, is_other ? ", and they differ" : ""),
                .advice = "Put back both parts of the same backup; if none was put back, run heed "
                          "verify and change nothing."};
    }
    return {.state = State::well,
            .what = fmt::format("{} entries are signed, and the keys remember no more than these. "
                                "heed verify checks each.",
                                entries),
            .advice = {}};
}

Finding check_manuals(const Visit& visit, const base::Clock& /*clock*/)
{
    try {
        load_manuals(visit.open);
        return {.state = State::well, .what = "The manuals can be used.", .advice = {}};
    } catch (const base::Unavailable& unavailable) {
        return {.state = State::wrong,
                .what = unavailable.what(),
                .advice = "Put it right and check again: heed manual check FOLDER."};
    }
}

} // namespace app::doctor
