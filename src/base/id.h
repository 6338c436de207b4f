// Opaque 128-bit ids. An id says nothing about the person or thing it stands for, so it may appear
// in a URL, a log line or in clear in the store.
#pragma once

#include "base/bytes.h"
#include "base/random.h"

#include <algorithm>
#include <array>
#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace base {

using RawId = std::array<std::uint8_t, 16>;

/// 26 characters of Crockford's base32, lower case.
std::string to_text(const RawId& id);
std::optional<RawId> parse_raw_id(std::string_view text);

/// One type per kind of thing, so that a record's id cannot be given where a person's is wanted.
template <typename Tag> class Id {
public:
    Id() = default;
    explicit Id(const RawId& raw) : m_raw{raw} {}

    static Id make(Random& random)
    {
        Id id;
        random.fill(id.m_raw);
        return id;
    }

    /// Empty unless `text` is what text() writes.
    static std::optional<Id> parse(std::string_view text)
    {
        const auto raw = parse_raw_id(text);
        if (!raw) return std::nullopt;
        return Id{*raw};
    }

    /// Empty unless there are exactly sixteen bytes.
    static std::optional<Id> from_bytes(ByteView bytes)
    {
        if (bytes.size() != sizeof(RawId)) return std::nullopt;
        Id id;
        std::copy(bytes.begin(), bytes.end(), id.m_raw.begin());
        return id;
    }

    std::string text() const { return to_text(m_raw); }
    ByteView bytes() const { return m_raw; }
    const RawId& raw() const { return m_raw; }
    bool is_nil() const { return m_raw == RawId{}; }

    friend auto operator<=>(const Id&, const Id&) = default;

private:
    RawId m_raw{};
};

using PartnershipId = Id<struct PartnershipTag>;
using RecordId = Id<struct RecordTag>;

/// What happened, once: the entries that one signing put on several children's records share it.
using EventId = Id<struct EventTag>;

using StaffId = Id<struct StaffTag>;

} // namespace base

template <typename Tag> struct std::hash<base::Id<Tag>> {
    std::size_t operator()(const base::Id<Tag>& id) const noexcept
    {
        return std::hash<std::string_view>{}(base::view_text(id.bytes()));
    }
};
