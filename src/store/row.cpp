#include "store/row.h"

#include "store/statement.h"

#include <algorithm>

namespace store {

bool Row::is_null(std::string_view column) const
{
    return m_statement.is_null(column);
}

std::int64_t Row::integer(std::string_view column) const
{
    return m_statement.integer(column);
}

std::uint64_t Row::unsigned_integer(std::string_view column) const
{
    const std::int64_t number = integer(column);
    base::check(number >= 0, "a column holds no negative number");
    return static_cast<std::uint64_t>(number);
}

std::string_view Row::text(std::string_view column) const
{
    return m_statement.text(column);
}

base::ByteView Row::bytes(std::string_view column) const
{
    return m_statement.bytes(column);
}

std::string Row::owned_text(std::string_view column) const
{
    return std::string{text(column)};
}

base::Bytes Row::owned_bytes(std::string_view column) const
{
    const base::ByteView view = bytes(column);
    return {view.begin(), view.end()};
}

std::optional<std::int64_t> Row::optional_integer(std::string_view column) const
{
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<std::string_view> Row::optional_text(std::string_view column) const
{
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::optional<base::ByteView> Row::optional_bytes(std::string_view column) const
{
    if (is_null(column)) return std::nullopt;
    return bytes(column);
}

base::Instant Row::instant(std::string_view column) const
{
    return {integer(column)};
}

std::optional<base::Instant> Row::optional_instant(std::string_view column) const
{
    if (is_null(column)) return std::nullopt;
    return instant(column);
}

base::Date Row::date(std::string_view column) const
{
    const std::optional<base::Date> date = base::Date::parse(text(column));
    base::check(date.has_value(), "a column holds a date");
    return *date;
}

std::optional<base::Date> Row::optional_date(std::string_view column) const
{
    if (is_null(column)) return std::nullopt;
    return date(column);
}

base::Digest Row::digest(std::string_view column) const
{
    const base::ByteView view = bytes(column);
    base::Digest digest{};
    base::check(view.size() == digest.size(), "a column holds a digest of 32 bytes");
    std::copy(view.begin(), view.end(), digest.begin());
    return digest;
}

} // namespace store
