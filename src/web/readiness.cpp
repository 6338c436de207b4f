#include "web/readiness.h"

#include "base/text.h"

#include <array>
#include <charconv>
#include <memory>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace web {

namespace {

constexpr timeval longest_wait{5, 0};
constexpr std::size_t longest_answer = 16 * 1024;

struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSession {
    void operator()(SSL* session) const { SSL_free(session); }
};
struct FreeAddress {
    void operator()(addrinfo* address) const { ::freeaddrinfo(address); }
};

class Socket {
public:
    explicit Socket(const addrinfo& address)
        : m_file{::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0)}
    {
        ::setsockopt(m_file, SOL_SOCKET, SO_RCVTIMEO, &longest_wait, sizeof longest_wait);
        ::setsockopt(m_file, SOL_SOCKET, SO_SNDTIMEO, &longest_wait, sizeof longest_wait);
        m_is_open = ::connect(m_file, address.ai_addr, address.ai_addrlen) == 0;
    }
    ~Socket()
    {
        if (m_file >= 0) ::close(m_file);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    bool is_open() const { return m_is_open; }
    int file() const { return m_file; }

private:
    int m_file;
    bool m_is_open = false;
};

[[noreturn]] void give_up(const std::string& address, std::uint16_t port)
{
    ERR_clear_error();
    throw std::runtime_error{"Nobody answers on " + address + " port " + std::to_string(port) +
                             "."};
}

/// A server that listens everywhere is reached by the way that never leaves the machine.
std::string near_address(const std::string& address)
{
    if (address == "0.0.0.0") return "127.0.0.1";
    return address == "::" ? "::1" : address;
}

std::unique_ptr<addrinfo, FreeAddress> find(const std::string& address, std::uint16_t port)
{
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    ::getaddrinfo(near_address(address).c_str(), std::to_string(port).c_str(), &wanted, &found);
    return std::unique_ptr<addrinfo, FreeAddress>{found};
}

std::string exchange(SSL* session)
{
    constexpr std::string_view request =
        "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    std::string answer;
    if (SSL_write(session, request.data(), static_cast<int>(request.size())) <= 0) return answer;
    std::array<char, 4096> part{};
    while (answer.size() < longest_answer) {
        const int got = SSL_read(session, part.data(), static_cast<int>(part.size()));
        if (got <= 0) return answer;
        answer.append(part.data(), static_cast<std::size_t>(got));
    }
    return answer;
}

} // namespace

Readiness ask_ready(const std::string& address, std::uint16_t port)
{
    const auto place = find(address, port);
    if (!place) give_up(address, port);
    const Socket socket{*place};
    const std::unique_ptr<SSL_CTX, FreeContext> context{SSL_CTX_new(TLS_client_method())};
    const std::unique_ptr<SSL, FreeSession> session{context ? SSL_new(context.get()) : nullptr};
    if (!socket.is_open() || !session || SSL_set_fd(session.get(), socket.file()) != 1 ||
        SSL_connect(session.get()) != 1) {
        give_up(address, port);
    }
    const std::string answer = exchange(session.get());
    constexpr std::string_view start = "HTTP/1.1 ";
    const std::size_t body = answer.find("\r\n\r\n");
    Readiness readiness;
    if (!answer.starts_with(start) || body == std::string::npos) give_up(address, port);
    std::from_chars(answer.data() + start.size(), answer.data() + body, readiness.status);
    readiness.words = base::trim(std::string_view{answer}.substr(body + 4));
    ERR_clear_error();
    return readiness;
}

} // namespace web
