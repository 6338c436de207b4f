// One row of a query's result, with its columns read by name.
#pragma once

#include "base/bytes.h"
#include "base/errors.h"
#include "base/sha256.h"
#include "base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace store {

class Statement;

/// Lent to a callback for one step. CheckFailed when the query has no such column, when it holds
/// another type, or NULL where the name of the function does not say `optional`.
class Row {
public:
    explicit Row(const Statement& statement) : m_statement{statement} {}
    Row(const Row&) = delete;
    Row& operator=(const Row&) = delete;

    bool is_null(std::string_view column) const;

    std::int64_t integer(std::string_view column) const;
    std::uint64_t unsigned_integer(std::string_view column) const; ///< CheckFailed when negative

    std::string_view text(std::string_view column) const; ///< valid until the callback returns
    base::ByteView bytes(std::string_view column) const;  ///< valid until the callback returns
    std::string owned_text(std::string_view column) const;
    base::Bytes owned_bytes(std::string_view column) const;

    std::optional<std::int64_t> optional_integer(std::string_view column) const;
    std::optional<std::string_view> optional_text(std::string_view column) const;
    std::optional<base::ByteView> optional_bytes(std::string_view column) const;

    base::Instant instant(std::string_view column) const; ///< from integer milliseconds
    std::optional<base::Instant> optional_instant(std::string_view column) const;
    base::Date date(std::string_view column) const; ///< from text, `2026-11-22`
    std::optional<base::Date> optional_date(std::string_view column) const;
    base::Digest digest(std::string_view column) const; ///< from exactly 32 bytes

    /// From exactly 16 bytes: `row.id<base::RecordId>("record_id")`.
    template <typename IdType> IdType id(std::string_view column) const
    {
        const std::optional<IdType> id = IdType::from_bytes(bytes(column));
        base::check(id.has_value(), "a column holds an id of sixteen bytes");
        return *id;
    }

    template <typename IdType> std::optional<IdType> optional_id(std::string_view column) const
    {
        if (is_null(column)) return std::nullopt;
        return id<IdType>(column);
    }

private:
    const Statement& m_statement;
};

} // namespace store
