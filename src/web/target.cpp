#include "web/target.h"

#include "base/text.h"

#include <algorithm>

namespace web {

namespace {

bool is_visible_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c > ' ' && c < 0x7F && c != '#' && c != '\\'; });
}

/// One part of a path, between two slashes.
std::optional<std::string> decoded_part(std::string_view text)
{
    auto part = percent_decoded(text);
    if (!part || *part == "." || *part == ".." || !base::is_clean_utf8(*part)) return std::nullopt;
    const bool harmless = std::all_of(part->begin(), part->end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7F && c != '/' && c != '\\';
    });
    if (!harmless) return std::nullopt;
    return part;
}

} // namespace

std::optional<Target> parse_target(std::string_view text)
{
    if (!text.starts_with('/') || !is_visible_ascii(text)) return std::nullopt;
    const std::size_t question = std::min(text.find('?'), text.size());
    auto query = parse_urlencoded(text.substr(std::min(question + 1, text.size())));
    if (!query) return std::nullopt;

    Target target{.path = {}, .query = *std::move(query)};
    std::string_view rest = text.substr(0, question);
    while (!rest.empty()) {
        rest.remove_prefix(1); // the slash
        const std::size_t end = std::min(rest.find('/'), rest.size());
        const auto part = decoded_part(rest.substr(0, end));
        // A blank part in the middle is `//`; only the last may be blank, after a closing slash.
        if (!part || (part->empty() && end < rest.size())) return std::nullopt;
        target.path += "/" + *part;
        rest.remove_prefix(end);
    }
    return target;
}

} // namespace web
