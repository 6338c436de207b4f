// What ends a request. Each is mapped once to an HTTP answer (web/) and once to an exit code
// (app/). The text of an error never holds a person's name or anything from a record.
#pragma once

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

namespace base {

/// There is no such thing, or this viewer may not know of it: outside, the two look alike.
class NotFound : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Signed in, but not allowed to do this.
class Forbidden : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Somebody else changed it first, or the same key was used for something different.
class Conflict : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The request itself cannot be understood.
class BadRequest : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The store has stopped, or a limit was reached. Nothing was saved.
class Unavailable : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A bug or a broken history. Always on: a check that fails must never be passed over.
class CheckFailed : public std::logic_error {
    using std::logic_error::logic_error;
};

/// Throws CheckFailed, naming the place, unless `holds`.
void check(bool holds, std::string_view what,
           std::source_location place = std::source_location::current());

} // namespace base
