#include "web/server.h"

#include "base/errors.h"
#include "base/log.h"
#include "web/connection.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>
#include <deque>
#include <stdexcept>
#include <sys/resource.h>
#include <thread>

namespace web {

namespace {

using Endpoint = asio::ip::tcp::endpoint;
using Acceptor = asio::ip::tcp::acceptor;

Endpoint parse_endpoint(const std::string& address, std::uint16_t port)
{
    Error error;
    const auto parsed = asio::ip::make_address(address, error);
    if (error) throw std::invalid_argument{"The address to listen on is not a numeric address."};
    return {parsed, port};
}

Endpoint endpoint_for(const ServerOptions& options)
{
    const Endpoint endpoint = parse_endpoint(options.address, options.port);
    if (options.transport == Transport::plain_loopback_only && !endpoint.address().is_loopback()) {
        throw std::invalid_argument{"Plain HTTP is for this machine only: a loopback address."};
    }
    if (options.transport == Transport::tls && options.hosts.empty()) {
        throw std::invalid_argument{"Say at least one name that the site is reached by."};
    }
    return endpoint;
}

Acceptor listen_on(asio::io_context& context, const Endpoint& endpoint)
{
    try {
        return Acceptor{asio::make_strand(context), endpoint};
    } catch (const boost::system::system_error& e) {
        throw std::runtime_error{"Cannot listen on " + endpoint.address().to_string() + " port " +
                                 std::to_string(endpoint.port()) + ": " + e.code().message() + "."};
    }
}

/// How many connections this process has descriptors for, `wanted` at most. Raises what it may
/// open as far as it is allowed to, and leaves some for the store: a crowd of connections must not
/// keep a signing from its file.
std::size_t connections_within(std::size_t wanted)
{
    constexpr std::size_t for_the_rest = 256;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
    const rlim_t needed = wanted + for_the_rest;
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = std::min(limit.rlim_max, needed);
        ::setrlimit(RLIMIT_NOFILE, &limit);
        ::getrlimit(RLIMIT_NOFILE, &limit);
    }
    const auto allowed = static_cast<std::size_t>(limit.rlim_cur);
    return std::min(wanted, allowed > 2 * for_the_rest ? allowed - for_the_rest : allowed / 2);
}

DispatcherOptions dispatcher_options(const ServerOptions& options)
{
    const bool plain = options.transport == Transport::plain_loopback_only;
    DispatcherOptions chosen{
        .encrypted = plain ? Encrypted::no : Encrypted::yes,
        .hosts = options.hosts,
        .sign_in_path = options.sign_in_path,
        .form_key = options.form_key,
        .access_log = options.access_log,
        .limits = options.limits,
    };
    std::transform(chosen.hosts.begin(), chosen.hosts.end(), chosen.hosts.begin(), to_lower);
    if (plain) chosen.hosts.insert(chosen.hosts.end(), {"localhost", "127.0.0.1", "[::1]"});
    return chosen;
}

/// The site's own routes: whether it lives, whether it can serve, and what a browser's policy
/// refused.
Router with_own_routes(Router router, const Hooks& hooks)
{
    router.add({.pattern = "/healthz",
                .name = "healthz",
                .needs = Needs::nothing,
                .handler = [](Request&) { return plain_text("alive\n"); },
                .runs = Runs::inline_});
    router.add({.pattern = "/readyz",
                .name = "readyz",
                .needs = Needs::nothing,
                .handler = [not_ready = hooks.not_ready, notice = hooks.notice](Request&) {
                    const auto why = not_ready ? not_ready() : std::nullopt;
                    if (why) return plain_text(*why + "\n", 503);
                    return plain_text("ready\n" + (notice ? notice() : std::string{}));
                }});
    router.add({.method = Method::post,
                .pattern = std::string{policy_report_path},
                .name = "policy.report",
                .needs = Needs::nothing,
                .takes = Takes::bytes,
                .body_limit = 16 * 1024,
                .handler = [](Request& request) {
                    base::log(
                        base::LogLevel::warning, "policy_violated",
                        {{"request", request.id}, {"directive", violated_directive(request.body)}});
                    return no_content();
                }});
    return router;
}

Router metrics_router(const Metrics& metrics, const std::function<std::string()>& figures)
{
    Router router;
    router.add({.pattern = "/metrics",
                .name = "metrics",
                .needs = Needs::nothing,
                .handler =
                    [&metrics, figures](Request&) {
                        Response response =
                            plain_text(metrics.text() + (figures ? figures() : std::string{}));
                        response.with_header("Content-Type", "text/plain; version=0.0.4");
                        return response;
                    },
                .runs = Runs::inline_});
    return router;
}

DispatcherOptions metrics_options()
{
    return {.encrypted = Encrypted::no,
            .hosts = {"localhost", "127.0.0.1", "[::1]"},
            .access_log = AccessLog::off};
}

} // namespace

