// The lines of signed notes (C2SP signed-note): what checkpoints, cosignatures and what is sent to
// witnesses have in common.
#pragma once

#include "base/bytes.h"
#include "base/sha256.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

/// Em dash and a space: how a signature line starts.
inline constexpr std::string_view dash = "\xE2\x80\x94 ";

/// The text up to the next line feed, which is taken away from `rest` with it. Empty when there is
/// no line feed any more.
inline std::optional<std::string_view> take_line(std::string_view& rest)
{
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

/// A hash in base64.
inline std::optional<base::Digest> parse_digest(std::string_view text)
{
    const std::optional<base::Bytes> bytes = base::parse_base64(text);
    if (!bytes || bytes->size() != base::Digest{}.size()) return std::nullopt;
    base::Digest digest{};
    std::copy(bytes->begin(), bytes->end(), digest.begin());
    return digest;
}

/// A signature line without its line feed.
inline std::string signature_line(std::string_view name, const std::array<std::uint8_t, 4>& key_id,
                                  base::ByteView signature)
{
    base::Bytes bytes{key_id.begin(), key_id.end()};
    bytes.insert(bytes.end(), signature.begin(), signature.end());
    return std::string{dash} + std::string{name} + " " + base::to_base64(bytes);
}

/// The signature in `line`. Empty unless the line is by the key with that name and id.
inline std::optional<base::Bytes> signature_in(std::string_view line, std::string_view name,
                                               const std::array<std::uint8_t, 4>& key_id)
{
    const std::string start = std::string{dash} + std::string{name} + " ";
    if (!line.starts_with(start)) return std::nullopt;
    const std::optional<base::Bytes> bytes = base::parse_base64(line.substr(start.size()));
    if (!bytes || bytes->size() < key_id.size()) return std::nullopt;
    if (!std::equal(key_id.begin(), key_id.end(), bytes->begin())) return std::nullopt;
    return base::Bytes{bytes->begin() + std::ssize(key_id), bytes->end()};
}

} // namespace ledger
