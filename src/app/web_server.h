// Puts pages, API and files on one server, and stops it cleanly on SIGTERM or SIGINT.
#pragma once

#include "app/installation.h"
#include "web/server.h"
#include "witness/rounds.h"

#include <functional>

namespace app {

struct ServeOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8443;
    std::vector<std::string> hosts; ///< the names that the site answers to
    std::optional<std::uint16_t> metrics_port;
    web::Transport transport = web::Transport::tls;
    web::TlsFiles tls;
    witness::Rounds* witnesses = nullptr; ///< of the installation's ledger, when it has any
};

web::ServerOptions to_server_options(const ServeOptions& options);

/// From here on SIGTERM and SIGINT wait for serve(). To be called before any thread is started,
/// that is before the installation is opened: every thread inherits it.
void hold_stop_signals();

/// Serves until a signal says stop. `ready` is called once the server listens.
void run(web::Server& server, const std::function<void(const web::Server&)>& ready);

/// The same for an installation.
void serve(Installation& installation, const ServeOptions& options,
           const std::function<void(const web::Server&)>& ready);

/// Every route of the program.
web::Router all_routes(site::Site& site);

} // namespace app
