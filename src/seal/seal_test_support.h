// What tests of keys need: a folder that is gone afterwards, a clock that stands still, ids.
#pragma once

#include "base/clock.h"
#include "base/errors.h"
#include "base/random.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace seal {

class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string pattern = std::filesystem::temp_directory_path() / "heed-seal-XXXXXX";
        base::check(::mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
        m_path = pattern;
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

inline base::Instant test_instant()
{
    return *base::Instant::parse("2026-11-20T09:30:00.000Z");
}

} // namespace seal
