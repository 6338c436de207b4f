// The strict look at a request's head before any parser sees it. Whatever two HTTP parsers might
// read in two ways is refused here, and the connection closed.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace web {

struct HeadLimits {
    std::size_t bytes = 16 * 1024;
    std::size_t fields = 100;
    std::size_t target_bytes = 4'096;
};

/// Finds the end of a head as it arrives.
class HeadScanner {
public:
    explicit HeadScanner(const HeadLimits& limits) : m_limits{limits} {}

    enum class Outcome { need_more, complete, refused };

    /// `received` is everything since the head's first byte; it only grows from call to call.
    Outcome scan(std::string_view received);

    /// Of the head with its blank line, once complete.
    std::size_t size() const { return m_scanned; }
    /// To answer with, once refused: 400, 414 or 431.
    int status() const { return m_status; }

private:
    Outcome refuse(int status);

    HeadLimits m_limits;
    std::size_t m_scanned = 0;
    std::size_t m_line_start = 0;
    std::size_t m_lines = 0;
    int m_status = 0;
};

/// Looks at a complete head. The status to refuse with (400, 414, 417, 431, 501 or 505); empty when
/// the head may go on to the parser.
std::optional<int> head_refusal(std::string_view head, const HeadLimits& limits);

} // namespace web
