// Text: UTF-8 at the edges, and the folding used to compare names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

/// True when `text` is well-formed UTF-8 without a zero byte.
bool is_clean_utf8(std::string_view text);

/// Without white space at either end.
std::string_view trim(std::string_view text);

/// Trimmed, with CR LF and lone CR as LF. What a text area sends, as Heed keeps it.
std::string normalise_lines(std::string_view text);

/// Case and accents taken away, for comparing: `Zoë O’Hara` becomes `zoe ohara`.
/// Hyphens become spaces; apostrophes go.
std::string fold(std::string_view text);

/// The parts of `text` between `separator`s, empty ones left out.
std::vector<std::string_view> split(std::string_view text, char separator);

/// How many characters (code points) a person would count, near enough. `text` is UTF-8.
std::size_t count_characters(std::string_view text);

/// Reads `0`, `7`, `1200`: digits alone, no sign and no leading zero. Empty when it is anything
/// else or does not fit.
std::optional<std::uint64_t> parse_decimal(std::string_view text);

/// `a, b and c`.
std::string join_plain(const std::vector<std::string>& parts);

} // namespace base
