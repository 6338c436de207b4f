#include "app/command_options.h"

#include "base/errors.h"

#include <cstdlib>
#include <unistd.h>

namespace app {

namespace {

std::string systemd_credential()
{
    const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr) return {};
    const auto path = std::filesystem::path{folder} / "heed-master-key";
    return std::filesystem::exists(path) ? path.string() : std::string{};
}

web::TlsFiles tls_files(const ServingOptions& options, const DataFolder& folder,
                        const base::Clock& clock)
{
    if (options.certificate.empty() != options.private_key.empty()) {
        throw base::BadRequest{"Give both --certificate and --private-key, or neither."};
    }
    if (!options.certificate.empty()) return {options.certificate, options.private_key};
    const web::TlsFiles own{folder.certificate(), folder.private_key()};
    if (!std::filesystem::exists(own.certificate)) {
        std::vector<std::string> hosts = options.serve.hosts;
        hosts.insert(hosts.end(), {"localhost", "127.0.0.1"});
        web::create_self_signed(own, {.hosts = hosts}, clock);
    }
    return own;
}

} // namespace

OpenOptions PlaceOptions::to_open_options() const
{
    OpenOptions options{
        .folder = {data}, .master_key = {}, .manuals = manuals, .databases = databases};
    options.master_key.file = master_key;
    options.master_key.passphrase_file = passphrase_file;
    if (master_key.empty() && passphrase_file.empty()) {
        options.master_key.credential = systemd_credential();
    }
    return options;
}

void add_place_options(CLI::App& command, PlaceOptions& options)
{
    command.add_option("--data", options.data, "The folder that holds the installation")
        ->envname("HEED_DATA")
        ->capture_default_str();
    command
        .add_option("--master-key", options.master_key,
                    "The master key's file, when it is not keys/master.key in the data folder")
        ->envname("HEED_MASTER_KEY");
    command
        .add_option("--passphrase-file", options.passphrase_file,
                    "A file whose first line is the passphrase, in place of a key file")
        ->envname("HEED_PASSPHRASE_FILE");
    command
        .add_option("--manuals", options.manuals,
                    "A folder with your own manuals, in place of those of the same name")
        ->envname("HEED_MANUALS");
    add_database_options(command, options.databases);
}

void add_database_options(CLI::App& command, DatabaseOptions& options)
{
    command
        .add_option(
            "--database", options.data,
            "A PostgreSQL database for the data, in place of a file: host=… dbname=… user=…")
        ->envname("HEED_DATABASE");
    command
        .add_option("--keys-database", options.keys,
                    "Another PostgreSQL database for the keys, in place of a file")
        ->envname("HEED_KEYS_DATABASE");
    command
        .add_option("--working-role", options.working_role,
                    "The PostgreSQL role that Heed works as and that does not own the tables")
        ->envname("HEED_WORKING_ROLE")
        ->capture_default_str();
}

void add_serving_options(CLI::App& command, ServingOptions& options, const std::string& setting)
{
    command.add_option("--address", options.serve.address, "The address to listen on")
        ->envname(setting + "ADDRESS")
        ->capture_default_str();
    command.add_option("--port", options.serve.port, "The port to listen on; 0 for any free one")
        ->envname(setting + "PORT")
        ->capture_default_str()
        ->check(CLI::Range(0, 65535));
    command
        .add_option("--host", options.serve.hosts,
                    "A name that people reach this site by; may be given several times, or as a "
                    "list with commas")
        ->delimiter(',')
        ->envname(setting + "HOST");
    command
        .add_option("--certificate", options.certificate,
                    "The certificate (PEM). Without one, a self-signed one is made")
        ->envname(setting + "CERTIFICATE");
    command.add_option("--private-key", options.private_key, "Its private key (PEM)")
        ->envname(setting + "PRIVATE_KEY");
}

ServeOptions ListenOptions::to_serve_options(const DataFolder& folder,
                                             const base::Clock& clock) const
{
    if (geteuid() == 0 && !allow_root) {
        throw base::BadRequest{"Heed does not serve as root. Start it as a user of its own, or say "
                               "--allow-root."};
    }
    ServeOptions wanted = serving.serve;
    if (wanted.transport == web::Transport::tls) wanted.tls = tls_files(serving, folder, clock);
    wanted.hosts.insert(wanted.hosts.end(), {"localhost", "127.0.0.1"});
    if (metrics_port >= 0) wanted.metrics_port = static_cast<std::uint16_t>(metrics_port);
    return wanted;
}

void add_listen_options(CLI::App& command, ListenOptions& options, const std::string& setting)
{
    add_serving_options(command, options.serving, setting);
    command
        .add_option("--metrics-port", options.metrics_port,
                    "Serve figures for Prometheus on this loopback port; 0 for any free one")
        ->envname(setting + "METRICS_PORT")
        ->check(CLI::Range(0, 65535));
    command.add_flag("--allow-root", options.allow_root, "Serve even as root");
}

} // namespace app
