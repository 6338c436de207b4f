// heed init: a new, empty installation.
#include "app/command.h"
#include "app/command_options.h"

#include <fmt/format.h>
#include <memory>

namespace app {

namespace {

struct InitOptions {
    PlaceOptions place;
    NewInstallation wanted{.name = "", .manual = "england", .origin = ""};
};

Exit init(const InitOptions& options)
{
    const base::SystemClock clock;
    base::SystemRandom random;
    NewInstallation wanted = options.wanted;
    if (wanted.origin.empty()) wanted.origin = "heed.local/" + wanted.manual;
    Installation::create(options.place.to_open_options(), wanted, clock, random);
    fmt::print("There is an installation in {} now.\n"
               "Keep copies of keys.db and of the master key in two different places: without both "
               "nobody can read the records.\n"
               "Next: heed user add, then heed serve.\n",
               options.place.data);
    return Exit::done;
}

} // namespace

void add_init_command(CLI::App& cli, Run& chosen)
{
    const auto options = std::make_shared<InitOptions>();
    CLI::App* const command = cli.add_subcommand("init", "Make a new, empty installation");
    add_place_options(*command, options->place);
    command->add_option("--name", options->wanted.name, "The partnership's name")->required();
    command->add_option("--manual", options->wanted.manual, "The procedures manual to work by")
        ->capture_default_str();
    command->add_option("--origin", options->wanted.origin,
                        "The ledger's name: your host name and a path, for example "
                        "heed.example.org/children");
    command->callback([options, &chosen] { chosen = [options] { return init(*options); }; });
}

} // namespace app
