// What the fuzz targets for manuals and answers do with their bytes. Each throws base::CheckFailed
// when something that must always hold does not.
#pragma once

#include <string_view>

namespace fuzz {

/// A TOML file.
void manual_toml(std::string_view bytes);

/// One file of a manual, in place of the sound one that the first byte names.
void manual_library(std::string_view bytes);

/// What was typed into a form with a field of every kind: one `name=value` a line.
void manual_typed(std::string_view bytes);

/// Answers to that form as JSON.
void manual_answers(std::string_view bytes);

} // namespace fuzz
