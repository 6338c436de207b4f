#include "witness/add_checkpoint.h"

#include "base/text.h"
#include "ledger/note_lines.h"

#include <fmt/format.h>

namespace witness {

namespace {

constexpr std::string_view old_word = "old ";
constexpr std::size_t path_limit = 63;

/// What the store can count.
constexpr std::uint64_t size_limit = (std::uint64_t{1} << 63U) - 1;

} // namespace

std::string to_body(const AddCheckpoint& request)
{
    std::string body = fmt::format("{}{}\n", old_word, request.old_size);
    for (const base::Digest& step : request.path)
        body += base::to_base64(step) + "\n";
    return body + "\n" + request.note;
}

std::optional<AddCheckpoint> parse_body(std::string_view body)
{
    const auto first = ledger::take_line(body);
    if (!first || !first->starts_with(old_word)) return std::nullopt;
    const auto old_size = base::parse_decimal(first->substr(old_word.size()));
    if (!old_size || *old_size > size_limit) return std::nullopt;
    AddCheckpoint request{.old_size = *old_size, .path = {}, .note = {}};
    auto line = ledger::take_line(body);
    for (; line && !line->empty(); line = ledger::take_line(body)) {
        const auto step = ledger::parse_digest(*line);
        if (!step || request.path.size() == path_limit) return std::nullopt;
        request.path.push_back(*step);
    }
    if (!line) return std::nullopt;
    request.note = body;
    return request;
}

std::optional<std::uint64_t> parse_held_size(std::string_view body)
{
    const auto line = ledger::take_line(body);
    if (!line || !body.empty()) return std::nullopt;
    return base::parse_decimal(*line);
}

} // namespace witness
