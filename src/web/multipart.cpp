#include "web/multipart.h"

#include "base/text.h"
#include "web/headers.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace web {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t boundary_limit = 70;
constexpr std::size_t name_limit = 200;

bool is_boundary(std::string_view text)
{
    constexpr std::string_view marks = "'()+_,-./:=? ";
    return !text.empty() && text.size() <= boundary_limit && text.back() != ' ' &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      marks.find(c) != std::string_view::npos;
           });
}

bool has_control_character(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

using Parameter = std::pair<std::string_view, std::string_view>;

/// Reads `; name="…"` again and again. Empty unless that is all there is: browsers quote every
/// value and write no backslash before a quote.
std::optional<std::vector<Parameter>> quoted_parameters(std::string_view text)
{
    std::vector<Parameter> parameters;
    while (!text.empty()) {
        if (!text.starts_with(';')) return std::nullopt;
        text = base::trim(text.substr(1));
        const std::size_t open = text.find("=\"");
        if (open == std::string_view::npos) return std::nullopt;
        const std::size_t close = text.find('"', open + 2);
        if (close == std::string_view::npos) return std::nullopt;
        parameters.emplace_back(text.substr(0, open), text.substr(open + 2, close - open - 2));
        text = base::trim(text.substr(close + 1));
    }
    return parameters;
}

/// Reads the value of a Content-Disposition header into `header`; false when it is malformed.
bool read_disposition(std::string_view value, PartHeader& header)
{
    constexpr std::string_view kind = "form-data";
    if (!equal_ignoring_case(value.substr(0, kind.size()), kind)) return false;
    const auto parameters = quoted_parameters(base::trim(value.substr(kind.size())));
    if (!parameters) return false;
    bool named = false;
    for (const auto& [name, text] : *parameters) {
        if (!base::is_clean_utf8(text)) return false;
        if (equal_ignoring_case(name, "name") && !named) {
            header.name = text;
            named = true;
        } else if (equal_ignoring_case(name, "filename") && !header.file_name) {
            header.file_name = text;
        } else {
            return false;
        }
    }
    return !header.name.empty() && header.name.size() <= name_limit;
}

/// Reads one `Name: value` line into `header`; false when it is malformed or stands twice.
bool read_header_line(std::string_view line, PartHeader& header)
{
    const std::size_t colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos || has_control_character(line)) return false;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = base::trim(line.substr(colon + 1));
    if (name.find(' ') != std::string_view::npos) return false;
    if (equal_ignoring_case(name, "content-disposition")) {
        return header.name.empty() && read_disposition(value, header);
    }
    if (equal_ignoring_case(name, "content-type")) {
        if (!header.content_type.empty() || value.empty() || !base::is_clean_utf8(value))
            return false;
        header.content_type = value;
        return true;
    }
    // Browsers send the bytes as they are; an encoding named here would be read by no one.
    return !equal_ignoring_case(name, "content-transfer-encoding");
}

std::optional<PartHeader> parse_part_header(std::string_view block)
{
    PartHeader header;
    while (!block.empty()) {
        const std::size_t end = std::min(block.find(line_end), block.size());
        if (!read_header_line(block.substr(0, end), header)) return std::nullopt;
        block.remove_prefix(std::min(end + line_end.size(), block.size()));
    }
    if (header.name.empty()) return std::nullopt;
    if (header.content_type.empty()) header.content_type = "text/plain";
    return header;
}

} // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type)
{
    const auto parts = base::split(content_type, ';');
    if (parts.empty() || !equal_ignoring_case(base::trim(parts[0]), "multipart/form-data"))
        return {};
    std::optional<std::string> boundary;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const std::string_view part = base::trim(parts[i]);
        constexpr std::string_view name = "boundary=";
        if (!equal_ignoring_case(part.substr(0, name.size()), name)) continue;
        std::string_view value = part.substr(name.size());
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        if (boundary || !is_boundary(value)) return std::nullopt;
        boundary = value;
    }
    return boundary;
}

