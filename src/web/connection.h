// One connection: its requests one after the other, each step under its own deadline. Private to
// server.cpp. g++ 12 compiles a co_await inside a condition wrongly, so each has its own statement.
#pragma once

#include "web/dispatcher.h"
#include "web/wire.h"
#include "web/workers.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace web {

class Connection;

/// Every open connection. What is posted to a connection's strand looks it up here first, because
/// by then it may be gone; it is taken out on that same strand.
class Connections {
public:
    std::uint64_t add(Connection& connection)
    {
        const std::scoped_lock lock{m_mutex};
        m_open.emplace(++m_last, &connection);
        return m_last;
    }

    void remove(std::uint64_t number)
    {
        const std::scoped_lock lock{m_mutex};
        m_open.erase(number);
    }

    Connection* find(std::uint64_t number)
    {
        const std::scoped_lock lock{m_mutex};
        const auto found = m_open.find(number);
        return found == m_open.end() ? nullptr : found->second;
    }

    std::size_t size()
    {
        const std::scoped_lock lock{m_mutex};
        return m_open.size();
    }

    /// Calls `visit(number, connection)` for each, which may only post to it.
    template <typename Visit> void each(Visit visit)
    {
        const std::scoped_lock lock{m_mutex};
        for (const auto& [number, connection] : m_open) {
            visit(number, *connection);
        }
    }

private:
    std::mutex m_mutex;
    std::map<std::uint64_t, Connection*> m_open;
    std::uint64_t m_last = 0;
};

/// What the connections of a server share.
struct Shared {
    Deadlines deadlines;
    Limits limits;
    Metrics& metrics;
    Workers& workers;
    Budget& body_memory;
    Connections& connections;
    std::atomic<bool>& stopping;
};

class Connection {
public:
    Connection(std::unique_ptr<Wire> wire, const Dispatcher& dispatcher, const Shared& shared)
        : m_wire{std::move(wire)},
          m_dispatcher{dispatcher}, m_shared{shared}, m_timer{m_wire->socket().get_executor()}
    {
        Error error;
        m_wire->socket().set_option(asio::ip::tcp::no_delay{true}, error);
        m_peer = m_wire->socket().remote_endpoint(error).address().to_string();
        m_number = m_shared.connections.add(*this); // nothing may fail after this
    }

    ~Connection() { m_shared.connections.remove(m_number); }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Socket& socket() { return m_wire->socket(); }

    Task<void> serve()
    {
        arm(m_shared.deadlines.handshake);
        // Awaited into a name: g++ 12 lays the frame out wrongly when an Error is awaited in an
        // `if`.
        const Error failed = co_await m_wire->shake_hands();
        if (failed) co_return;
        arm(m_shared.deadlines.header);
        bool goes_on = co_await serve_one();
        while (goes_on) {
            arm(m_shared.deadlines.idle);
            goes_on = co_await serve_one();
        }
        disarm();
    }

    /// The server stops: an idle connection ends now, one with a request when that is answered.
    void drain()
    {
        if (m_is_idle) cancel();
    }

    /// Gives up whatever is going on.
    void cut_off()
    {
        m_is_cut_off = true;
        arm_until(std::chrono::steady_clock::now());
    }

private:
    using Moment = std::chrono::steady_clock::time_point;

    void arm(std::chrono::milliseconds time) { arm_until(std::chrono::steady_clock::now() + time); }

    void arm_until(Moment moment)
    {
        m_has_expired = false;
        wait_until(moment, ++m_armed);
    }

    void wait_until(Moment moment, std::uint64_t armed)
    {
        m_timer.expires_at(moment);
        m_timer.async_wait([&open = m_shared.connections, number = m_number, armed](Error error) {
            if (error) return;
            if (Connection* const connection = open.find(number)) connection->expire(armed);
        });
    }

    void disarm()
    {
        ++m_armed;
        m_has_expired = false;
        m_timer.cancel();
    }

