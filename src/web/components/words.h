// What components are made of: required text, content, labels, legends, hints and error messages.
// A required part has no default, so leaving it out does not compile.
#pragma once

#include "web/html.h"

namespace web {

/// Text that must be given.
class RequiredText {
public:
    // NOLINTBEGIN(google-explicit-constructor)
    RequiredText(const char* text) : m_text{text} {}
    RequiredText(std::string_view text) : m_text{text} {}
    RequiredText(std::string text) : m_text{std::move(text)} {}
    operator std::string_view() const { return m_text; }
    // NOLINTEND(google-explicit-constructor)

    const std::string& text() const { return m_text; }

private:
    std::string m_text;
};

/// What a component shows: text, which is escaped, or Html.
class Content {
public:
    enum class Kind { text, markup };

    // NOLINTBEGIN(google-explicit-constructor)
    Content(const char* text) : m_html{Html::text(text)} {}
    Content(std::string_view text) : m_html{Html::text(text)} {}
    Content(const std::string& text) : m_html{Html::text(text)} {}
    Content(const RequiredText& text) : m_html{Html::text(text.text())} {}
    Content(Html html) : m_html{std::move(html)}, m_kind{Kind::markup} {}
    // NOLINTEND(google-explicit-constructor)

    const Html& html() const { return m_html; }
    Kind kind() const { return m_kind; }

private:
    Html m_html;
    Kind m_kind = Kind::text;
};

template <typename Type>
concept Worded = std::convertible_to<Type, Content>;

/// Whether a label or legend is the page's own heading, its only `h1`.
enum class PageHeading { no, yes };

struct LabelOptions {
    std::string classes; ///< for example `govuk-label--l`
    PageHeading page_heading = PageHeading::no;
    Attributes attributes = {};
};

/// The words that name a field.
struct Label {
    template <Worded Words>
    // NOLINTNEXTLINE(google-explicit-constructor)
    Label(Words&& words, LabelOptions chosen = {})
        : content{std::forward<Words>(words)}, options{std::move(chosen)}
    {
    }
    Content content;
    LabelOptions options;
};

/// Says that a group has no legend: for one tick box alone, whose own label says it all.
struct NoLegend {};
inline constexpr NoLegend no_legend{};

struct LegendOptions {
    std::string classes; ///< for example `govuk-fieldset__legend--m`
    PageHeading page_heading = PageHeading::no;
    std::string fieldset_classes = {};
    std::string described_by = {};
    Attributes fieldset_attributes = {};
};

/// The question that a group of fields answers, or the plain statement that there is none.
struct Legend {
    template <Worded Words>
    // NOLINTNEXTLINE(google-explicit-constructor)
    Legend(Words&& words, LegendOptions chosen = {})
        : content{Content{std::forward<Words>(words)}}, options{std::move(chosen)}
    {
    }
    // NOLINTNEXTLINE(google-explicit-constructor)
    Legend(NoLegend) {}
    std::optional<Content> content;
    LegendOptions options;
};

struct HintOptions {
    std::string classes;
    Attributes attributes = {};
};

/// Help that stands under a label.
struct Hint {
    template <Worded Words>
    // NOLINTNEXTLINE(google-explicit-constructor)
    Hint(Words&& words, HintOptions chosen = {})
        : content{std::forward<Words>(words)}, options{std::move(chosen)}
    {
    }
    Content content;
    HintOptions options;
};

struct ErrorMessageOptions {
    std::string id = {};                 ///< fields set their own
    std::string hidden_prefix = "Error"; ///< read out before the message; empty for none
    std::string classes = {};
    Attributes attributes = {};
};

/// What is wrong with an answer and how to put it right.
struct ErrorMessage {
    template <Worded Words>
    // NOLINTNEXTLINE(google-explicit-constructor)
    ErrorMessage(Words&& words, ErrorMessageOptions chosen = {})
        : content{std::forward<Words>(words)}, options{std::move(chosen)}
    {
    }
    Content content;
    ErrorMessageOptions options;
};

/// What a form group, the box around a field, may be given.
struct Group {
    std::string classes = {};
    Attributes attributes = {};
    Html before = {}; ///< just before the field or the choices
    Html after = {};
};

/// A label for the field whose id is `field`. Inside an `h1` when it is the page's heading.
Html label(const Label& words, std::string_view field);
Html hint(const Hint& words, std::string_view id = {});
Html error_message(const ErrorMessage& words);

struct Fieldset {
    Legend legend;
    Html content = {};
    std::string role = {};
    std::string described_by = {}; ///< ids, with a space between
};

Html fieldset(const Fieldset& options);

/// `text` in paragraphs: a blank line ends one, a single line end stays a line end.
Html paragraphs(std::string_view text, std::string_view classes = "govuk-body");

/// Headings in the design system's sizes. A page has one `heading_1`.
Html heading_1(const Content& words, std::string_view classes = "govuk-heading-l");
Html heading_2(const Content& words, std::string_view classes = "govuk-heading-m");
Html heading_3(const Content& words, std::string_view classes = "govuk-heading-s");
Html paragraph(const Content& words, std::string_view classes = "govuk-body");
Html link(const Content& words, const Url& href, std::string_view classes = "govuk-link");

/// Words that only a screen reader says.
Html visually_hidden(const Content& words);

} // namespace web
