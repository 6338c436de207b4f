// The server: listens, speaks TLS and HTTP/1.1, keeps every deadline and limit, and runs handlers
// on a pool of workers. One object is one running server.
#pragma once

#include "web/forgery.h"
#include "web/metrics.h"
#include "web/router.h"
#include "web/tls.h"

#include <any>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace web {

enum class Transport {
    tls,
    /// Plain HTTP for a demonstration on this machine. Refused for any address but loopback.
    plain_loopback_only,
};

enum class AccessLog { on, off };

struct Deadlines {
    std::chrono::milliseconds handshake{5'000};
    std::chrono::milliseconds header{
        10'000};                            ///< from the first byte of a request to its last header
    std::chrono::milliseconds body{30'000}; ///< plus the time that what has come so far needs at
                                            ///< Limits::slowest_body bytes a second
    std::chrono::milliseconds write{30'000}; ///< for each quarter of a megabyte of an answer
    std::chrono::milliseconds idle{60'000};  ///< between two requests
    std::chrono::milliseconds linger{1'000}; ///< for the other side to read a refusal
    std::chrono::milliseconds drain{20'000}; ///< for requests in flight when the server stops
};

struct Limits {
    std::size_t connections = 4'096; ///< fewer when the process may not open so many files
    std::size_t header_bytes = 16 * 1024;
    std::size_t header_count = 100;
    std::size_t target_bytes = 4'096;
    std::size_t slowest_body = 16 * 1024;       ///< bytes a second
    std::size_t parked_body = 256 * 1024;       ///< bytes read for a session that has run out
    std::size_t bodies_in_memory = 256U << 20U; ///< bytes of all bodies together; then 503
    std::size_t workers = 32;
    std::size_t waiting_requests = 256; ///< beyond those at work; then 503
    MultipartLimits multipart = {};
};

struct ServerOptions {
    std::string address = "127.0.0.1"; ///< numeric
    std::uint16_t port = 0;            ///< 0: any free one, see Server::port()
    Transport transport = Transport::tls;
    TlsFiles tls = {};
    /// The names and addresses this site answers to, without port. Loopback names are added for
    /// plain_loopback_only.
    std::vector<std::string> hosts = {};
    /// On 127.0.0.1, plain; 0: any free one. Answers also when the site has no connection left.
    std::optional<std::uint16_t> metrics_port = {};
    std::string sign_in_path = "/sign-in";
    FormTokens::Key form_key = {}; ///< secret, and the same after a restart
    std::size_t transport_threads = 2;
    AccessLog access_log = AccessLog::on;
    Deadlines deadlines = {};
    Limits limits = {};
};

enum class Admittance {
    admitted,
    /// A session that is known but has run out. The body is read, up to Limits::parked_body, and
    /// given to Hooks::park instead of the handler, so that typed work is kept.
    expired,
    refused,
};

struct Admission {
    Admittance admittance = Admittance::refused;
    std::any identity = {};   ///< becomes Request::identity
    std::string session = {}; ///< secret and fixed for the session's life: form tokens hang on it
};

/// What the application adds. Every hook is called from several threads at once, and may wait.
struct Hooks {
    /// Asked after the header and before the body. Reads cookies or the bearer token.
    std::function<Admission(const Request&)> authenticate;
    /// Answers a change that came with an expired session. Without it, that is a refusal.
    std::function<Response(Request&)> park = {};
    /// The page for an error. Without it, plain text.
    std::function<Response(const Request&, int status)> error_page = {};
    /// Why the server cannot serve now; empty when it can. For /readyz.
    std::function<std::optional<std::string>()> not_ready = {};
    /// What whoever runs the server should look at although it serves, in lines; for /readyz.
    std::function<std::string()> notice = {};
    /// More figures, in Prometheus's text format.
    std::function<std::string()> figures = {};
};

class Server {
public:
    /// Binds and listens. Throws std::runtime_error when it cannot, and std::invalid_argument for
    /// plain HTTP on an address that is not loopback and for TLS without a host name.
    Server(Router router, Hooks hooks, ServerOptions options);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Serves until stop() was called and the last request is answered or Deadlines::drain is over.
    void run();

    /// Stops accepting, closes idle connections and lets requests in flight finish. From any
    /// thread, any number of times.
    void stop();

    std::uint16_t port() const;
    std::uint16_t metrics_port() const; ///< 0 without one
    const Metrics& metrics() const;

private:
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

} // namespace web
