#include "store/postgres/failure.h"

#include "base/errors.h"

#include <fmt/format.h>

namespace store::postgres {

namespace {

/// Texts of these classes name tables, columns, roles and a trigger's fixed words only; those of
/// others can quote a value.
bool is_safe_to_repeat(std::string_view code)
{
    return code.starts_with("23") || code.starts_with("42");
}

} // namespace

bool ends_session(std::string_view code)
{
    // 25006: a server that was the primary follows another one now.
    // 25P03: the server ended a transaction that did nothing for too long.
    return code.empty() || code.starts_with("08") || code.starts_with("57P") || code == "25006" ||
           code == "25P03";
}

void raise_failure(const Failure& failure)
{
    const std::string_view code = failure.code;
    if (ends_session(code)) {
        throw base::Unavailable{"The database cannot be reached now. Nothing was saved. Try again "
                                "in a minute."};
    }
    if (code == "53100") {
        throw base::Unavailable{"The database's disk is full. Nothing was saved."};
    }
    if (code.starts_with("53") || code.starts_with("40") || code == "55P03") {
        throw base::Unavailable{"The database is too busy now. Nothing was saved. Try again."};
    }
    throw base::CheckFailed{fmt::format("query {}: {} (SQLSTATE {})", failure.query,
                                        is_safe_to_repeat(code) ? failure.text : "refused", code)};
}

} // namespace store::postgres
