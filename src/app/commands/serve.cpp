// heed serve: serves an installation until it is told to stop.
#include "app/command.h"
#include "app/command_options.h"
#include "app/web_server.h"
#include "app/witnesses.h"
#include "base/log.h"

#include <memory>

namespace app {

namespace {

struct ServeCommandOptions {
    PlaceOptions place;
    ListenOptions listen;
    WitnessOptions witnesses;
};

Exit run(const ServeCommandOptions& options)
{
    hold_stop_signals();
    OpenOptions open = options.place.to_open_options();
    open.databases.least_rights = true;
    const FolderLock lock{open.folder};
    const base::SystemClock clock;
    base::SystemRandom random;
    ServeOptions serving = options.listen.to_serve_options(open.folder, clock);
    Installation installation{open, clock, random};
    const auto witnesses = open_witnesses(installation, options.witnesses, clock);
    if (witnesses) ask_first(*witnesses);
    serving.witnesses = witnesses.get();
    serve(installation, serving, [](const web::Server& server) {
        base::log(base::LogLevel::info, "serving",
                  {{"port", std::int64_t{server.port()}},
                   {"metrics_port", std::int64_t{server.metrics_port()}}});
    });
    base::log(base::LogLevel::info, "stopped");
    return Exit::done;
}

} // namespace

void add_serve_command(CLI::App& cli, Run& chosen)
{
    const auto options = std::make_shared<ServeCommandOptions>();
    CLI::App* const command = cli.add_subcommand("serve", "Serve an installation");
    add_place_options(*command, options->place);
    add_listen_options(*command, options->listen);
    add_witness_options(*command, options->witnesses);
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace app
