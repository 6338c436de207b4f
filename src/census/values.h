// From a gathered group to typed values: what cannot be read is refused and left out.
#pragma once

#include "census/census.h"
#include "census/group.h"

#include <optional>

namespace census {

Child to_child(const Node& group, int year, const Refuse& refuse);

/// Empty, with the reasons refused, when it is not known which authority's return this is or of
/// which year; then nothing in the file can be checked.
std::optional<Return> to_return(const Node& header, const Refuse& refuse);

} // namespace census
