#include "ledger/header.h"

#include "base/text.h"

#include <algorithm>
#include <fmt/format.h>

namespace ledger {

namespace {

constexpr std::string_view first_line = "heed-leaf/1";
constexpr std::size_t word_limit = 64;

bool is_word_character(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') ||
           character == '-' || character == '_';
}

bool is_word(std::string_view word)
{
    return !word.empty() && word.size() <= word_limit &&
           std::all_of(word.begin(), word.end(), is_word_character);
}

bool is_version(std::string_view version)
{
    return !version.empty() && version.size() <= word_limit &&
           std::all_of(version.begin(), version.end(), [](char character) {
               return is_word_character(character) || character == '.';
           });
}

/// Takes a header apart line by line; once a line is not as expected, so is the whole.
class Lines {
public:
    explicit Lines(std::string_view text) : m_rest{text} {}

    /// The line's text after `name` and a space.
    std::string_view take(std::string_view name)
    {
        const std::string_view line = next();
        if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ' ') {
            m_fine = false;
            return {};
        }
        return line.substr(name.size() + 1);
    }

    std::string_view next()
    {
        const std::size_t end = m_rest.find('\n');
        if (end == std::string_view::npos) {
            m_fine = false;
            return {};
        }
        const std::string_view line = m_rest.substr(0, end);
        m_rest.remove_prefix(end + 1);
        return line;
    }

    bool is_done() const { return m_fine && m_rest.empty(); }

private:
    std::string_view m_rest;
    bool m_fine = true;
};

template <std::size_t Size>
std::optional<std::array<std::uint8_t, Size>> parse_bytes(std::string_view text)
{
    const std::optional<base::Bytes> bytes = base::parse_hex(text);
    if (!bytes || bytes->size() != Size) return std::nullopt;
    std::array<std::uint8_t, Size> array{};
    std::copy(bytes->begin(), bytes->end(), array.begin());
    return array;
}

/// Every field of a header as it stood in the text; empty where it could not be read.
struct Parts {
    std::optional<std::uint64_t> position;
    std::optional<base::RawId> record;
    std::optional<std::uint64_t> sequence;
    std::string_view previous;
    std::string_view kind;
    std::string_view form;
    std::optional<Pseudonym> actor;
    std::optional<base::RawId> event;
    std::optional<Occurred> occurred;
    std::optional<base::Instant> recorded;
    std::string_view ciphertext;
    std::optional<base::Digest> commitment;
};

std::optional<Parts> take_parts(std::string_view text)
{
    Lines lines{text};
    if (lines.next() != first_line) return std::nullopt;
    Parts parts;
    parts.position = base::parse_decimal(lines.take("position"));
    parts.record = parse_bytes<16>(lines.take("record"));
    parts.sequence = base::parse_decimal(lines.take("sequence"));
    parts.previous = lines.take("previous");
    parts.kind = lines.take("kind");
    parts.form = lines.take("form");
    parts.actor = parse_bytes<16>(lines.take("actor"));
    parts.event = parse_bytes<16>(lines.take("event"));
    parts.occurred = Occurred::parse(lines.take("occurred"));
    parts.recorded = base::Instant::parse(lines.take("recorded"));
    parts.ciphertext = lines.take("ciphertext");
    parts.commitment = parse_bytes<32>(lines.take("commitment"));
    const bool is_complete = lines.is_done() && parts.position && parts.record && parts.sequence &&
                             parts.actor && parts.event && parts.occurred && parts.recorded &&
                             parts.commitment && is_kind(parts.kind) && is_form(parts.form);
    if (!is_complete) return std::nullopt;
    return parts;
}

} // namespace

std::optional<Occurred> Occurred::parse(std::string_view text)
{
    if (const auto date = base::Date::parse(text)) return on(*date);
    if (const auto instant = base::Instant::parse(text)) return at(*instant);
    return std::nullopt;
}

std::string Occurred::text() const
{
    if (const auto* const date = std::get_if<base::Date>(&when)) return date->iso();
    return std::get<base::Instant>(when).iso();
}

base::Date Occurred::date() const
{
    if (const auto* const date = std::get_if<base::Date>(&when)) return *date;
    return base::uk_date(std::get<base::Instant>(when));
}

base::Instant Occurred::instant() const
{
    if (const auto* const date = std::get_if<base::Date>(&when)) return base::from_uk(*date, {});
    return std::get<base::Instant>(when);
}

bool is_kind(std::string_view kind)
{
    return is_word(kind);
}

bool is_form(std::string_view form)
{
    const std::size_t at = form.find('@');
    return at != std::string_view::npos && is_word(form.substr(0, at)) &&
           is_version(form.substr(at + 1));
}

std::string context_of(const LeafHeader& header)
{
    return fmt::format(
        "{}\nposition {}\nrecord {}\nsequence {}\nprevious {}\nkind {}\nform {}\nactor {}\nevent "
        "{}\noccurred {}\nrecorded {}\n",
        first_line, header.position, base::to_hex(header.record.bytes()), header.sequence,
        header.previous ? base::to_hex(*header.previous) : "none", header.kind, header.form,
        base::to_hex(header.actor), base::to_hex(header.event.bytes()), header.occurred.text(),
        header.recorded.iso());
}

std::string ciphertext_lines(const LeafHeader& header)
{
    return fmt::format("ciphertext {} {}\ncommitment {}\n", base::to_hex(header.ciphertext),
                       header.ciphertext_size, base::to_hex(header.commitment));
}

std::string to_text(const LeafHeader& header)
{
    return context_of(header) + ciphertext_lines(header);
}

std::optional<LeafHeader> parse_header(std::string_view text)
{
    const std::optional<Parts> parts = take_parts(text);
    if (!parts) return std::nullopt;
    LeafHeader header;
    header.position = *parts->position;
    header.record = base::RecordId{*parts->record};
    header.sequence = *parts->sequence;
    if (parts->previous != "none") {
        header.previous = parse_bytes<32>(parts->previous);
        if (!header.previous) return std::nullopt;
    }
    header.kind = parts->kind;
    header.form = parts->form;
    header.actor = *parts->actor;
    header.event = base::EventId{*parts->event};
    header.occurred = *parts->occurred;
    header.recorded = *parts->recorded;
    const std::size_t space = parts->ciphertext.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto digest = parse_bytes<32>(parts->ciphertext.substr(0, space));
    const auto size = base::parse_decimal(parts->ciphertext.substr(space + 1));
    if (!digest || !size) return std::nullopt;
    header.ciphertext = *digest;
    header.ciphertext_size = *size;
    header.commitment = *parts->commitment;
    return header;
}

} // namespace ledger
