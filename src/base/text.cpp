#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/ustring.h>

namespace base {

namespace {

constexpr std::string_view white_space = " \t\r\n\f\v";

bool is_apostrophe(UChar32 c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == '`';
}

bool is_hyphen(UChar32 c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015);
}

} // namespace

bool is_clean_utf8(std::string_view text)
{
    if (text.find('\0') != std::string_view::npos) return false;
    std::int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(nullptr, 0, &length, text.data(), static_cast<std::int32_t>(text.size()),
                  &status);
    return status != U_INVALID_CHAR_FOUND;
}

std::string_view trim(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

std::string normalise_lines(std::string_view text)
{
    std::string lines;
    const std::string_view trimmed = trim(text);
    lines.reserve(trimmed.size());
    for (std::size_t i = 0; i < trimmed.size(); ++i) {
        if (trimmed[i] != '\r') {
            lines.push_back(trimmed[i]);
        } else if (i + 1 == trimmed.size() || trimmed[i + 1] != '\n') {
            lines.push_back('\n');
        }
    }
    return lines;
}

std::string fold(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* const normaliser = icu::Normalizer2::getNFKDInstance(status);
    if (U_FAILURE(status) != 0) return std::string{text};
    icu::UnicodeString decomposed = normaliser->normalize(
        icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}),
        status);
    decomposed.foldCase();
    icu::UnicodeString plain;
    for (std::int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
        const UChar32 c = decomposed.char32At(i);
        if (u_charType(c) == U_NON_SPACING_MARK || is_apostrophe(c)) continue;
        const bool gap = is_hyphen(c) || u_isUWhiteSpace(c) != 0;
        if (!gap)
            plain.append(c);
        else if (!plain.isEmpty() && plain[plain.length() - 1] != ' ')
            plain.append(u' ');
    }
    std::string folded;
    plain.trim().toUTF8String(folded);
    return folded;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (end > 0) parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::size_t count_characters(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::optional<std::uint64_t> parse_decimal(std::string_view text)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    return number;
}

std::string join_plain(const std::vector<std::string>& parts)
{
    std::string joined;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) joined += i + 1 == parts.size() ? " and " : ", ";
        joined += parts[i];
    }
    return joined;
}

} // namespace base
