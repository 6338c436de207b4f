#include "manual/problem.h"

#include <fmt/format.h>

namespace manual {

std::string Problem::text() const
{
    return line > 0 ? fmt::format("{}:{}: {}", file, line, reason)
                    : fmt::format("{}: {}", file, reason);
}

} // namespace manual
