// What is wrong with a manual, and where.
#pragma once

#include <string>
#include <vector>

namespace manual {

struct Problem {
    std::string file; ///< for example `england/forms/correction.toml`
    int line = 0;     ///< counted from 1; 0 when it concerns the whole file
    std::string reason;

    /// `england/roles.toml:12: …`
    std::string text() const;

    friend bool operator==(const Problem&, const Problem&) = default;
};

using Problems = std::vector<Problem>;

} // namespace manual
