// Options that several commands share: where the installation and its master key are, and where its
// server is.
#pragma once

#include "app/installation.h"
#include "app/web_server.h"

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

/// Where a server listens, under which names and with which certificate.
struct ServingOptions {
    ServeOptions serve;
    std::string certificate;
    std::string private_key;
};

void add_serving_options(CLI::App& command, ServingOptions& options);

} // namespace app
