// What the fuzz targets for what ledgers and witnesses say to each other do with their bytes. Each
// throws base::CheckFailed when something that must always hold does not.
#pragma once

#include <string_view>

namespace fuzz {

/// The body of `add-checkpoint`, as it stands; and its checkpoint, held against one of eight
/// entries.
void witness_request(std::string_view bytes);

/// A witness's answer as it stands; and a right one of which one byte is changed: the first byte
/// says which, the second how.
void witness_reply(std::string_view bytes);

} // namespace fuzz
