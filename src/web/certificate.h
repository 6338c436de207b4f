// What a certificate says: for how long, for which names, and on whose word.
#pragma once

#include "base/time.h"

#include <filesystem>
#include <string>
#include <vector>

namespace web {

struct CertificateFacts {
    base::Instant from;
    base::Instant until;
    std::vector<std::string> not_named; ///< those of the hosts asked about that it is not for
    bool signs_itself = false;
};

/// Of the first certificate in a PEM file. Throws std::runtime_error when there is none.
CertificateFacts read_certificate(const std::filesystem::path& path,
                                  const std::vector<std::string>& hosts);

} // namespace web
