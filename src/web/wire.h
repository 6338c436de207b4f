// The bytes under HTTP, plain or through TLS. Private to server.cpp, the only file with sockets.
#pragma once

#include "web/tls.h"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstddef>
#include <memory>
#include <tuple>
#include <utility>

namespace web {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using Socket = asio::ip::tcp::socket;

template <typename Type> using Task = asio::awaitable<Type>;

/// Completes a wait with its error as a value: on a network, failing is nothing out of the
/// ordinary.
inline constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

class Wire {
public:
    struct Received {
        Error error;
        std::size_t bytes = 0;
    };

    virtual ~Wire() = default;

    virtual Socket& socket() = 0;
    virtual Task<Error> shake_hands() = 0;
    virtual Task<Received> read(asio::mutable_buffer into) = 0;
    virtual Task<Error> write(asio::const_buffer bytes) = 0;
    /// Says to the other side that nothing more will come.
    virtual Task<void> end() = 0;
};

class PlainWire final : public Wire {
public:
    explicit PlainWire(Socket socket) : m_socket{std::move(socket)} {}

    Socket& socket() override { return m_socket; }

    Task<Error> shake_hands() override { co_return Error{}; }

    Task<Received> read(asio::mutable_buffer into) override
    {
        const auto [error, bytes] = co_await m_socket.async_read_some(into, with_error);
        co_return Received{error, bytes};
    }

    Task<Error> write(asio::const_buffer bytes) override
    {
        const auto [error, written] = co_await asio::async_write(m_socket, bytes, with_error);
        co_return error;
    }

    Task<void> end() override { co_return; }

private:
    Socket m_socket;
};

class TlsWire final : public Wire {
public:
    TlsWire(Socket socket, asio::ssl::context& context) : m_stream{std::move(socket), context} {}

    Socket& socket() override { return m_stream.next_layer(); }

    Task<Error> shake_hands() override
    {
        const auto [error] =
            co_await m_stream.async_handshake(asio::ssl::stream_base::server, with_error);
        m_is_open = !error;
        co_return error;
    }

    Task<Received> read(asio::mutable_buffer into) override
    {
        const auto [error, bytes] = co_await m_stream.async_read_some(into, with_error);
        co_return Received{error, bytes};
    }

    Task<Error> write(asio::const_buffer bytes) override
    {
        const auto [error, written] = co_await asio::async_write(m_stream, bytes, with_error);
        co_return error;
    }

    Task<void> end() override
    {
        if (m_is_open) co_await m_stream.async_shutdown(with_error);
    }

private:
    asio::ssl::stream<Socket> m_stream;
    bool m_is_open = false;
};

} // namespace web