MultipartReader::MultipartReader(std::string_view boundary, PartSink& sink,
                                 const MultipartLimits& limits)
    : m_delimiter{"\r\n--" + std::string{boundary}}, m_sink{sink}, m_limits{limits},
      m_pending{line_end} // so that the first boundary looks like every other
{
}

base::Result<void, MultipartRefusal> MultipartReader::feed(std::string_view piece)
{
    m_pending.append(piece);
    while (step()) {
    }
    if (m_state == State::failed) return base::refuse(m_refusal);
    return {};
}

base::Result<void, MultipartRefusal> MultipartReader::finish()
{
    if (m_state != State::failed && m_state == State::after_last &&
        (m_pending.empty() || m_pending == line_end)) {
        return {};
    }
    fail(m_state == State::failed ? m_refusal : MultipartRefusal::malformed);
    return base::refuse(m_refusal);
}

bool MultipartReader::step()
{
    switch (m_state) {
    case State::before_first: return step_before_first();
    case State::after_boundary: return step_after_boundary();
    case State::part_header: return step_part_header();
    case State::part_content: return step_part_content();
    case State::after_last:
        return m_pending.size() > line_end.size() && fail(MultipartRefusal::malformed);
    case State::failed: return false;
    }
    return false;
}

bool MultipartReader::step_before_first()
{
    const std::size_t size = std::min(m_pending.size(), m_delimiter.size());
    if (m_pending.compare(0, size, m_delimiter, 0, size) != 0) {
        return fail(MultipartRefusal::malformed);
    }
    if (m_pending.size() < m_delimiter.size()) return false;
    m_pending.erase(0, m_delimiter.size());
    m_state = State::after_boundary;
    return true;
}

bool MultipartReader::step_after_boundary()
{
    if (m_pending.size() < line_end.size()) return false;
    if (m_pending.starts_with("--")) {
        m_state = State::after_last;
    } else if (m_pending.starts_with(line_end)) {
        if (++m_parts > m_limits.parts) return fail(MultipartRefusal::too_many_parts);
        m_state = State::part_header;
    } else {
        return fail(MultipartRefusal::malformed);
    }
    m_pending.erase(0, line_end.size());
    return true;
}

bool MultipartReader::step_part_header()
{
    constexpr std::string_view end_mark = "\r\n\r\n";
    const std::size_t end = m_pending.find(end_mark);
    if (std::min(end, m_pending.size()) > m_limits.part_header_bytes) {
        return fail(MultipartRefusal::header_too_long);
    }
    if (end == std::string::npos) return false;
    const auto header = parse_part_header(std::string_view{m_pending}.substr(0, end));
    if (!header) return fail(MultipartRefusal::malformed);
    m_pending.erase(0, end + end_mark.size());
    m_part_bytes = 0;
    m_sink.begin(*header);
    m_state = State::part_content;
    return true;
}

bool MultipartReader::step_part_content()
{
    const std::size_t end = m_pending.find(m_delimiter);
    if (end == std::string::npos) {
        if (m_pending.size() >= m_delimiter.size()) {
            pass_on(m_pending.size() - m_delimiter.size() + 1);
        }
        return false;
    }
    pass_on(end);
    if (m_state == State::failed) return false;
    m_pending.erase(0, m_delimiter.size());
    m_sink.end();
    m_state = State::after_boundary;
    return true;
}

bool MultipartReader::fail(MultipartRefusal refusal)
{
    m_refusal = refusal;
    m_state = State::failed;
    m_pending.clear();
    return false;
}

void MultipartReader::pass_on(std::size_t size)
{
    if (size == 0) return;
    m_part_bytes += size;
    if (m_part_bytes > m_limits.part_bytes) {
        fail(MultipartRefusal::part_too_long);
        return;
    }
    m_sink.content(std::string_view{m_pending}.substr(0, size));
    m_pending.erase(0, size);
}

} // namespace web
