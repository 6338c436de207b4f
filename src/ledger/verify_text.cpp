#include "ledger/verify_text.h"

#include <algorithm>
#include <sodium.h>

namespace ledger::verifying {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_word_character(char c)
{
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '-';
}

bool is_word(std::string_view text)
{
    return !text.empty() && text.size() <= 64 &&
           std::all_of(text.begin(), text.end(), is_word_character);
}

bool is_form(std::string_view text)
{
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || !is_word(text.substr(0, at))) return false;
    const std::string_view version = text.substr(at + 1);
    return !version.empty() && version.size() <= 64 &&
           std::all_of(version.begin(), version.end(),
                       [](char c) { return is_word_character(c) || c == '.'; });
}

/// Whether `text` has digits where `pattern` has 0 and the same characters everywhere else.
bool is_like(std::string_view text, std::string_view pattern)
{
    return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(),
                      [](char c, char p) { return p == '0' ? is_digit(c) : c == p; });
}

bool is_instant(std::string_view text)
{
    return is_like(text, "0000-00-00T00:00:00.000Z");
}

bool read_number(std::string_view text, std::uint64_t& number)
{
    if (text.empty() || text.size() > 19 || (text.size() > 1 && text[0] == '0')) return false;
    number = 0;
    for (const char c : text) {
        if (!is_digit(c)) return false;
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return true;
}

constexpr std::uint8_t no_digit = 0xFF;

/// The value of each character as a lower-case hexadecimal digit.
constexpr std::array<std::uint8_t, 256> make_hex_values()
{
    std::array<std::uint8_t, 256> values{};
    for (std::uint8_t& value : values)
        value = no_digit;
    for (std::uint8_t i = 0; i < 16; ++i) {
        values[static_cast<std::uint8_t>("0123456789abcdef"[i])] = i;
    }
    return values;
}

constexpr std::array<std::uint8_t, 256> hex_values = make_hex_values();

template <std::size_t Size>
bool read_hex(std::string_view text, std::array<std::uint8_t, Size>& bytes)
{
    if (text.size() != Size * 2) return false;
    unsigned seen = 0;
    for (std::size_t i = 0; i < Size; ++i) {
        const unsigned high = hex_values[static_cast<std::uint8_t>(text[2 * i])];
        const unsigned low = hex_values[static_cast<std::uint8_t>(text[2 * i + 1])];
        seen |= high | low;
        bytes[i] = static_cast<std::uint8_t>((high << 4U) | low);
    }
    return seen < 16;
}

/// Cuts the next line from `rest`; false when there is none that ends with a line feed.
bool cut_line(std::string_view& rest, std::string_view& line)
{
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return false;
    line = rest.substr(0, end);
    rest = rest.substr(end + 1);
    return true;
}

/// Cuts the next line, which must be `name`, a space and `value`.
bool cut_field(std::string_view& rest, std::string_view name, std::string_view& value)
{
    std::string_view line;
    if (!cut_line(rest, line) || line.size() <= name.size() + 1) return false;
    if (line.substr(0, name.size()) != name || line[name.size()] != ' ') return false;
    value = line.substr(name.size() + 1);
    return true;
}

bool read_previous(std::string_view text, std::optional<Hash>& previous)
{
    if (text == "none") return true;
    previous.emplace();
    return read_hex(text, *previous);
}

bool read_ciphertext(std::string_view text, Header& header)
{
    return text.size() > 65 && text[64] == ' ' && read_hex(text.substr(0, 64), header.ciphertext) &&
           read_number(text.substr(65), header.ciphertext_size);
}

/// The lines about the entry that the check only holds to their grammar.
bool cut_description(std::string_view& rest)
{
    std::array<std::uint8_t, 16> id{};
    std::string_view value;
    return cut_field(rest, "kind", value) && is_word(value) && cut_field(rest, "form", value) &&
           is_form(value) && cut_field(rest, "actor", value) && read_hex(value, id) &&
           cut_field(rest, "event", value) && read_hex(value, id) &&
           cut_field(rest, "occurred", value) &&
           (is_like(value, "0000-00-00") || is_instant(value)) &&
           cut_field(rest, "recorded", value) && is_instant(value);
}

/// Standard base64 of exactly `Size` bytes. Written again it must be the same text: libsodium takes
/// some bytes that are not ASCII for letters.
template <std::size_t Size>
bool read_base64(std::string_view text, std::array<std::uint8_t, Size>& bytes)
{
    std::size_t length = 0;
    return sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length,
                             nullptr, sodium_base64_VARIANT_ORIGINAL) == 0 &&
           length == Size && base::to_base64(bytes) == text;
}

