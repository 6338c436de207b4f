// For tests of checks: a folder of one's own, and what it looks like.
#pragma once

#include "app/doctor/checkup.h"
#include "base/errors.h"
#include "base/sha256.h"
#include "base/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include <vector>

namespace app::doctor {

class TemporaryPlace {
public:
    TemporaryPlace()
    {
        std::string pattern = std::filesystem::temp_directory_path() / "heed-doctor-XXXXXX";
        base::check(::mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
        m_path = pattern;
    }
    ~TemporaryPlace()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryPlace(const TemporaryPlace&) = delete;
    TemporaryPlace& operator=(const TemporaryPlace&) = delete;

    std::filesystem::path at(const std::string& name) const { return m_path / name; }

    void put(const std::string& name, const std::string& content) const
    {
        std::filesystem::create_directories(at(name).parent_path());
        std::ofstream{at(name), std::ios::binary} << content;
    }

    /// Every name below it with its mode and content, and when each was changed.
    std::string fingerprint() const
    {
        std::vector<std::string> lines;
        for (const auto& inside : std::filesystem::recursive_directory_iterator{m_path}) {
            struct stat status = {};
            ::stat(inside.path().c_str(), &status);
            std::ostringstream content;
            if (inside.is_regular_file()) content << std::ifstream{inside.path()}.rdbuf();
            lines.push_back(
                fmt::format("{} {:o} {}.{} {}", inside.path().string(), status.st_mode,
                            status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
                            base::to_hex(base::sha256(base::view_bytes(content.str())))));
        }
        std::sort(lines.begin(), lines.end());
        return fmt::format("{}", fmt::join(lines, "\n"));
    }

private:
    std::filesystem::path m_path;
};

} // namespace app::doctor
