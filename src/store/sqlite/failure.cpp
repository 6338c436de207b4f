#include "store/sqlite/failure.h"

#include "base/errors.h"

#include <fmt/format.h>
#include <new>
#include <sqlite3.h>

namespace store::sqlite {

namespace {

constexpr int primary(int code)
{
    return code & 0xff;
}

/// SQLite's own words, where they can name only tables, columns and a trigger's fixed text. The
/// words of other errors can quote a bound value (a search expression, for one).
std::string_view safe_detail(int code, sqlite3* connection)
{
    if (primary(code) == SQLITE_CONSTRAINT && code != SQLITE_CONSTRAINT_VTAB) {
        return sqlite3_errmsg(connection);
    }
    return sqlite3_errstr(code);
}

} // namespace

StopCause stop_cause(int code)
{
    switch (primary(code)) {
    case SQLITE_FULL: return StopCause::disk_full;
    case SQLITE_READONLY: return StopCause::not_writable;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL: return StopCause::disk_error;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return StopCause::damaged;
    default: return StopCause::none;
    }
}

void raise_failure(int code, std::string_view query, sqlite3* connection, StopSwitch& stop)
{
    const StopCause cause = stop_cause(code);
    if (cause != StopCause::none) {
        stop.stop(cause, code);
        throw base::Unavailable{*stop.reason()};
    }
    switch (primary(code)) {
    case SQLITE_NOMEM: throw std::bad_alloc{};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw base::Unavailable{"The data file is in use by another program. Try again."};
    default:
        throw base::CheckFailed{fmt::format("query {} failed with code {}: {}", query, code,
                                            safe_detail(code, connection))};
    }
}

} // namespace store::sqlite
