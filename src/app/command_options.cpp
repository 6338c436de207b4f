#include "app/command_options.h"

#include <cstdlib>

namespace app {

namespace {

std::string systemd_credential()
{
    const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr) return {};
    const auto path = std::filesystem::path{folder} / "heed-master-key";
    return std::filesystem::exists(path) ? path.string() : std::string{};
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

void add_serving_options(CLI::App& command, ServingOptions& options)
{
    command.add_option("--address", options.serve.address, "The address to listen on")
        ->envname("HEED_ADDRESS")
        ->capture_default_str();
    command.add_option("--port", options.serve.port, "The port to listen on; 0 for any free one")
        ->envname("HEED_PORT")
        ->capture_default_str()
        ->check(CLI::Range(0, 65535));
    command
        .add_option("--host", options.serve.hosts,
                    "A name that people reach this site by; may be given several times, or as a "
                    "list with commas")
        ->delimiter(',')
        ->envname("HEED_HOST");
    command
        .add_option("--certificate", options.certificate,
                    "The certificate (PEM). Without one, a self-signed one is made")
        ->envname("HEED_CERTIFICATE");
    command.add_option("--private-key", options.private_key, "Its private key (PEM)")
        ->envname("HEED_PRIVATE_KEY");
}

} // namespace app
