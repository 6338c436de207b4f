// One prepared statement of one connection: its parameters and columns are found by name. A driver
// knows them by place.
#pragma once

#include "store/query.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace store {

class Statement {
public:
    explicit Statement(const Query& query) : m_name{query.name}, m_sql{query.sql} {}
    virtual ~Statement() = default;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    const std::string& name() const { return m_name; }
    const std::string& sql() const { return m_sql; }

    virtual bool only_reads() const = 0;

    /// Borrows the values until reset(). CheckFailed for a missing, unknown or repeated parameter.
    void bind(Parameters parameters);

    /// True when there is a row to look at.
    virtual bool step() = 0;

    /// Ready for the next use, with nothing bound.
    void reset();

    // The current row. CheckFailed for an unknown column or another type than asked for.
    bool is_null(std::string_view column) const { return is_null_at(place_of(column)); }
    std::int64_t integer(std::string_view column) const { return integer_at(place_of(column)); }
    std::string_view text(std::string_view column) const { return text_at(place_of(column)); }
    base::ByteView bytes(std::string_view column) const { return bytes_at(place_of(column)); }

protected:
    [[noreturn]] void refuse(std::string_view why) const;
    [[noreturn]] void refuse_type(std::size_t place) const;

    void set_parameters(std::vector<std::string> names);
    /// CheckFailed for two of one name.
    void set_columns(std::vector<std::string> names);
    std::size_t parameter_count() const { return m_parameters.size(); }

private:
    std::size_t place_of(std::string_view column) const;

    // Places are counted from 0.
    virtual void bind_at(std::size_t place, const Value& value) = 0;
    virtual void clear() = 0;
    virtual bool is_null_at(std::size_t place) const = 0;
    virtual std::int64_t integer_at(std::size_t place) const = 0;
    virtual std::string_view text_at(std::size_t place) const = 0;
    virtual base::ByteView bytes_at(std::size_t place) const = 0;

    std::string m_name;
    std::string m_sql;
    std::vector<std::string> m_parameters; ///< without the colon
    std::vector<bool> m_bound;
    std::vector<std::string> m_columns;
};

} // namespace store
