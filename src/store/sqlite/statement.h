// One prepared statement of SQLite.
#pragma once

#include "store/statement.h"
#include "store/stop_switch.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace store::sqlite {

class Statement : public store::Statement {
public:
    /// CheckFailed, with SQLite's reason, when the query does not fit the schema, has a parameter
    /// without a name, two columns of one name, or more than one statement.
    Statement(sqlite3* connection, const Query& query, StopSwitch& stop);

    bool only_reads() const override;
    bool step() override;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };

    void learn_names();
    void bind_at(std::size_t place, const Value& value) override;
    void clear() override;
    bool is_null_at(std::size_t place) const override;
    std::int64_t integer_at(std::size_t place) const override;
    std::string_view text_at(std::size_t place) const override;
    base::ByteView bytes_at(std::size_t place) const override;
    int column_of_type(std::size_t place, int type) const;

    sqlite3* m_connection;
    StopSwitch& m_stop;
    std::unique_ptr<sqlite3_stmt, Finalize> m_handle;
};

} // namespace store::sqlite
