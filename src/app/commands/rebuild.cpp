// heed rebuild: makes every derived table again from the ledger.
#include "app/command.h"
#include "app/command_options.h"

#include <fmt/format.h>
#include <memory>

namespace app {

namespace {

Exit run(const PlaceOptions& place)
{
    const OpenOptions open = place.to_open_options();
    const FolderLock lock{open.folder};
    const base::SystemClock clock;
    base::SystemRandom random;
    Installation installation{open, clock, random};
    const auto result = installation.ledger().rebuild([](const ledger::RebuildProgress& progress) {
        fmt::print(stderr, "\r{} of {} entries", progress.done, progress.total);
    });
    fmt::print(stderr, "\n");
    fmt::print("{} entries applied, {} of destroyed records passed over.\n", result.applied,
               result.destroyed);
    return Exit::done;
}

} // namespace

void add_rebuild_command(CLI::App& cli, Run& chosen)
{
    const auto options = std::make_shared<PlaceOptions>();
    CLI::App* const command = cli.add_subcommand(
        "rebuild", "Make every derived table again from the ledger. Stop the server first");
    add_place_options(*command, *options);
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace app
