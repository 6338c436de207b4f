// The one way in which Heed asks another server for something: a POST of a few kilobytes, with
// limits on time and size, and TLS that is checked.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace web {

/// `https://witness.example.org:8444/heed`; plain HTTP for this machine's own addresses alone.
struct ServerAddress {
    bool is_encrypted = true;
    std::string host; ///< a name, or a number without brackets
    std::uint16_t port = 443;
    std::string prefix; ///< of every path there; no slash at its end

    /// Empty unless `text` is such an address.
    static std::optional<ServerAddress> parse(std::string_view text);
};

struct ClientOptions {
    /// Certificates (PEM) to believe besides those that the system does.
    std::filesystem::path certificates = {};
    std::chrono::milliseconds patience{5'000}; ///< for all of it
    std::size_t answer_limit = 16 * 1024;      ///< bytes of the answer's body
};

struct ClientAnswer {
    int status = 0;
    std::string content_type;
    std::string body;
};

/// Throws Unavailable, in words for whoever runs the server, when there is no answer in time, it is
/// too long, or the other side is not who it should be; and when `stop` is asked for.
ClientAnswer post(const ServerAddress& server, std::string_view path, std::string_view body,
                  const ClientOptions& options, const std::stop_token& stop = {});

} // namespace web
