#include "web/components/field_parts.h"

namespace web {

std::string field_id(const RequiredText& name, const std::string& id)
{
    return id.empty() ? name.text() : id;
}

Guidance guidance(std::string_view id, const std::optional<Hint>& words,
                  const std::optional<ErrorMessage>& error, const std::string& described_by)
{
    Guidance guidance{.html = {}, .described_by = described_by};
    if (words) {
        const std::string hint_id = std::string{id} + "-hint";
        guidance.html.add(hint(*words, hint_id));
        guidance.described_by = joined({guidance.described_by, hint_id});
    }
    if (error) {
        ErrorMessage message = *error;
        message.options.id = std::string{id} + "-error";
        guidance.html.add(error_message(message));
        guidance.described_by = joined({guidance.described_by, message.options.id});
    }
    return guidance;
}

Html form_group(Faulty faulty, const Group& group, const Html& content)
{
    const std::string_view error = faulty == Faulty::yes ? "govuk-form-group--error" : "";
    return element(
        "div", {{"class", joined({"govuk-form-group", error, group.classes})}, group.attributes},
        content);
}

void add_attribute(Attributes& attributes, TextAttributeName name, std::string_view value)
{
    if (!value.empty()) attributes.push_back({name, std::string{value}});
}

Html item_hint(const Hint& words, std::string_view first_class, std::string_view id)
{
    Hint inside = words;
    inside.options.classes = joined({first_class, words.options.classes});
    return hint(inside, id);
}

} // namespace web
