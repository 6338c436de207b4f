// A value, or the reason there is none. tl::expected has std::expected's member names, so that the
// standard one can replace it.
#pragma once

#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

namespace base {

template <typename Value, typename Refusal> using Result = tl::expected<Value, Refusal>;

template <typename Refusal> tl::unexpected<std::decay_t<Refusal>> refuse(Refusal&& refusal)
{
    return tl::unexpected<std::decay_t<Refusal>>{std::forward<Refusal>(refusal)};
}

} // namespace base
