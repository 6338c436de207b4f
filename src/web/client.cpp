#include "web/client.h"

#include "base/errors.h"
#include "base/text.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <exception>
#include <openssl/ssl.h>

namespace web {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Socket = asio::ip::tcp::socket;
using Ask = http::request<http::string_body>;

constexpr std::uint16_t plain_port = 80;
constexpr std::uint16_t encrypted_port = 443;

/// Between two looks at whether to stop.
constexpr std::chrono::milliseconds glance{50};

bool is_host(std::string_view host)
{
    return !host.empty() && host.size() <= 253 &&
           std::all_of(host.begin(), host.end(), [](char character) {
               return (character >= 'a' && character <= 'z') ||
                      (character >= 'A' && character <= 'Z') ||
                      (character >= '0' && character <= '9') || character == '.' ||
                      character == '-' || character == ':';
           });
}

bool is_this_machine(std::string_view host)
{
    boost::system::error_code error;
    const auto address = asio::ip::make_address(std::string{host}, error);
    return host == "localhost" || (!error && address.is_loopback());
}

bool is_prefix(std::string_view prefix)
{
    constexpr std::string_view others = "/-._~";
    const auto fits = [&](char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
               (character >= '0' && character <= '9') ||
               others.find(character) != std::string_view::npos;
    };
    return (prefix.empty() || prefix.front() == '/') &&
           std::all_of(prefix.begin(), prefix.end(), fits);
}

/// Takes `text` to pieces at its last colon, unless that belongs to a number in brackets.
bool read_authority(std::string_view text, ServerAddress& address)
{
    const std::size_t bracket = text.rfind(']');
    const std::size_t colon = text.rfind(':');
    const bool has_port =
        colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
    std::string_view host = has_port ? text.substr(0, colon) : text;
    if (has_port) {
        const auto port = base::parse_decimal(text.substr(colon + 1));
        if (!port || *port == 0 || *port > UINT16_MAX) return false;
        address.port = static_cast<std::uint16_t>(*port);
    }
    const bool in_brackets = host.starts_with('[') && host.ends_with(']');
    if (in_brackets) host = host.substr(1, host.size() - 2);
    if (!in_brackets && host.find(':') != std::string_view::npos) return false;
    address.host = host;
    return is_host(host);
}

std::string host_header(const ServerAddress& server)
{
    const bool is_number = server.host.find(':') != std::string::npos;
    const std::string host = is_number ? "[" + server.host + "]" : server.host;
    const std::uint16_t usual = server.is_encrypted ? encrypted_port : plain_port;
    return server.port == usual ? host : host + ":" + std::to_string(server.port);
}

Ask ask_for(const ServerAddress& server, std::string_view path, std::string_view body)
{
    Ask ask{http::verb::post, server.prefix + std::string{path}, 11, std::string{body}};
    ask.set(http::field::host, host_header(server));
    ask.set(http::field::content_type, "text/plain; charset=utf-8");
    ask.set(http::field::connection, "close");
    ask.prepare_payload();
    return ask;
}

asio::ssl::context trusting(const ClientOptions& options)
{
    asio::ssl::context context{asio::ssl::context::tls_client};
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_3_VERSION);
    context.set_default_verify_paths();
    if (!options.certificates.empty()) context.load_verify_file(options.certificates.string());
    context.set_verify_mode(asio::ssl::verify_peer);
    return context;
}

template <typename Stream>
asio::awaitable<ClientAnswer> converse(Stream& stream, const Ask& ask, std::size_t answer_limit)
{
    co_await http::async_write(stream, ask, asio::use_awaitable);
    http::response_parser<http::string_body> parser;
    parser.body_limit(answer_limit);
    boost::beast::flat_buffer buffer;
    co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
    auto& received = parser.get();
    co_return ClientAnswer{.status = static_cast<int>(received.result_int()),
                           .content_type = std::string{received[http::field::content_type]},
                           .body = std::move(received.body())};
}

asio::awaitable<ClientAnswer> exchange(const ServerAddress& server, const Ask& ask,
                                       const ClientOptions& options)
{
    const auto executor = co_await asio::this_coro::executor;
    asio::ip::tcp::resolver resolver{executor};
    const auto places = co_await resolver.async_resolve(server.host, std::to_string(server.port),
                                                        asio::use_awaitable);
    Socket socket{executor};
    co_await asio::async_connect(socket, places, asio::use_awaitable);
    if (!server.is_encrypted) co_return co_await converse(socket, ask, options.answer_limit);

    asio::ssl::context context = trusting(options);
    asio::ssl::stream<Socket&> stream{socket, context};
    SSL_set_tlsext_host_name(stream.native_handle(), server.host.c_str());
    stream.set_verify_callback(asio::ssl::host_name_verification{server.host});
    co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
    co_return co_await converse(stream, ask, options.answer_limit);
}

} // namespace

std::optional<ServerAddress> ServerAddress::parse(std::string_view text)
{
    constexpr std::string_view plain = "http://";
    constexpr std::string_view encrypted = "https://";
    ServerAddress address;
    if (text.starts_with(encrypted)) {
        text.remove_prefix(encrypted.size());
    } else if (text.starts_with(plain)) {
        text.remove_prefix(plain.size());
        address.is_encrypted = false;
        address.port = plain_port;
    } else {
        return std::nullopt;
    }
    const std::size_t slash = std::min(text.find('/'), text.size());
    std::string_view prefix = text.substr(slash);
    while (prefix.ends_with('/'))
        prefix.remove_suffix(1);
    address.prefix = prefix;
    if (!read_authority(text.substr(0, slash), address) || !is_prefix(prefix)) return std::nullopt;
    if (!address.is_encrypted && !is_this_machine(address.host)) return std::nullopt;
    return address;
}

ClientAnswer post(const ServerAddress& server, std::string_view path, std::string_view body,
                  const ClientOptions& options, const std::stop_token& stop)
{
    const std::string place = server.host + " port " + std::to_string(server.port);
    try {
        const Ask ask = ask_for(server, path, body);
        asio::io_context context;
        std::optional<ClientAnswer> answer;
        std::exception_ptr failure;
        asio::co_spawn(
            context, [&] { return exchange(server, ask, options); },
            [&](const std::exception_ptr& error, ClientAnswer received) {
                failure = error;
                if (!error) answer = std::move(received);
            });
        const auto until = std::chrono::steady_clock::now() + options.patience;
        while (!answer && !failure && !stop.stop_requested() &&
               std::chrono::steady_clock::now() < until) {
            context.run_for(glance);
        }
        if (failure) std::rethrow_exception(failure);
        if (!answer) throw base::Unavailable{"No answer from " + place + " in time."};
        return std::move(*answer);
    } catch (const boost::system::system_error& error) {
        throw base::Unavailable{"No answer from " + place + ": " + error.code().message() + "."};
    }
}

} // namespace web
