// What SQLite's error codes mean to the rest of Heed.
#pragma once

#include "store/stop_switch.h"

#include <string_view>

struct sqlite3;

namespace store::sqlite {

/// The reason to stop that this code is; `none` when the store can go on.
StopCause stop_cause(int code);

/// Throws what `code` means: Unavailable when the store stops or is busy, bad_alloc when there is
/// no memory, CheckFailed naming the query for anything else. Bound values never reach the text.
[[noreturn]] void raise_failure(int code, std::string_view query, sqlite3* connection,
                                StopSwitch& stop);

} // namespace store::sqlite
