#include "base/id.h"

namespace base {

namespace {

constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t text_size = 26; // 130 bits: two leading zero bits, then the 128 of the id

} // namespace

std::string to_text(const RawId& id)
{
    std::string text;
    text.reserve(text_size);
    unsigned buffer = 0;
    unsigned bits = 2;
    for (const std::uint8_t byte : id) {
        buffer = (buffer << 8U) | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text.push_back(alphabet[(buffer >> bits) & 31U]);
        }
    }
    return text;
}

std::optional<RawId> parse_raw_id(std::string_view text)
{
    if (text.size() != text_size) return std::nullopt;
    RawId id{};
    unsigned buffer = 0;
    unsigned bits = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t digit = alphabet.find(text[i]);
        if (digit == std::string_view::npos) return std::nullopt;
        if (i == 0 && digit > 7) return std::nullopt;
        buffer = (buffer << 5U) | static_cast<unsigned>(digit);
        bits += i == 0 ? 3 : 5;
        if (bits >= 8) {
            bits -= 8;
            id[at++] = static_cast<std::uint8_t>(buffer >> bits);
        }
    }
    return id;
}

} // namespace base
