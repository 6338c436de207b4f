// What the fuzz target for a record's forms does with its bytes.
#pragma once

#include <string_view>

namespace fuzz {

/// What was typed into one of the shipped manual's forms, for any children: one `name=value` a
/// line. Throws base::CheckFailed when something that must always hold does not.
void record_typed(std::string_view bytes);

} // namespace fuzz
