// Url: where a link or a form may lead. A link to another site must say so; a script never fits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace web {

/// A path of this service (`/find`), or a query (`?page=2`) or place (`#name`) of this page.
/// Made from text in the program; text that a person sent goes through `parse`.
class Url {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): paths are written as literals on every page.
    Url(const char* path) : Url{std::string_view{path}} {}
    /// Throws CheckFailed unless `path` stays on this service.
    explicit Url(std::string_view path);

    /// Empty unless `path` stays on this service: no scheme, no host, no `//`, no control
    /// character.
    static std::optional<Url> parse(std::string_view path);
    /// Another site. Throws CheckFailed unless `address` begins with `https://`.
    static Url elsewhere(std::string_view address);
    /// A number to ring. Throws CheckFailed unless it is digits, spaces and perhaps a `+`.
    static Url telephone(std::string_view number);
    /// The part of this page that has the id `id`.
    static Url place(std::string_view id);

    /// With one more part of the path, percent-encoded.
    Url operator/(std::string_view segment) const;
    /// With one more query value, percent-encoded.
    Url with_query(std::string_view name, std::string_view value) const;
    /// With a place on the page it leads to.
    Url with_place(std::string_view id) const;

    const std::string& text() const { return m_text; }
    friend bool operator==(const Url&, const Url&) = default;

private:
    struct Checked {};
    Url(Checked, std::string text) : m_text{std::move(text)} {}

    std::string m_text;
};

/// `text` with every byte that is not a letter, digit, `-`, `.`, `_` or `~` as `%XX`.
std::string percent_encoded(std::string_view text);

} // namespace web