class Server::Implementation {
public:
    Implementation(Router router, Hooks hooks, ServerOptions options)
        : m_options{within_limits(std::move(options))},
          m_acceptor{listen_on(m_context, endpoint_for(m_options))}, m_control{asio::make_strand(
                                                                         m_context)},
          m_drain_timer{m_control}, m_site{with_own_routes(std::move(router), hooks), hooks,
                                           dispatcher_options(m_options), m_metrics},
          m_metrics_site{
              metrics_router(m_metrics, hooks.figures), {}, metrics_options(), m_metrics},
          m_workers{m_options.limits.workers, m_options.limits.waiting_requests, m_metrics},
          m_body_memory{m_options.limits.bodies_in_memory}
    {
        if (m_options.transport == Transport::tls) {
            m_tls = std::make_unique<asio::ssl::context>(open_tls(m_options.tls).release());
        }
        if (m_options.metrics_port) {
            m_metrics_acceptor.emplace(
                listen_on(m_context, parse_endpoint("127.0.0.1", *m_options.metrics_port)));
            m_metrics_port = m_metrics_acceptor->local_endpoint().port();
        }
        m_port = m_acceptor.local_endpoint().port();
    }

    void run()
    {
        m_listeners.emplace_back(m_acceptor, m_site, m_tls.get(), m_options.limits.connections);
        if (m_metrics_acceptor) {
            m_listeners.emplace_back(*m_metrics_acceptor, m_metrics_site, nullptr,
                                     m_options.limits.connections + for_metrics);
        }
        std::vector<std::thread> threads;
        for (std::size_t i = 1; i < m_options.transport_threads; ++i) {
            threads.emplace_back([this] { run_until_stopped(); });
        }
        run_until_stopped();
        for (std::thread& thread : threads) {
            thread.join();
        }
    }

    void stop()
    {
        if (m_stopping.exchange(true)) return;
        close(m_acceptor);
        if (m_metrics_acceptor) close(*m_metrics_acceptor);
        to_each([](Connection& connection) { connection.drain(); });
        asio::post(m_control, [this] { start_drain_deadline(); });
    }

    std::uint16_t port() const { return m_port; }
    std::uint16_t metrics_port() const { return m_metrics_port; }
    const Metrics& metrics() const { return m_metrics; }

private:
    static ServerOptions within_limits(ServerOptions options)
    {
        options.limits.connections = connections_within(options.limits.connections);
        return options;
    }

    static void close(Acceptor& acceptor)
    {
        asio::post(acceptor.get_executor(), [&acceptor] {
            Error ignored;
            acceptor.close(ignored);
        });
    }

    /// Lets `act` happen to every connection, each on its own strand.
    template <typename Act> void to_each(Act act)
    {
        m_connections.each([&](std::uint64_t number, Connection& connection) {
            asio::post(connection.socket().get_executor(), [this, number, act] {
                if (Connection* const open = m_connections.find(number)) act(*open);
            });
        });
    }

    void start_drain_deadline()
    {
        if (m_connections.size() == 0) return;
        m_drain_timer.expires_after(m_options.deadlines.drain);
        m_drain_timer.async_wait([this](Error error) {
            if (!error) to_each([](Connection& connection) { connection.cut_off(); });
        });
    }

    struct Listener {
        Listener(Acceptor& its_acceptor, const Dispatcher& its_dispatcher,
                 asio::ssl::context* its_tls, std::size_t most)
            : acceptor{its_acceptor}, dispatcher{its_dispatcher}, tls{its_tls}, most_connections{
                                                                                    most}
        {
        }

        Acceptor& acceptor;
        const Dispatcher& dispatcher;
        asio::ssl::context* tls; ///< null for plain HTTP
        std::size_t most_connections;
        std::atomic<bool> is_listening{false};
    };

    /// So many connections more than the site may have, so that it can be looked at when it is
    /// full.
    static constexpr std::size_t for_metrics = 8;

    /// What cannot go on for want of memory is thrown out of the context, and what it belonged to
    /// is gone: a connection, which is closed with that, or a listener, which then listens anew.
    void run_until_stopped()
    {
        while (true) {
            try {
                for (Listener& listener : m_listeners)
                    listen(listener);
                m_context.run();
                return;
            } catch (const std::exception& e) {
                base::log(base::LogLevel::error, "transport_failed", {{"kind", typeid(e).name()}});
                std::this_thread::yield();
            }
        }
    }

