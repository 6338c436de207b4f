// What `heed doctor` looks at and what it says: one check, one finding, in words for an operator.
#pragma once

#include "app/installation.h"
#include "app/web_server.h"
#include "base/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace app::doctor {

enum class State {
    well,
    note,   ///< good to know, and nothing to do
    wrong,  ///< to be put right
    unknown ///< it could not be looked at
};

/// The fixed word for it, as in JSON.
std::string_view word(State state);

struct Finding {
    std::string_view name; ///< of the check: `free-space`
    State state = State::unknown;
    std::string what;   ///< one or two plain sentences
    std::string advice; ///< what to do; empty when there is nothing to do
};

struct Visit {
    OpenOptions open;
    ServeOptions serve;                     ///< where the server is, and its certificate
    std::filesystem::path system = "/";     ///< where `proc` and `sys` are
    std::uint64_t least_free = 1ULL << 30U; ///< bytes
};

struct Check {
    std::string_view name;
    Finding (*look)(const Visit& visit, const base::Clock& clock);
};

/// Every check there is, in the order in which they are shown.
const std::vector<Check>& all_checks();

/// Looks, and changes nothing on disk. What a check throws becomes a finding that it could not be
/// looked at. `only` names the checks to do; all when it is empty.
std::vector<Finding> examine(const Visit& visit, const std::vector<std::string>& only,
                             const base::Clock& clock);

base::json::object to_json(const std::vector<Finding>& findings);

} // namespace app::doctor
