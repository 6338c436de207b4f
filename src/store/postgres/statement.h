// One prepared statement of PostgreSQL. All rows of its result are fetched at once.
#pragma once

#include "store/postgres/session.h"
#include "store/statement.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace store::postgres {

class Statement : public store::Statement {
public:
    /// Asks the server nothing yet: it prepares the text at the first use, for the types of values
    /// that are bound. CheckFailed when a parameter has no name.
    Statement(Session& session, const Query& query);

    bool only_reads() const override { return m_only_reads; }

    /// A statement that gives no rows is only queued.
    bool step() override;

private:
    void start();
    void learn_columns();
    const char* value_at(std::size_t place, unsigned type) const;
    const std::string& prepared();

    void bind_at(std::size_t place, const Value& value) override;
    void clear() override;
    bool is_null_at(std::size_t place) const override;
    std::int64_t integer_at(std::size_t place) const override;
    std::string_view text_at(std::size_t place) const override;
    base::ByteView bytes_at(std::size_t place) const override;

    Session& m_session;
    std::string m_translated;
    bool m_only_reads;
    bool m_returns_rows;
    std::vector<std::array<char, sizeof(std::int64_t)>> m_integers; ///< most significant byte first
    Arguments m_arguments;
    std::map<std::vector<unsigned>, std::string> m_prepared; ///< the server's name, by types
    std::uint64_t m_epoch = 0;                               ///< the connection that they belong to
    Result m_result;
    int m_row = -1;
    bool m_knows_columns = false;
};

} // namespace store::postgres
