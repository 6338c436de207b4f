// The server's certificate: reading it, and making one for a machine that has none yet.
#pragma once

#include "base/clock.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct ssl_ctx_st;

namespace web {

/// PEM files. The certificate file may hold the chain, the server's own certificate first.
struct TlsFiles {
    std::filesystem::path certificate;
    std::filesystem::path private_key;
};

struct SelfSigned {
    std::vector<std::string> hosts; ///< names and addresses; the first is also the common name
    int days = 365;
};

/// Makes an EC P-256 key (file mode 0600) and a certificate that it signs itself. Throws
/// std::runtime_error when a file cannot be written, and when one of the two is already there.
void create_self_signed(const TlsFiles& files, const SelfSigned& wanted, const base::Clock& clock);

struct TlsContextDeleter {
    void operator()(ssl_ctx_st* context) const;
};
using TlsContext = std::unique_ptr<ssl_ctx_st, TlsContextDeleter>;

/// TLS 1.3 and nothing older. Throws std::runtime_error when the files cannot be used together.
TlsContext open_tls(const TlsFiles& files);

} // namespace web