constexpr char ledger_kind = '\x01';
constexpr char witness_kind = '\x04';

struct Signatory {
    std::string_view name;
    const PublicKey& key;
    char kind;
};

/// Reads a signature line of exactly that length. False unless it is by that key, by what it says.
template <std::size_t Size>
bool read_signature(std::string_view line, const Signatory& by,
                    std::array<std::uint8_t, Size>& signature)
{
    std::string named{by.name};
    named += '\n';
    named += by.kind;
    named.append(by.key.begin(), by.key.end());
    const Hash id = base::sha256(base::view_bytes(named));
    const std::string start = "\xE2\x80\x94 " + std::string{by.name} + " ";
    std::array<std::uint8_t, 4 + Size> bytes{};
    if (line.substr(0, start.size()) != start) return false;
    if (!read_base64(line.substr(start.size()), bytes)) return false;
    if (!std::equal(bytes.begin(), bytes.begin() + 4, id.begin())) return false;
    std::copy(bytes.begin() + 4, bytes.end(), signature.begin());
    return true;
}

bool fits(const std::uint8_t* signature, std::string_view text, const PublicKey& key)
{
    const base::ByteView message = base::view_bytes(text);
    return crypto_sign_ed25519_verify_detached(signature, message.data(), message.size(),
                                               key.data()) == 0;
}

} // namespace

std::optional<Header> read_header(std::string_view text)
{
    Header header;
    std::string_view rest = text;
    std::string_view value;
    const bool begins = cut_line(rest, value) && value == "heed-leaf/1" &&
                        cut_field(rest, "position", value) && read_number(value, header.position) &&
                        cut_field(rest, "record", value) && read_hex(value, header.record) &&
                        cut_field(rest, "sequence", value) && read_number(value, header.sequence) &&
                        cut_field(rest, "previous", value) &&
                        read_previous(value, header.previous) && cut_description(rest);
    if (!begins) return std::nullopt;
    header.context = text.substr(0, text.size() - rest.size());
    const bool ends = cut_field(rest, "ciphertext", value) && read_ciphertext(value, header) &&
                      cut_field(rest, "commitment", value) && read_hex(value, header.commitment) &&
                      rest.empty();
    if (!ends) return std::nullopt;
    return header;
}

std::optional<Note> read_note(std::string_view note)
{
    const std::size_t gap = note.rfind("\n\n");
    if (gap == std::string_view::npos || note.back() != '\n') return std::nullopt;
    Note parsed;
    parsed.text = note.substr(0, gap + 1);
    parsed.signatures = note.substr(gap + 2);
    std::string_view rest = parsed.text;
    std::string_view origin;
    std::string_view size;
    std::string_view root;
    if (!cut_line(rest, origin) || !cut_line(rest, size) || !cut_line(rest, root)) {
        return std::nullopt;
    }
    if (origin.empty() || !read_number(size, parsed.size) || !read_base64(root, parsed.root)) {
        return std::nullopt;
    }
    parsed.origin = origin;
    return parsed;
}

bool is_signed(const Note& note, std::string_view origin, const PublicKey& key)
{
    if (note.origin != origin) return false;
    std::string_view rest = note.signatures;
    std::string_view line;
    while (cut_line(rest, line)) {
        std::array<std::uint8_t, 64> signature{};
        if (!read_signature(line, {origin, key, ledger_kind}, signature)) continue;
        if (fits(signature.data(), note.text, key)) return true;
    }
    return false;
}

std::optional<std::uint64_t> cosigned_at(std::string_view line, const Note& note,
                                         std::string_view witness, const PublicKey& key)
{
    std::array<std::uint8_t, 8 + 64> signature{};
    if (!read_signature(line, {witness, key, witness_kind}, signature)) return std::nullopt;
    std::uint64_t seconds = 0;
    for (std::size_t at = 0; at < 8; ++at)
        seconds = seconds * 256 + signature.at(at);
    const std::string message =
        "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + note.text;
    if (!fits(signature.data() + 8, message, key)) return std::nullopt;
    return seconds;
}

} // namespace ledger::verifying