    void expire(std::uint64_t armed)
    {
        if (armed != m_armed) return;
        if (!m_has_expired) m_shared.metrics.count_cut_off();
        m_has_expired = true;
        cancel();
        // A handshake, or a long write, that is just between two of its steps goes on all the same:
        // it is cancelled again until it has ended.
        wait_until(std::chrono::steady_clock::now() + between_cancels, armed);
    }

    void cancel()
    {
        Error ignored;
        m_wire->socket().cancel(ignored);
    }

    /// More bytes into m_received; false when there will be none, for whatever reason.
    Task<bool> receive()
    {
        if (m_has_expired || m_is_cut_off) co_return false;
        const auto received = co_await m_wire->read(asio::buffer(m_piece));
        if (received.error || received.bytes == 0) co_return false;
        m_received.append(m_piece.data(), received.bytes);
        co_return true;
    }

    /// Piece by piece, each under the deadline: who reads slowly but steadily gets it all.
    Task<bool> send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            if (m_is_cut_off) co_return false;
            const std::string_view piece = bytes.substr(0, sent_piece);
            arm(m_shared.deadlines.write);
            const Error error = co_await m_wire->write({piece.data(), piece.size()});
            if (error) co_return false;
            bytes.remove_prefix(piece.size());
        }
        co_return true;
    }

    /// One request and its answer. True when another may follow on this connection.
    Task<bool> serve_one()
    {
        const bool began = co_await wait_for_first_byte();
        if (!began) co_return false;
        MessageParser parser{{.bytes = m_shared.limits.header_bytes,
                              .fields = m_shared.limits.header_count,
                              .target_bytes = m_shared.limits.target_bytes}};
        arm(m_shared.deadlines.header);
        while (true) {
            const auto used = parser.take_head(m_received);
            if (!used) co_return co_await refuse(used.error());
            m_received.erase(0, *used);
            if (*used > 0) break;
            const bool more = co_await receive();
            if (more) continue;
            if (m_has_expired) co_return co_await refuse(408);
            co_return false;
        }
        Exchange exchange = m_dispatcher.begin(parser.head(), m_peer);
        if (!exchange.answer) co_await answer(exchange, parser);
        co_return co_await finish(exchange);
    }

    Task<bool> wait_for_first_byte()
    {
        if (m_shared.stopping.load()) co_return false;
        if (!m_received.empty()) co_return true;
        m_is_idle = true;
        const bool arrived = co_await receive();
        m_is_idle = false;
        co_return arrived;
    }

    /// Admission, body, handler. Afterwards the exchange has an answer.
    Task<void> answer(Exchange& exchange, MessageParser& parser)
    {
        disarm();
        const auto admit = [&] { m_dispatcher.admit(exchange); };
        const auto handle = [&] { m_dispatcher.handle(exchange); };
        const auto both = [&] {
            admit();
            if (!exchange.answer) handle();
        };
        const bool waits = Dispatcher::waits(exchange);
        if (parser.is_complete()) {
            if (waits)
                co_await run_in_turn(exchange, both);
            else
                both();
            co_return;
        }
        if (waits)
            co_await run_in_turn(exchange, admit);
        else
            admit();
        if (!exchange.answer) co_await take_body(exchange, parser);
        if (exchange.answer) co_return;
        // What a person typed has arrived whole: it waits for a worker however many others do.
        if (waits)
            co_await m_shared.workers.run(handle);
        else
            handle();
    }

    /// Runs `step` on a worker, or refuses when too many others wait for one.
    template <typename Step> Task<void> run_in_turn(Exchange& exchange, Step step)
    {
        const auto place = m_shared.workers.take_place();
        if (place)
            co_await m_shared.workers.run(step);
        else
            m_dispatcher.refuse(exchange, 503);
    }

    Task<void> take_body(Exchange& exchange, MessageParser& parser)
    {
        const bool streams = exchange.receiver->streams();
        const std::uint64_t expected =
            exchange.body == Body::of_known_length ? exchange.body_bytes : exchange.body_limit;
        const auto memory = m_shared.body_memory.take(streams ? 2 * streamed_piece : expected);
        if (!memory) {
            m_dispatcher.refuse(exchange, 503);
            co_return;
        }
        parser.limit_body(exchange.body_limit);
        if (exchange.expects_continue && m_received.empty()) {
            const bool sent = co_await send("HTTP/1.1 100 Continue\r\n\r\n");
            if (!sent) m_is_cut_off = true;
        }
        Moment until = std::chrono::steady_clock::now() + m_shared.deadlines.body;
        std::string content;
        while (!exchange.answer) {
            const auto used = parser.take_body(m_received, content);
            if (!used) co_return m_dispatcher.refuse(exchange, used.error());
            m_received.erase(0, *used);
            until += time_for(*used);
            if (!streams || content.size() >= streamed_piece || parser.is_complete()) {
                const auto take = [&] { m_dispatcher.take(exchange, content); };
                if (streams)
                    until += co_await run_beside_deadline(take);
                else
                    take();
                content.clear();
            }
            if (exchange.answer || parser.is_complete()) break;
            arm_until(until);
            const bool more = co_await receive();
            if (!more) co_return m_dispatcher.refuse(exchange, 408);
        }
        disarm();
    }

    /// What the slowest sender may take for so many bytes. Counted as they come: who announces much
    /// and sends little is cut off as soon as who announced little.
    std::chrono::microseconds time_for(std::size_t bytes) const
    {
        return std::chrono::microseconds{bytes * 1'000'000 / m_shared.limits.slowest_body};
    }

    /// Runs `step` on a worker with no deadline running. How long that took.
    template <typename Step>
    Task<std::chrono::steady_clock::duration> run_beside_deadline(Step step)
    {
        disarm();
        const Moment began = std::chrono::steady_clock::now();
        co_await m_shared.workers.run(step);
        co_return std::chrono::steady_clock::now() - began;
    }

    /// Sends the answer. True when another request may follow.
    Task<bool> finish(Exchange& exchange)
    {
        if (m_shared.stopping.load()) exchange.after_answer = AfterAnswer::close;
        const std::string bytes = m_dispatcher.to_bytes(exchange);
        const bool sent = co_await send(bytes);
        m_dispatcher.record(exchange, bytes.size());
        if (!sent) co_return false;
        if (exchange.after_answer == AfterAnswer::keep_open) co_return true;
        co_await linger();
        co_return false;
    }

    /// Answers what is not a request that can be served, and ends the connection.
    Task<bool> refuse(int status)
    {
        const std::string bytes = m_dispatcher.refusal_bytes(status);
        const bool sent = co_await send(bytes);
        m_dispatcher.record_refusal(status, bytes.size());
        if (sent) co_await linger();
        co_return false;
    }

    /// Lets the other side read the last answer: closing while it still sends would throw away what
    /// it has not read yet.
    Task<void> linger()
    {
        arm(m_shared.deadlines.linger);
        co_await m_wire->end();
        Error error;
        socket().shutdown(Socket::shutdown_send, error);
        std::size_t discarded = 0;
        while (!error && !m_has_expired && !m_is_cut_off && discarded < linger_bytes) {
            const auto [failed, bytes] =
                co_await socket().async_read_some(asio::buffer(m_piece), with_error);
            error = failed;
            discarded += bytes;
        }
    }

    static constexpr std::size_t streamed_piece = 128 * 1024;
    static constexpr std::size_t sent_piece = 256 * 1024;
    static constexpr std::size_t linger_bytes = 16U << 20U;
    static constexpr std::chrono::milliseconds between_cancels{50};

    std::unique_ptr<Wire> m_wire;
    const Dispatcher& m_dispatcher;
    Shared m_shared;
    asio::steady_timer m_timer;
    std::uint64_t m_number = 0;
    std::string m_peer;
    std::string m_received; ///< and not used yet
    std::array<char, 16 * 1024> m_piece{};
    std::uint64_t m_armed = 0;
    bool m_has_expired = false;
    bool m_is_idle = false;
    bool m_is_cut_off = false;
};

} // namespace web
