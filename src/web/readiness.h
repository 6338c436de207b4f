// Asks a server on this machine whether it is ready, as an alarm would.
#pragma once

#include <cstdint>
#include <string>

namespace web {

struct Readiness {
    int status = 0;
    std::string words; ///< what /readyz says, on one line
};

/// Over TLS, without looking at the certificate: it never leaves this machine. `address` is the one
/// that the server listens on. Throws std::runtime_error when nobody answers within five seconds.
Readiness ask_ready(const std::string& address, std::uint16_t port);

} // namespace web
