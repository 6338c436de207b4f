#include "web/head_check.h"

#include "base/text.h"
#include "web/headers.h"

#include <algorithm>
#include <array>

namespace web {

namespace {

constexpr std::string_view line_end = "\r\n";

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool is_name_character(char c)
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z') ||
           marks.find(c) != std::string_view::npos;
}

bool is_value_character(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

/// Methods that HTTP defines: those among them that no route has are 405, all others 501.
bool is_known_method(std::string_view method)
{
    constexpr std::array<std::string_view, 9> known{"GET",    "HEAD",  "POST",    "PUT",    "PATCH",
                                                    "DELETE", "TRACE", "OPTIONS", "CONNECT"};
    return std::find(known.begin(), known.end(), method) != known.end();
}

std::optional<int> version_refusal(std::string_view version)
{
    if (version == "HTTP/1.1") return std::nullopt;
    const bool well_formed = version.size() == 8 && version.starts_with("HTTP/") &&
                             is_digit(version[5]) && version[6] == '.' && is_digit(version[7]);
    return well_formed ? 505 : 400;
}

std::optional<int> request_line_refusal(std::string_view line, const HeadLimits& limits)
{
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return 400;
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    if (method.empty() || !std::all_of(method.begin(), method.end(), is_name_character)) return 400;
    if (target.size() > limits.target_bytes) return 414;
    const bool plain = !target.empty() && std::all_of(target.begin(), target.end(),
                                                      [](char c) { return c > ' ' && c < 0x7F; });
    if (!plain) return 400;
    if (const auto refusal = version_refusal(line.substr(last + 1))) return refusal;
    if (!is_known_method(method)) return 501;
    return std::nullopt;
}

/// What must hold across all fields: which may stand once only, and how a body is announced.
class Fields {
public:
    std::optional<int> add(std::string_view name, std::string_view value)
    {
        for (std::size_t i = 0; i < once_only.size(); ++i) {
            if (!equal_ignoring_case(name, once_only[i])) continue;
            if (m_seen[i]) return 400;
            m_seen[i] = true;
        }
        if (equal_ignoring_case(name, "content-length")) return take_length(value);
        if (equal_ignoring_case(name, "transfer-encoding")) return take_encoding(value);
        if (equal_ignoring_case(name, "expect") && !equal_ignoring_case(value, "100-continue")) {
            return 417;
        }
        return std::nullopt;
    }

    std::optional<int> refusal() const
    {
        if (m_has_length && m_has_encoding) return 400;
        if (!m_seen[0]) return 400; // Host
        if (m_other_encoding) return 501;
        return std::nullopt;
    }

private:
    static constexpr std::array<std::string_view, 13> once_only{
        "host",           "content-length", "transfer-encoding",
        "content-type",   "cookie",         "authorization",
        "origin",         "expect",         "sec-fetch-site",
        "sec-fetch-mode", "sec-fetch-dest", "x-form-token",
        "idempotency-key"};

    std::optional<int> take_length(std::string_view value)
    {
        constexpr std::size_t longest = 15;
        m_has_length = true;
        const bool digits = !value.empty() && std::all_of(value.begin(), value.end(), is_digit);
        if (!digits) return 400;
        if (value.size() > longest) return 413;
        return std::nullopt;
    }

    std::optional<int> take_encoding(std::string_view value)
    {
        m_has_encoding = true;
        m_other_encoding = value != "chunked";
        return std::nullopt;
    }

    std::array<bool, once_only.size()> m_seen{};
    bool m_has_length = false;
    bool m_has_encoding = false;
    bool m_other_encoding = false;
};

std::optional<int> field_refusal(std::string_view line, Fields& fields)
{
    const std::size_t colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos) return 400;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = line.substr(colon + 1);
    if (!std::all_of(name.begin(), name.end(), is_name_character)) return 400;
    if (!std::all_of(value.begin(), value.end(), is_value_character)) return 400;
    return fields.add(name, base::trim(value));
}

} // namespace

HeadScanner::Outcome HeadScanner::scan(std::string_view received)
{
    const std::size_t longest_line = m_limits.target_bytes + 64; // a method and a version besides
    while (m_scanned < received.size()) {
        const char c = received[m_scanned];
        if (m_lines == 0 && m_scanned > longest_line) return refuse(414);
        if (m_scanned >= m_limits.bytes) return refuse(431);
        if (c == '\0' || c == '\n') return refuse(400);
        if (c != '\r') {
            ++m_scanned;
            continue;
        }
        if (m_scanned + 1 == received.size()) return Outcome::need_more;
        if (received[m_scanned + 1] != '\n') return refuse(400);
        const bool blank = m_scanned == m_line_start;
        m_scanned += line_end.size();
        m_line_start = m_scanned;
        if (blank) return m_lines == 0 ? refuse(400) : Outcome::complete;
        if (++m_lines > m_limits.fields + 1) return refuse(431);
    }
    return Outcome::need_more;
}

HeadScanner::Outcome HeadScanner::refuse(int status)
{
    m_status = status;
    return Outcome::refused;
}

std::optional<int> head_refusal(std::string_view head, const HeadLimits& limits)
{
    const std::size_t first_end = head.find(line_end);
    if (first_end == std::string_view::npos) return 400;
    if (const auto refusal = request_line_refusal(head.substr(0, first_end), limits))
        return refusal;
    head.remove_prefix(first_end + line_end.size());

    Fields fields;
    while (!head.starts_with(line_end)) {
        const std::size_t end = head.find(line_end);
        if (end == std::string_view::npos) return 400;
        if (const auto refusal = field_refusal(head.substr(0, end), fields)) return refusal;
        head.remove_prefix(end + line_end.size());
    }
    return fields.refusal();
}

} // namespace web
