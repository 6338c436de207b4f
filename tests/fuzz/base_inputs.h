// What the fuzz targets for words and JSON do with their bytes. Each throws base::CheckFailed when
// something that must always hold does not.
#pragma once

#include <string_view>

namespace fuzz {

/// JSON from outside.
void base_json(std::string_view bytes);

/// One word that may be an id, a date, a moment, a time of day, a number or encoded bytes.
void base_words(std::string_view bytes);

} // namespace fuzz
