#include "store/query.h"

#include "base/errors.h"

#include <limits>

namespace store {

Value to_value(base::Instant instant)
{
    return instant.milliseconds;
}

Value to_value(std::uint64_t number)
{
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    base::check(number <= largest, "a number fits the store's integers");
    return static_cast<std::int64_t>(number);
}

} // namespace store
