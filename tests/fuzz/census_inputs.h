// What the fuzz target for the census return does with its bytes.
#pragma once

#include <string_view>

namespace fuzz {

/// A Children in Need return: the reader may refuse it, and nothing else. Throws base::CheckFailed
/// when something that must always hold does not.
void census_cin(std::string_view bytes);

} // namespace fuzz
