#include "store/sqlite/statement.h"

#include "base/errors.h"
#include "store/sqlite/failure.h"

#include <sqlite3.h>
#include <string>
#include <utility>
#include <vector>

namespace store::sqlite {

namespace {

/// SQLite binds a null pointer as NULL, also when it was meant as an empty text.
const char* address(std::string_view text)
{
    return text.data() == nullptr ? "" : text.data();
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* connection, const Query& query, StopSwitch& stop)
    : store::Statement{query}, m_connection{connection}, m_stop{stop}
{
    sqlite3_stmt* handle = nullptr;
    const char* rest = nullptr;
    // The length counts the closing zero: SQLite then need not copy the text.
    const int length = static_cast<int>(sql().size()) + 1;
    const int code = sqlite3_prepare_v3(connection, sql().c_str(), length,
                                        SQLITE_PREPARE_PERSISTENT, &handle, &rest);
    m_handle.reset(handle);
    if (code == SQLITE_ERROR) refuse(sqlite3_errmsg(connection));
    if (code != SQLITE_OK) raise_failure(code, name(), connection, stop);
    if (handle == nullptr) refuse("there is no statement");
    const bool is_whole = std::string_view{rest}.find_first_not_of(" \t\r\n;") == std::string::npos;
    if (!is_whole) refuse("there is more than one statement");
    learn_names();
}

void Statement::learn_names()
{
    std::vector<std::string> parameters;
    const int parameter_count = sqlite3_bind_parameter_count(m_handle.get());
    for (int index = 1; index <= parameter_count; ++index) {
        const char* name = sqlite3_bind_parameter_name(m_handle.get(), index);
        if (name == nullptr || name[0] != ':') refuse("a parameter has no :name");
        parameters.emplace_back(name + 1);
    }
    set_parameters(std::move(parameters));

    std::vector<std::string> columns;
    const int column_count = sqlite3_column_count(m_handle.get());
    for (int number = 0; number < column_count; ++number) {
        columns.emplace_back(sqlite3_column_name(m_handle.get(), number));
    }
    set_columns(std::move(columns));
}

bool Statement::only_reads() const
{
    return sqlite3_stmt_readonly(m_handle.get()) != 0;
}

void Statement::bind_at(std::size_t place, const Value& value)
{
    sqlite3_stmt* handle = m_handle.get();
    const int index = static_cast<int>(place) + 1;
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        code = sqlite3_bind_int64(handle, index, *number);
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
        code = sqlite3_bind_text64(handle, index, address(*text), text->size(), SQLITE_STATIC,
                                   SQLITE_UTF8);
    } else if (const auto* bytes = std::get_if<base::ByteView>(&value)) {
        code = sqlite3_bind_blob64(handle, index, address(base::view_text(*bytes)), bytes->size(),
                                   SQLITE_STATIC);
    } else {
        code = sqlite3_bind_null(handle, index);
    }
    if (code != SQLITE_OK) raise_failure(code, name(), m_connection, m_stop);
}

bool Statement::step()
{
    const int code = sqlite3_step(m_handle.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    raise_failure(code, name(), m_connection, m_stop);
}

void Statement::clear()
{
    // It repeats the error that step() has already raised.
    sqlite3_reset(m_handle.get());
    sqlite3_clear_bindings(m_handle.get());
}

bool Statement::is_null_at(std::size_t place) const
{
    return sqlite3_column_type(m_handle.get(), static_cast<int>(place)) == SQLITE_NULL;
}

std::int64_t Statement::integer_at(std::size_t place) const
{
    return sqlite3_column_int64(m_handle.get(), column_of_type(place, SQLITE_INTEGER));
}

std::string_view Statement::text_at(std::size_t place) const
{
    const int column = column_of_type(place, SQLITE_TEXT);
    const unsigned char* start = sqlite3_column_text(m_handle.get(), column);
    if (start == nullptr) raise_failure(SQLITE_NOMEM, name(), m_connection, m_stop);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_handle.get(), column));
    return base::view_text({start, size});
}

base::ByteView Statement::bytes_at(std::size_t place) const
{
    const int column = column_of_type(place, SQLITE_BLOB);
    const auto* start =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(m_handle.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_handle.get(), column));
    if (start == nullptr && size > 0) {
        raise_failure(SQLITE_NOMEM, name(), m_connection, m_stop);
    }
    return {start, size};
}

int Statement::column_of_type(std::size_t place, int type) const
{
    const int column = static_cast<int>(place);
    if (sqlite3_column_type(m_handle.get(), column) != type) refuse_type(place);
    return column;
}

} // namespace store::sqlite
