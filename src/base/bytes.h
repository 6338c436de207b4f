// Raw bytes and the two ways Heed writes them down: hexadecimal and base64.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace base {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The bytes of `text`, borrowed.
ByteView view_bytes(std::string_view text);

/// The same bytes as text, borrowed. The bytes need not be UTF-8.
std::string_view view_text(ByteView bytes);

Bytes to_bytes(std::string_view text);

/// Lower-case hexadecimal, two characters a byte.
std::string to_hex(ByteView bytes);

/// Empty unless `text` is an even number of lower-case hexadecimal digits.
std::optional<Bytes> parse_hex(std::string_view text);

/// Standard alphabet with padding (RFC 4648 section 4).
std::string to_base64(ByteView bytes);

/// Empty unless `text` is exactly what to_base64 writes for some bytes.
std::optional<Bytes> parse_base64(std::string_view text);

/// URL-safe alphabet without padding (RFC 4648 section 5).
std::string to_base64_url(ByteView bytes);

} // namespace base
