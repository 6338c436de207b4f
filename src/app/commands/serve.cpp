// heed serve: serves an installation until it is told to stop.
#include "app/command.h"
#include "app/command_options.h"
#include "app/web_server.h"
#include "base/errors.h"
#include "base/log.h"

#include <fmt/format.h>
#include <memory>
#include <unistd.h>

namespace app {

namespace {

struct ServeCommandOptions {
    PlaceOptions place;
    ServingOptions serving;
    int metrics_port = -1;
    bool allow_root = false;
};

web::TlsFiles tls_files(const ServeCommandOptions& options, const DataFolder& folder,
                        const base::Clock& clock)
{
    if (options.serving.certificate.empty() != options.serving.private_key.empty()) {
        throw base::BadRequest{"Give both --certificate and --private-key, or neither."};
    }
    if (!options.serving.certificate.empty())
        return {options.serving.certificate, options.serving.private_key};
    const web::TlsFiles own{folder.certificate(), folder.private_key()};
    if (!std::filesystem::exists(own.certificate)) {
        std::vector<std::string> hosts = options.serving.serve.hosts;
        hosts.insert(hosts.end(), {"localhost", "127.0.0.1"});
        web::create_self_signed(own, {.hosts = hosts}, clock);
    }
    return own;
}

Exit run(const ServeCommandOptions& options)
{
    hold_stop_signals();
    if (geteuid() == 0 && !options.allow_root) {
        throw base::BadRequest{"Heed does not serve as root. Start it as a user of its own, or say "
                               "--allow-root."};
    }
    OpenOptions open = options.place.to_open_options();
    open.databases.least_rights = true;
    const FolderLock lock{open.folder};
    const base::SystemClock clock;
    base::SystemRandom random;
    Installation installation{open, clock, random};
    ServeOptions serving = options.serving.serve;
    serving.tls = tls_files(options, open.folder, clock);
    serving.hosts.insert(serving.hosts.end(), {"localhost", "127.0.0.1"});
    if (options.metrics_port >= 0) {
        serving.metrics_port = static_cast<std::uint16_t>(options.metrics_port);
    }
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
    add_serving_options(*command, options->serving);
    command
        ->add_option("--metrics-port", options->metrics_port,
                     "Serve figures for Prometheus on this loopback port; 0 for any free one")
        ->envname("HEED_METRICS_PORT")
        ->check(CLI::Range(0, 65535));
    command->add_flag("--allow-root", options->allow_root, "Serve even as root");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace app
