// The target of a request line: decoded once, strictly, so that no two readers see two paths.
#pragma once

#include "web/values.h"

#include <optional>
#include <string>
#include <string_view>

namespace web {

struct Target {
    std::string path;
    Values query;
};

/// Empty unless `text` is an absolute path, perhaps with a query, and holds none of: `//`, a `.` or
/// `..` part, an encoded slash, a backslash, a control character, a `#`, or text that is not UTF-8.
std::optional<Target> parse_target(std::string_view text);

} // namespace web
