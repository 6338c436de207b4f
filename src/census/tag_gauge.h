// Measures tags before the XML parser sees them. The parser holds each attribute of a tag against
// every other, so that one tag with very many of them would keep it busy for minutes.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace census {

class TagGauge {
public:
    /// The next bytes of the file. The line on which a tag begins that is longer than any in a
    /// return; empty while there is none.
    std::optional<int> take(std::string_view bytes);

private:
    /// `declared` is what begins with `<!`, `dashed` with `<!-`, and `passed_over` a comment, a
    /// CDATA section or an instruction, which lasts until `m_end`.
    enum class Place { text, opened, declared, dashed, passed_over, tag, quoted };

    void step(char c);
    void open(char c);
    void pass_over_until(std::string_view end);
    bool has_ended(char c);

    Place m_place = Place::text;
    char m_quote = '"';
    std::string_view m_end;
    std::array<char, 3> m_last{}; ///< the last characters of what is passed over
    std::size_t m_length = 0;     ///< of the tag so far
    int m_line = 1;
    int m_tag_line = 1;
};

} // namespace census
