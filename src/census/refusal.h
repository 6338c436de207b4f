// One thing in a return that cannot be taken as it stands, with its line and what to do about it.
#pragma once

#include <string>
#include <string_view>

namespace census {

/// The Department for Education puts right an error, but asks only that a query be explained. An
/// error keeps a child out; a query is listed and the child is taken.
enum class Severity { error, query };

struct Refusal {
    int line = 0;
    /// Such as `Child/CINdetails/CINreferralDate`; empty when it concerns the whole file.
    std::string element;
    /// The Department's rule number (`8600`, `8770Q`), or one of ours in words: `file`,
    /// `structure`, `missing`, `format`, `code`, `not-imported`.
    std::string code;
    Severity severity = Severity::error;
    std::string wrong;
    std::string action;
    /// What the file says there. About a child: shown to the person who imports, never logged.
    std::string value;
    /// Which child of the file, counted from 1; 0 when it concerns the whole file.
    std::size_t child = 0;
};

/// `line 34: …`, for a terminal. Holds the value.
std::string to_plain(const Refusal& refusal);

std::string_view to_text(Severity severity);

/// A value from a file, fit to be shown: short, on one line, whole characters, no control
/// characters.
std::string clip(std::string_view text);

} // namespace census
