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
    command.add_option("--master-key", options.master_key,
                       "The master key's file, when it is not keys/master.key in the data folder");
    command.add_option("--passphrase-file", options.passphrase_file,
                       "A file whose first line is the passphrase, in place of a key file");
    command.add_option("--manuals", options.manuals,
                       "A folder with your own manuals, in place of those of the same name");
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

} // namespace app
