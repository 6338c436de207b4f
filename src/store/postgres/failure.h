// What PostgreSQL's error codes mean to the rest of Heed.
#pragma once

#include <string_view>

namespace store::postgres {

/// A command that was refused. `text` is the server's own, without the detail in which it quotes
/// values.
struct Failure {
    std::string_view code; ///< five characters; empty when the connection broke
    std::string_view text;
    std::string_view query; ///< its name
};

/// The connection is of no more use, or leads to a server that takes no writes any more.
bool ends_session(std::string_view code);

/// Throws what the failure means: Unavailable when the server is gone, busy or full, CheckFailed
/// naming the query for anything else. Bound values never reach the text.
[[noreturn]] void raise_failure(const Failure& failure);

} // namespace store::postgres
