#include "census/refusal.h"

#include <fmt/format.h>

namespace census {

namespace {

constexpr std::size_t longest = 80;

bool continues_character(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

} // namespace

std::string clip(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (result.size() >= longest && !continues_character(text[i])) return result + "…";
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool is_c1_control =
            byte == 0xC2U && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0U;
        if (is_c1_control) ++i;
        result += byte < 0x20U || byte == 0x7FU || is_c1_control ? ' ' : text[i];
    }
    return result;
}

std::string_view to_text(Severity severity)
{
    return severity == Severity::error ? "error" : "query";
}

std::string to_plain(const Refusal& refusal)
{
    std::string text = fmt::format("line {}: {} [{}", refusal.line, refusal.wrong, refusal.code);
    if (!refusal.element.empty()) text += fmt::format(", {}", refusal.element);
    text += "]";
    if (!refusal.value.empty()) text += fmt::format(" It says “{}”.", refusal.value);
    return text + " " + refusal.action;
}

} // namespace census
