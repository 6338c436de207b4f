// heed rebuild: makes every derived table again from the ledger, or says which ones differ from it.
#include "app/command.h"
#include "app/command_options.h"
#include "base/errors.h"

#include <fmt/format.h>
#include <memory>

namespace app {

namespace {

struct RebuildOptions {
    PlaceOptions place;
    bool check = false;
};

void show(const ledger::RebuildProgress& progress)
{
    fmt::print(stderr, "\r{} of {} entries", progress.done, progress.total);
}

void print(const ledger::RebuildResult& result)
{
    fmt::print(stderr, "\n");
    fmt::print("{} entries applied, {} of destroyed records passed over.\n", result.applied,
               result.destroyed);
}

Exit check(ledger::Ledger& ledger)
{
    const ledger::RebuildCheck found = ledger.check_rebuild(show);
    print(found.rebuilt);
    for (const ledger::TableDifference& difference : found.differences) {
        fmt::print("Table {}: {} rows that the ledger makes are not there; {} rows are there that "
                   "it does not make.\n",
                   difference.table, difference.missing, difference.extra);
    }
    if (found.differences.empty()) {
        fmt::print("Every derived table is as the ledger makes it. Nothing was changed.\n");
        return Exit::done;
    }
    fmt::print("{} derived tables are NOT as the ledger makes them. Nothing was changed: heed "
               "rebuild without --check puts them right.\n",
               found.differences.size());
    return Exit::finding;
}

Exit run(const RebuildOptions& options)
{
    const OpenOptions open = options.place.to_open_options();
    const FolderLock lock{open.folder};
    const base::SystemClock clock;
    base::SystemRandom random;
    Installation installation{open, clock, random};
    try {
        if (options.check) return check(installation.ledger());
        print(installation.ledger().rebuild(show));
        return Exit::done;
    } catch (const base::CheckFailed&) {
        fmt::print(stderr, "\nThe ledger is not whole, so nothing can be made from it. Nothing was "
                           "changed. Run heed verify: it says which entry is wrong, and how.\n");
        return Exit::finding;
    }
}

} // namespace

void add_rebuild_command(CLI::App& cli, Run& chosen)
{
    const auto options = std::make_shared<RebuildOptions>();
    CLI::App* const command = cli.add_subcommand(
        "rebuild", "Make every derived table again from the ledger. Stop the server first");
    add_place_options(*command, options->place);
    command->add_flag("--check", options->check,
                      "Change nothing; say which derived tables differ from what the ledger makes "
                      "(exit 0: none, 1: some)");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace app
