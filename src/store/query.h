// Named queries and the values bound to them. Every query is a constant beside its only caller;
// values are always bound by `:name`, never put into the text.
#pragma once

#include "base/bytes.h"
#include "base/id.h"
#include "base/time.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <variant>

namespace store {

/// Both texts must be constants that live as long as the program. One name stands for one text: a
/// second text under the same name is a CheckFailed.
struct Query {
    std::string_view name; ///< `record.open_for_team`; may appear in logs and errors
    std::string_view sql;  ///< one statement in the subset that SQLite and PostgreSQL share
};

/// Borrowed: text and bytes must live until the call that they are handed to returns.
/// `std::monostate` is NULL.
using Value = std::variant<std::monostate, std::int64_t, std::string_view, base::ByteView>;

struct Parameter {
    std::string_view name; ///< without the colon
    Value value;
};

/// `{{"partnership", to_value(partnership)}, {"kind", "visit"}}`. All of a query's parameters, each
/// once: a missing, unknown or repeated one is a CheckFailed.
using Parameters = std::initializer_list<Parameter>;

template <typename Tag> Value to_value(const base::Id<Tag>& id)
{
    return id.bytes();
}

/// Milliseconds since 1970, as Row::instant reads it back.
Value to_value(base::Instant instant);

/// CheckFailed when it does not fit the store's signed 64 bits.
Value to_value(std::uint64_t number);

/// NULL when there is none.
template <typename Content> Value to_value(const std::optional<Content>& content)
{
    if (!content) return std::monostate{};
    if constexpr (std::is_constructible_v<Value, const Content&>) {
        return Value{*content};
    } else {
        return to_value(*content);
    }
}

} // namespace store
