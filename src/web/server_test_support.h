// For tests: a real server on a free loopback port, and a client that sends exactly the bytes it is
// told to.
#pragma once

#include "web/server.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace web {

/// A folder of its own for one test, gone afterwards.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    /// Where a certificate and its key may go.
    TlsFiles tls_files() const { return {m_path / "certificate.pem", m_path / "key.pem"}; }

private:
    std::filesystem::path m_path;
};

/// Plain HTTP, a free port, no access log, and deadlines that a test can wait for.
ServerOptions test_options();

class RunningServer {
public:
    explicit RunningServer(Router router, Hooks hooks = {}, ServerOptions options = test_options());
    ~RunningServer();
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    Server& server() { return m_server; }
    std::uint16_t port() const { return m_server.port(); }

private:
    Server m_server;
    std::thread m_thread;
};

struct Answer {
    int status = 0; ///< 0: the connection ended without an answer
    std::string head;
    std::string body;

    std::string_view header(std::string_view name) const;
};

class RawClient {
public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    /// False once the other side has closed.
    bool send(std::string_view bytes);
    /// The next answer, read to its announced length.
    Answer receive();
    /// The next answer to a HEAD request: it announces a length and has no body.
    Answer receive_head();
    /// Everything until the other side closes; empty when it has not after ten seconds.
    std::optional<std::string> receive_to_end();
    /// Whatever has come, at most so many bytes, and throws it away. How many; none at the end.
    std::size_t receive_some(std::size_t most);
    /// Waits a moment for an answer or the end of the connection. True when there is one to
    /// receive.
    bool hears_something();

private:
    bool receive_more();

    int m_socket;
    std::string m_received;
};

/// One request on a connection of its own.
Answer ask(std::uint16_t port, std::string_view bytes);

/// `GET path` with a Host header, and more header lines when they are given.
std::string get_request(std::string_view path, std::string_view more = {});

/// A form sent from a page of this site.
std::string post_request(std::string_view path, std::string_view form, std::string_view more = {});

} // namespace web
