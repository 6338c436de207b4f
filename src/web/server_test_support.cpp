#include "web/server_test_support.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstdlib>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace web {

namespace {

constexpr int patience_seconds = 10;

Answer parse_head(std::string head)
{
    Answer answer;
    const std::string_view text = head;
    const std::string_view number = text.substr(text.find(' ') + 1, 3);
    std::from_chars(number.data(), number.data() + number.size(), answer.status);
    answer.head = std::move(head);
    return answer;
}

} // namespace

TemporaryFolder::TemporaryFolder()
{
    std::string pattern = (std::filesystem::temp_directory_path() / "heed-web-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    m_path = pattern;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

ServerOptions test_options()
{
    using std::chrono::milliseconds;
    ServerOptions options;
    options.transport = Transport::plain_loopback_only;
    options.access_log = AccessLog::off;
    options.limits.workers = 4;
    options.deadlines.linger = milliseconds{200};
    options.deadlines.drain = milliseconds{5'000};
    return options;
}

RunningServer::RunningServer(Router router, Hooks hooks, ServerOptions options)
    : m_server{std::move(router), std::move(hooks), std::move(options)}, m_thread{[this] {
          m_server.run();
      }}
{
}

RunningServer::~RunningServer()
{
    m_server.stop();
    m_thread.join();
}

std::string_view Answer::header(std::string_view name) const
{
    std::string_view rest = head;
    while (!rest.empty()) {
        const std::size_t end = rest.find("\r\n");
        const std::string_view line = rest.substr(0, end);
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && equal_ignoring_case(line.substr(0, colon), name)) {
            return base::trim(line.substr(colon + 1));
        }
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 2);
    }
    return {};
}

RawClient::RawClient(std::uint16_t port)
    : m_socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
{
    const timeval patience{.tv_sec = patience_seconds, .tv_usec = 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(m_socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error{"cannot connect to the server under test"};
    }
}

RawClient::~RawClient()
{
    ::close(m_socket);
}

bool RawClient::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

Answer RawClient::receive_head()
{
    std::size_t end = 0;
    while ((end = m_received.find("\r\n\r\n")) == std::string::npos) {
        if (!receive_more()) return {};
    }
    Answer answer = parse_head(m_received.substr(0, end + 2));
    m_received.erase(0, end + 4);
    return answer;
}

Answer RawClient::receive()
{
    Answer answer = receive_head();
    const std::string_view length = answer.header("content-length");
    std::size_t bytes = 0;
    std::from_chars(length.data(), length.data() + length.size(), bytes);
    while (m_received.size() < bytes && receive_more()) {
    }
    answer.body = m_received.substr(0, bytes);
    m_received.erase(0, bytes);
    return answer;
}

std::optional<std::string> RawClient::receive_to_end()
{
    std::array<char, 4096> piece{};
    while (true) {
        const ssize_t got = ::recv(m_socket, piece.data(), piece.size(), 0);
        if (got > 0) {
            m_received.append(piece.data(), static_cast<std::size_t>(got));
            continue;
        }
        const bool still_open = got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        if (still_open) return std::nullopt;
        return std::exchange(m_received, {});
    }
}

std::size_t RawClient::receive_some(std::size_t most)
{
    std::string piece(most, '\0');
    const ssize_t got = ::recv(m_socket, piece.data(), piece.size(), 0);
    return got > 0 ? static_cast<std::size_t>(got) : 0;
}

bool RawClient::hears_something()
{
    constexpr int moment_milliseconds = 10;
    pollfd waiting{.fd = m_socket, .events = POLLIN, .revents = 0};
    return ::poll(&waiting, 1, moment_milliseconds) > 0;
}

bool RawClient::receive_more()
{
    std::array<char, 4096> piece{};
    const ssize_t got = ::recv(m_socket, piece.data(), piece.size(), 0);
    if (got <= 0) return false;
    m_received.append(piece.data(), static_cast<std::size_t>(got));
    return true;
}

Answer ask(std::uint16_t port, std::string_view bytes)
{
    RawClient client{port};
    client.send(bytes);
    return client.receive();
}

std::string get_request(std::string_view path, std::string_view more)
{
    return "GET " + std::string{path} + " HTTP/1.1\r\nHost: localhost\r\n" + std::string{more} +
           "\r\n";
}

std::string post_request(std::string_view path, std::string_view form, std::string_view more)
{
    return "POST " + std::string{path} +
           " HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
           "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
           std::to_string(form.size()) + "\r\n" + std::string{more} + "\r\n" + std::string{form};
}

} // namespace web
