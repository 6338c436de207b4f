#include "store/sqlite/statement.h"

#include "base/errors.h"
#include "store/sqlite/failure.h"

#include <algorithm>
#include <fmt/format.h>
#include <sqlite3.h>

namespace store::sqlite {

namespace {

[[noreturn]] void refuse_query(std::string_view query, std::string_view why)
{
    throw base::CheckFailed{fmt::format("query {}: {}", query, why)};
}

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
    : m_connection{connection}, m_stop{stop}, m_name{query.name}, m_sql{query.sql}
{
    sqlite3_stmt* handle = nullptr;
    const char* rest = nullptr;
    // The length counts the closing zero: SQLite then need not copy the text.
    const int length = static_cast<int>(m_sql.size()) + 1;
    const int code = sqlite3_prepare_v3(connection, m_sql.c_str(), length,
                                        SQLITE_PREPARE_PERSISTENT, &handle, &rest);
    m_handle.reset(handle);
    if (code == SQLITE_ERROR) refuse_query(m_name, sqlite3_errmsg(connection));
    if (code != SQLITE_OK) raise_failure(code, m_name, connection, stop);
    if (handle == nullptr) refuse_query(m_name, "there is no statement");
    const bool is_whole = std::string_view{rest}.find_first_not_of(" \t\r\n;") == std::string::npos;
    if (!is_whole) refuse_query(m_name, "there is more than one statement");
    learn_names();
}

void Statement::learn_names()
{
    const int parameters = sqlite3_bind_parameter_count(m_handle.get());
    for (int index = 1; index <= parameters; ++index) {
        const char* name = sqlite3_bind_parameter_name(m_handle.get(), index);
        if (name == nullptr || name[0] != ':') refuse_query(m_name, "a parameter has no :name");
        m_parameters.emplace_back(name + 1);
    }
    m_bound.resize(m_parameters.size());

    const int columns = sqlite3_column_count(m_handle.get());
    for (int number = 0; number < columns; ++number) {
        const std::string name = sqlite3_column_name(m_handle.get(), number);
        if (std::find(m_columns.begin(), m_columns.end(), name) != m_columns.end()) {
            refuse_query(m_name, fmt::format("two columns are called {}", name));
        }
        m_columns.push_back(name);
    }
}

bool Statement::only_reads() const
{
    return sqlite3_stmt_readonly(m_handle.get()) != 0;
}

void Statement::bind(Parameters parameters)
{
    for (const Parameter& parameter : parameters) {
        const auto found = std::find(m_parameters.begin(), m_parameters.end(), parameter.name);
        if (found == m_parameters.end()) {
            refuse_query(m_name, fmt::format("there is no parameter {}", parameter.name));
        }
        const auto position = found - m_parameters.begin();
        const auto slot = m_bound.begin() + position;
        if (*slot) refuse_query(m_name, fmt::format("{} is given twice", parameter.name));
        *slot = true;
        bind_one(static_cast<int>(position) + 1, parameter.value);
    }
    const auto missing = std::find(m_bound.begin(), m_bound.end(), false);
    if (missing != m_bound.end()) {
        const auto& name = m_parameters[static_cast<std::size_t>(missing - m_bound.begin())];
        refuse_query(m_name, fmt::format("the parameter {} is missing", name));
    }
}

void Statement::bind_one(int index, const Value& value)
{
    sqlite3_stmt* handle = m_handle.get();
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
    if (code != SQLITE_OK) raise_failure(code, m_name, m_connection, m_stop);
}

bool Statement::step()
{
    const int code = sqlite3_step(m_handle.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    raise_failure(code, m_name, m_connection, m_stop);
}

void Statement::reset()
{
    // It repeats the error that step() has already raised.
    sqlite3_reset(m_handle.get());
    sqlite3_clear_bindings(m_handle.get());
    m_bound.assign(m_parameters.size(), false);
}

bool Statement::is_null(std::string_view column) const
{
    return sqlite3_column_type(m_handle.get(), column_number(column)) == SQLITE_NULL;
}

std::int64_t Statement::integer(std::string_view column) const
{
    return sqlite3_column_int64(m_handle.get(), column_of_type(column, SQLITE_INTEGER));
}

std::string_view Statement::text(std::string_view column) const
{
    const int number = column_of_type(column, SQLITE_TEXT);
    const unsigned char* start = sqlite3_column_text(m_handle.get(), number);
    if (start == nullptr) raise_failure(SQLITE_NOMEM, m_name, m_connection, m_stop);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_handle.get(), number));
    return base::view_text({start, size});
}

base::ByteView Statement::bytes(std::string_view column) const
{
    const int number = column_of_type(column, SQLITE_BLOB);
    const auto* start =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(m_handle.get(), number));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_handle.get(), number));
    if (start == nullptr && size > 0) {
        raise_failure(SQLITE_NOMEM, m_name, m_connection, m_stop);
    }
    return {start, size};
}

int Statement::column_of_type(std::string_view column, int type) const
{
    const int number = column_number(column);
    if (sqlite3_column_type(m_handle.get(), number) != type) {
        refuse_query(m_name, fmt::format("column {} holds another type", column));
    }
    return number;
}

int Statement::column_number(std::string_view column) const
{
    const auto found = std::find(m_columns.begin(), m_columns.end(), column);
    if (found == m_columns.end()) {
        refuse_query(m_name, fmt::format("there is no column {}", column));
    }
    return static_cast<int>(found - m_columns.begin());
}

} // namespace store::sqlite