    void listen(Listener& listener)
    {
        if (m_stopping.load() || listener.is_listening.exchange(true)) return;
        try {
            asio::co_spawn(listener.acceptor.get_executor(), accept(listener), asio::detached);
        } catch (...) {
            listener.is_listening.store(false);
            throw;
        }
    }

    /// Lives as long as the coroutine that listens, however that ends.
    class Listening {
    public:
        explicit Listening(std::atomic<bool>& is_listening) : m_is_listening{is_listening} {}
        ~Listening() { m_is_listening.store(false); }
        Listening(const Listening&) = delete;
        Listening& operator=(const Listening&) = delete;

    private:
        std::atomic<bool>& m_is_listening;
    };

    /// One connection that fails to begin, for want of memory or of anything else, must not be the
    /// last one: whatever is thrown here ends with that connection.
    Task<void> accept(Listener& listener)
    {
        const Listening listening{listener.is_listening};
        asio::steady_timer pause{listener.acceptor.get_executor()};
        bool must_pause = false;
        while (listener.acceptor.is_open() && !m_stopping.load()) {
            try {
                // Out of file descriptors or memory, most likely: trying again at once would only
                // spin.
                if (must_pause) {
                    must_pause = false;
                    pause.expires_after(std::chrono::milliseconds{100});
                    co_await pause.async_wait(with_error);
                }
                const Error error = co_await accept_one(listener);
                if (error == asio::error::operation_aborted) break;
                if (!error) continue;
                base::log(base::LogLevel::warning, "accept_failed", {{"code", error.value()}});
            } catch (const std::exception& e) {
                base::log(base::LogLevel::warning, "accept_failed", {{"kind", typeid(e).name()}});
            }
            m_metrics.count_refused_connection();
            must_pause = true;
        }
    }

    Task<Error> accept_one(const Listener& listener)
    {
        auto [error, socket] =
            co_await listener.acceptor.async_accept(asio::make_strand(m_context), with_error);
        if (error) co_return error;
        if (m_connections.size() >= listener.most_connections) {
            m_metrics.count_refused_connection();
            co_return Error{};
        }
        std::unique_ptr<Wire> wire;
        if (listener.tls != nullptr)
            wire = std::make_unique<TlsWire>(std::move(socket), *listener.tls);
        else
            wire = std::make_unique<PlainWire>(std::move(socket));
        const auto strand = wire->socket().get_executor();
        asio::co_spawn(strand, serve(std::move(wire), listener.dispatcher), asio::detached);
        co_return Error{};
    }

    Task<void> serve(std::unique_ptr<Wire> wire, const Dispatcher& dispatcher)
    {
        m_metrics.open_connections.fetch_add(1);
        try {
            const auto connection =
                std::make_unique<Connection>(std::move(wire), dispatcher, shared());
            co_await connection->serve();
        } catch (const std::exception& e) {
            base::log(base::LogLevel::error, "connection_failed", {{"kind", typeid(e).name()}});
        }
        m_metrics.open_connections.fetch_sub(1);
        if (m_connections.size() == 0 && m_stopping.load()) {
            asio::post(m_control, [this] { m_drain_timer.cancel(); });
        }
    }

    Shared shared()
    {
        return {.deadlines = m_options.deadlines,
                .limits = m_options.limits,
                .metrics = m_metrics,
                .workers = m_workers,
                .body_memory = m_body_memory,
                .connections = m_connections,
                .stopping = m_stopping};
    }

    ServerOptions m_options;
    Metrics m_metrics;
    Connections m_connections;
    std::atomic<bool> m_stopping{false};
    asio::io_context m_context;
    Acceptor m_acceptor;
    std::optional<Acceptor> m_metrics_acceptor;
    std::deque<Listener> m_listeners; ///< do not move once they listen
    asio::strand<asio::io_context::executor_type> m_control;
    asio::steady_timer m_drain_timer;
    std::unique_ptr<asio::ssl::context> m_tls;
    Dispatcher m_site;
    Dispatcher m_metrics_site;
    Workers m_workers;
    Budget m_body_memory;
    std::uint16_t m_port = 0;
    std::uint16_t m_metrics_port = 0;
};

Server::Server(Router router, Hooks hooks, ServerOptions options)
    : m_implementation{
          std::make_unique<Implementation>(std::move(router), std::move(hooks), std::move(options))}
{
}

Server::~Server() = default;

void Server::run()
{
    m_implementation->run();
}

void Server::stop()
{
    m_implementation->stop();
}

std::uint16_t Server::port() const
{
    return m_implementation->port();
}

std::uint16_t Server::metrics_port() const
{
    return m_implementation->metrics_port();
}

const Metrics& Server::metrics() const
{
    return m_implementation->metrics();
}

} // namespace web
