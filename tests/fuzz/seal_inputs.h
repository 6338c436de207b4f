// What the fuzz target for envelopes does with its bytes.
#pragma once

#include <string_view>

namespace fuzz {

/// An envelope; and, sealed, bytes of which one is changed afterwards: the first two say which and
/// the third how. Throws base::CheckFailed when something that must always hold does not.
void seal_envelope(std::string_view bytes);

} // namespace fuzz
