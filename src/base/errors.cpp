#include "base/errors.h"

#include <fmt/format.h>

namespace base {

void check(bool holds, std::string_view what, std::source_location place)
{
    if (holds) return;
    throw CheckFailed{fmt::format("{} ({}:{})", what, place.file_name(), place.line())};
}

} // namespace base
