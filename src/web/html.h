// Html: markup that is safe by construction. Text is escaped as it goes in, markup comes from
// literals only, and there is no way to write an inline script, an inline style or an event
// handler.
#pragma once

#include "web/url.h"

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace web {

/// Markup written in the program. A string made at run time does not compile.
struct Lit {
    // NOLINTNEXTLINE(google-explicit-constructor)
    consteval Lit(const char* literal) : text{literal} {}
    std::string_view text;
};

/// The name of an element. Elements that could run or embed something do not compile.
struct TagName {
    // NOLINTNEXTLINE(google-explicit-constructor)
    consteval TagName(const char* literal) : text{literal}
    {
        for (const char c : text) {
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
                throw "not an element name";
            }
        }
        for (const std::string_view refused : {"script", "style", "iframe", "object", "embed",
                                               "base", "animate", "set", "foreignObject"}) {
            if (text == refused) throw "this element is not written by the builder";
        }
        for (const std::string_view name : {"input", "br", "hr", "img", "meta", "link", "col"}) {
            if (text == name) is_void = true;
        }
    }
    std::string_view text;
    bool is_void = false;
};

/// The name of an attribute whose value is plain text.
struct TextAttributeName {
    // NOLINTNEXTLINE(google-explicit-constructor)
    consteval TextAttributeName(const char* literal) : text{literal}
    {
        for (const char c : text) {
            if (c == '"' || c == '\'' || c == '<' || c == '>' || c == '=' || c == '/' || c <= ' ') {
                throw "not an attribute name";
            }
        }
        if (text.starts_with("on")) throw "no event handlers: scripts live in files";
        for (const std::string_view refused :
             {"style", "srcdoc", "href", "src", "action", "formaction", "srcset", "ping", "poster",
              "xlink:href", "background", "data"}) {
            if (text == refused) throw "styles live in files; an address needs a Url";
        }
    }
    std::string_view text;
};

/// The name of an attribute whose value is an address.
struct UrlAttributeName {
    // NOLINTNEXTLINE(google-explicit-constructor)
    consteval UrlAttributeName(const char* literal) : text{literal}
    {
        if (text != "href" && text != "src" && text != "action" && text != "formaction") {
            throw "not an attribute that holds an address";
        }
    }
    std::string_view text;
};

/// An attribute that a component's caller adds. It owns its value.
struct ExtraAttribute {
    TextAttributeName name;
    std::string value;
};
using Attributes = std::vector<ExtraAttribute>;

/// Whether an attribute without a value (`checked`, `open`) is there.
enum class Present { no, yes };

inline Present present_if(bool wanted)
{
    return wanted ? Present::yes : Present::no;
}

/// A value that leaves its attribute out when it is empty.
struct IfAny {
    std::string_view value;
};

inline IfAny if_any(std::string_view value)
{
    return {value};
}

/// One attribute of an element being written. Borrows its value: use it as a parameter only.
class Attribute {
public:
    // NOLINTBEGIN(google-explicit-constructor)
    Attribute(TextAttributeName name, std::string_view value) : m_name{name.text}, m_value{value} {}
    Attribute(TextAttributeName name, IfAny value)
        : m_name{value.value.empty() ? std::string_view{} : name.text}, m_value{value.value}
    {
    }
    template <std::same_as<Present> P>
    Attribute(TextAttributeName name, P present)
        : m_name{present == Present::yes ? name.text : std::string_view{}}
    {
    }
    template <std::same_as<Url> U>
    Attribute(UrlAttributeName name, const U& url) : m_name{name.text}, m_value{url.text()}
    {
    }
    Attribute(const Attributes& extra) : m_extra{&extra} {}
    // NOLINTEND(google-explicit-constructor)

    void write_to(std::string& markup) const;

private:
    std::string_view m_name; ///< empty: left out
    std::string_view m_value;
    const Attributes* m_extra = nullptr;
};

/// A piece of markup. It only grows.
class Html {
public:
    Html() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a literal is as safe as the builder.
    Html(Lit literal) : m_markup{literal.text} {}

    /// Escaped.
    static Html text(std::string_view text);
    /// Escaped, with a `<br>` for every line end. A text area's words, shown as they were written.
    static Html lines(std::string_view text);

    Html& add(const Html& other);
    Html& add(Html&& other);
    Html& add_literal(Lit literal);
    Html& add_text(std::string_view text);
    Html& add_lines(std::string_view text);

    /// An element with `children` inside: Html, text (escaped), or a function that is given this
    /// Html and writes there, which costs no extra string.
    template <typename... Children>
    Html& add_element(TagName name, std::initializer_list<Attribute> attributes,
                      Children&&... children)
    {
        open(name, attributes);
        (add_child(std::forward<Children>(children)), ...);
        if (!name.is_void) close(name);
        return *this;
    }

    bool empty() const { return m_markup.empty(); }
    const std::string& markup() const& { return m_markup; }
    std::string take() && { return std::move(m_markup); }
    void reserve(std::size_t bytes) { m_markup.reserve(bytes); }

private:
    // The component tests hand the published fixtures' own markup to the components through this;
    // nothing in the program defines it.
    friend struct FixtureMarkup;

    void open(TagName name, std::initializer_list<Attribute> attributes);
    void close(TagName name);

    template <typename Child> void add_child(Child&& child)
    {
        if constexpr (std::convertible_to<Child, std::string_view>) {
            add_text(child);
        } else if constexpr (requires { child.html().markup(); }) {
            add(child.html());
        } else if constexpr (std::invocable<Child, Html&>) {
            std::forward<Child>(child)(*this);
        } else {
            add(std::forward<Child>(child));
        }
    }

    std::string m_markup;
};

/// One element on its own.
template <typename... Children>
Html element(TagName name, std::initializer_list<Attribute> attributes, Children&&... children)
{
    Html html;
    html.reserve(240);
    html.add_element(name, attributes, std::forward<Children>(children)...);
    return html;
}

/// The names that are not empty, with a space between: the value of a `class` attribute, or of an
/// attribute that lists ids.
std::string joined(std::initializer_list<std::string_view> names);

/// Appends `text` to `markup` with & < > " ' escaped.
void append_escaped(std::string& markup, std::string_view text);

} // namespace web
