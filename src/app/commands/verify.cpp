// heed verify: checks the whole ledger, independently of the code that wrote it.
#include "ledger/verify.h"

#include "app/command.h"
#include "app/command_options.h"
#include "base/errors.h"
#include "base/time.h"
#include "ledger/checkpoint.h"
#include "ledger/verify_postgres_store.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <sstream>
#include <unistd.h>

namespace app {

namespace {

struct VerifyOptions {
    PlaceOptions place;
    std::vector<std::string> held;
    std::vector<std::string> witnesses;
    bool json = false;
    bool without_keys = false;
    std::string copy_to;
};

/// Where copies of databases are checked. It goes when this does, unless somebody wants to keep it.
class CopyFolder {
public:
    explicit CopyFolder(const std::string& kept) : m_path{kept}, m_is_kept{!kept.empty()}
    {
        if (m_is_kept) return;
        std::string pattern = std::filesystem::temp_directory_path() / "heed-verify-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw base::Unavailable{"No temporary folder can be made."};
        }
        m_path = pattern;
    }
    ~CopyFolder()
    {
        std::error_code ignored;
        if (!m_is_kept) std::filesystem::remove_all(m_path, ignored);
    }
    CopyFolder(const CopyFolder&) = delete;
    CopyFolder& operator=(const CopyFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
    bool m_is_kept;
};

std::string read_file(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    std::ostringstream content;
    content << file.rdbuf();
    if (!file) throw base::Unavailable{"The file " + path + " cannot be read."};
    return content.str();
}

void print(const ledger::Finding& finding)
{
    std::string where;
    if (finding.position) where += fmt::format("place {} in the ledger: ", *finding.position);
    if (finding.record && finding.sequence) {
        where += fmt::format("record {}, entry {}: ", finding.record->text(), *finding.sequence);
    }
    fmt::print("{}{}\n", where, finding.what);
}

void print(const ledger::WitnessReport& witness)
{
    if (witness.cosignatures == 0) return;
    constexpr std::uint64_t end_of_9999 = 253'402'300'799;
    const auto seconds = static_cast<std::int64_t>(std::min(witness.seconds, end_of_9999));
    const base::Instant at{seconds * 1000};
    fmt::print("The witness {} has signed {} states of the ledger, the last of {} entries on {}.\n",
               witness.name, witness.cosignatures, witness.size, base::plain(at));
}

/// What nobody can check who has no keys: the fixed words of the report, and the plain ones.
base::json::array not_checked(const VerifyOptions& options)
{
    if (!options.without_keys) return {};
    return {"contents", "end", "public_key"};
}

std::string in_words_not_checked(const VerifyOptions& options)
{
    if (!options.without_keys) return {};
    return fmt::format(" Not checked, as the keys were left out: what the entries say, whether the "
                       "end was cut off{}, and whether the public key is still the ledger's own.",
                       options.held.empty() ? "" : " after the checkpoints given");
}

std::string verdict(const VerifyOptions& options, const ledger::Report& report)
{
    if (!report.is_whole()) return "The ledger is NOT whole.";
    return options.without_keys ? "Nothing wrong was found in what was checked."
                                : "The ledger is whole.";
}

void print(const VerifyOptions& options, const ledger::Report& report)
{
    for (const ledger::Finding& finding : report.findings)
        print(finding);
    if (report.findings_not_listed > 0) {
        fmt::print("and {} more\n", report.findings_not_listed);
    }
    fmt::print("{} entries and {} signed states checked in {:.1f} seconds, {} contents opened.\n",
               report.entries, report.checkpoints, report.seconds, report.payloads_opened);
    if (report.payloads_destroyed > 0) {
        fmt::print("{} contents were not opened: the keys of their records were destroyed.\n",
                   report.payloads_destroyed);
    }
    for (const ledger::WitnessReport& witness : report.witnesses)
        print(witness);
    fmt::print("{}{}\n", verdict(options, report), in_words_not_checked(options));
}

void print_json(const VerifyOptions& options, const ledger::Report& report)
{
    base::json::object json = ledger::to_json(report);
    json["not_checked"] = not_checked(options);
    fmt::print("{}\n", base::to_text(json));
}

bool is_there(const std::filesystem::path& path)
{
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

/// Keys that are not there must never look like keys that were left out.
[[noreturn]] void refuse_without_keys(const std::string& what)
{
    throw base::Unavailable{what +
                            " So nothing is said of the ledger. To check without the keys on "
                            "purpose, and so neither the contents nor whether the end was "
                            "cut off, give --without-keys."};
}

seal::Key master_key(const OpenOptions& open)
{
    try {
        return open_master_key(open, base::SystemClock{}).key();
    } catch (const base::Unavailable& unavailable) {
        refuse_without_keys(unavailable.what());
    }
}

/// What is checked when the ledger is in PostgreSQL. The keys first, as always: the data only grow.
void copy_databases(const VerifyOptions& options, const OpenOptions& open,
                    const std::filesystem::path& copies, ledger::VerifyOptions& verify)
{
    using namespace ledger::verifying;
    std::filesystem::create_directories(copies / "keys");
    if (!options.without_keys) {
        verify.key_folder = open.folder.keys();
        if (!open.databases.keys.empty()) {
            verify.key_folder = copies / "keys";
            copy_from_postgres(open.databases.keys, CopiedTables::keys,
                               copies / "keys" / "keys.db");
        }
        verify.master_key = master_key(open);
    }
    verify.data_file = copies / "heed.db";
    copy_from_postgres(open.databases.data, CopiedTables::ledger, verify.data_file);
}

ledger::VerifyOptions verify_options(const VerifyOptions& options,
                                     const std::filesystem::path& copies)
{
    const OpenOptions open = options.place.to_open_options();
    ledger::VerifyOptions verify{.data_file = open.folder.data_file()};
    for (const std::string& path : options.held) {
        verify.held_checkpoints.push_back(read_file(path));
    }
    for (const std::string& typed : options.witnesses) {
        const auto key = ledger::parse_verifier_key(typed, ledger::KeyKind::witness);
        if (!key) throw base::BadRequest{typed + " is not the verifier key of a witness."};
        verify.witnesses.push_back({key->name, key->key});
    }
    if (!open.databases.data.empty()) {
        copy_databases(options, open, copies, verify);
        return verify;
    }
    if (!is_there(verify.data_file)) {
        throw base::Unavailable{"The data file " + verify.data_file.string() +
                                " is not there or cannot be read."};
    }
    if (options.without_keys) return verify;
    verify.key_folder = open.folder.keys();
    const std::filesystem::path store = open.folder.keys() / "keys.db";
    if (!is_there(store)) {
        refuse_without_keys("The key store " + store.string() +
                            " is not there or cannot be read. Put it back.");
    }
    verify.master_key = master_key(open);
    return verify;
}

Exit run(const VerifyOptions& options)
{
    const CopyFolder copies{options.copy_to};
    const ledger::Report report = ledger::verify(verify_options(options, copies.path()));
    // A ledger that is visibly wrong is a finding, whatever the key store holds.
    if (!options.without_keys && report.logs > 0 && report.is_whole() &&
        report.key_source == ledger::KeySource::data_file) {
        refuse_without_keys("The key store holds no key of the ledger in this data file: it "
                            "belongs to another one, or part of it is gone. Put back its own.");
    }
    if (options.json)
        print_json(options, report);
    else
        print(options, report);
    return report.is_whole() ? Exit::done : Exit::finding;
}

} // namespace

void add_verify_command(CLI::App& cli, Run& chosen)
{
    const auto options = std::make_shared<VerifyOptions>();
    CLI::App* const command =
        cli.add_subcommand("verify", "Check that nothing in the ledger was changed, left out or "
                                     "added (exit 0: whole, 1: something is wrong). The derived "
                                     "tables are checked by rebuild --check");
    add_place_options(*command, options->place);
    command->add_option("--held", options->held,
                        "A checkpoint that somebody else kept; may be given several times");
    command->add_option("--witness", options->witnesses,
                        "The verifier key of a witness that must have signed this history; may be "
                        "given several times");
    command->add_flag(
        "--without-keys", options->without_keys,
        "Leave the keys out, on purpose: check only what anybody can check who has the "
        "data file. Contents are not opened, and an end that was cut off may not show");
    command->add_option("--copy-to", options->copy_to,
                        "Keep the copy that is checked when the ledger is in PostgreSQL, in this "
                        "folder: another verifier can check it, too");
    command->add_flag("--json", options->json, "Print the report as one line of JSON");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace app
