// Options that several commands share: where the installation is and where its master key is.
#pragma once

#include "app/installation.h"

#include <CLI/CLI.hpp>
#include <string>

namespace app {

/// As typed on the command line.
struct PlaceOptions {
    std::string data = "heed-data";
    std::string master_key;
    std::string passphrase_file;
    std::string manuals;
    DatabaseOptions databases;

    /// The credential that systemd hands over is used when there is one.
    OpenOptions to_open_options() const;
};

void add_place_options(CLI::App& command, PlaceOptions& options);
void add_database_options(CLI::App& command, DatabaseOptions& options);

} // namespace app
