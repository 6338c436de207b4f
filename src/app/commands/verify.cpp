// heed verify: checks the whole ledger, independently of the code that wrote it.
#include "ledger/verify.h"

#include "app/command.h"
#include "app/command_options.h"
#include "base/errors.h"

#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <sstream>
#include <unistd.h>

namespace app {

namespace {

struct Options {
    PlaceOptions place;
    std::vector<std::string> held;
    bool json = false;
    bool without_keys = false;
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

void print(const ledger::Report& report)
{
    for (const ledger::Finding& finding : report.findings)
        print(finding);
    if (report.findings_not_listed > 0) {
        fmt::print("and {} more\n", report.findings_not_listed);
    }
    fmt::print("{} entries and {} signed states checked in {:.1f} seconds, {} contents opened.\n",
               report.entries, report.checkpoints, report.seconds, report.payloads_opened);
    fmt::print("{}\n", report.is_whole() ? "The ledger is whole." : "The ledger is NOT whole.");
}

ledger::VerifyOptions verify_options(const Options& options)
{
    const OpenOptions open = options.place.to_open_options();
    ledger::VerifyOptions verify{.data_file = open.folder.data_file()};
    for (const std::string& path : options.held) {
        verify.held_checkpoints.push_back(read_file(path));
    }
    if (options.without_keys || !std::filesystem::exists(open.folder.keys() / "keys.db")) {
        return verify;
    }
    verify.key_folder = open.folder.keys();
    const bool has_master_key =
        !open.master_key.credential.empty() || !open.master_key.passphrase_file.empty() ||
        !open.master_key.file.empty() || std::filesystem::exists(open.folder.master_key());
    if (has_master_key) verify.master_key = open_master_key(open, base::SystemClock{}).key();
    return verify;
}

Exit run(const Options& options)
{
    const ledger::Report report = ledger::verify(verify_options(options));
    if (options.json)
        fmt::print("{}\n", base::to_text(ledger::to_json(report)));
    else
        print(report);
    return report.is_whole() ? Exit::done : Exit::finding;
}

} // namespace

void add_verify_command(CLI::App& cli, Run& chosen)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const command =
        cli.add_subcommand("verify", "Check that nothing in the ledger was changed, left out or "
                                     "added (exit 0: whole, 1: something is wrong)");
    add_place_options(*command, options->place);
    command->add_option("--held", options->held,
                        "A checkpoint that somebody else kept; may be given several times");
    command->add_flag("--without-keys", options->without_keys,
                      "Check only what anybody can check who has the data file");
    command->add_flag("--json", options->json, "Print the report as one line of JSON");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace app
