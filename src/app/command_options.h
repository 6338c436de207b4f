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

/// `setting` is what the names of their environment variables begin with.
void add_serving_options(CLI::App& command, ServingOptions& options,
                         const std::string& setting = "HEED_");

/// The same for a command that serves, and what else it takes.
struct ListenOptions {
    ServingOptions serving;
    int metrics_port = -1;
    bool allow_root = false;

    /// Makes a certificate when there is none. Throws BadRequest when root would serve.
    ServeOptions to_serve_options(const DataFolder& folder, const base::Clock& clock) const;
};

void add_listen_options(CLI::App& command, ListenOptions& options,
                        const std::string& setting = "HEED_");

} // namespace app
