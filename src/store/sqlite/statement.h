// One prepared statement: its parameters and columns are found by name.
#pragma once

#include "store/query.h"
#include "store/stop_switch.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace store::sqlite {

class Statement {
public:
    /// CheckFailed, with SQLite's reason, when the query does not fit the schema, has a parameter
    /// without a name, two columns of one name, or more than one statement.
    Statement(sqlite3* connection, const Query& query, StopSwitch& stop);

    const std::string& name() const { return m_name; }
    const std::string& sql() const { return m_sql; }
    bool only_reads() const;

    /// Borrows the values until reset(). CheckFailed for a missing, unknown or repeated parameter.
    void bind(Parameters parameters);

    /// True when there is a row to look at.
    bool step();

    /// Ready for the next use, with nothing bound.
    void reset();

    // The current row. CheckFailed for an unknown column or another type than asked for.
    bool is_null(std::string_view column) const;
    std::int64_t integer(std::string_view column) const;
    std::string_view text(std::string_view column) const;
    base::ByteView bytes(std::string_view column) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };

    void learn_names();
    void bind_one(int index, const Value& value);
    int column_of_type(std::string_view column, int type) const;
    int column_number(std::string_view column) const;

    sqlite3* m_connection;
    StopSwitch& m_stop;
    std::string m_name;
    std::string m_sql;
    std::unique_ptr<sqlite3_stmt, Finalize> m_handle;
    std::vector<std::string> m_parameters; ///< without the colon; the first has index 1
    std::vector<bool> m_bound;
    std::vector<std::string> m_columns;
};

} // namespace store::sqlite
