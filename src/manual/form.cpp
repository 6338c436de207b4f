#include "manual/form.h"

#include <algorithm>
#include <fmt/format.h>

namespace manual {

namespace {

template <typename Value, typename Wanted>
bool contains(const std::vector<Value>& values, const Wanted& wanted)
{
    return std::find(values.begin(), values.end(), wanted) != values.end();
}

} // namespace

bool Field::has(Meaning meaning) const
{
    return contains(means, meaning);
}

bool Field::allows(UnknownAnswer answer) const
{
    return contains(unknown_answers, answer);
}

const Option* Field::find_option(std::string_view option_id) const
{
    for (const Option& option : options) {
        if (option.id == option_id) return &option;
    }
    return nullptr;
}

std::string Form::reference() const
{
    return fmt::format("{}@{}", id, version);
}

const Field* Form::find_field(std::string_view field_id) const
{
    for (const Field& field : fields) {
        if (field.id == field_id) return &field;
    }
    return nullptr;
}

const Field* Form::field_meaning(Meaning meaning) const
{
    for (const Field& field : fields) {
        if (field.has(meaning)) return &field;
    }
    return nullptr;
}

const Field* Form::field_of_element(std::string_view element_name) const
{
    for (const Field& field : fields) {
        if (!field.element.empty() && field.element == element_name) return &field;
    }
    return nullptr;
}

bool Form::may_be_signed_by(std::string_view role_id) const
{
    return contains(signed_by, role_id);
}

std::string with_child(std::string_view text, std::string_view first_name)
{
    constexpr std::string_view place = "{child}";
    std::string filled;
    for (std::size_t at = text.find(place); at != std::string_view::npos; at = text.find(place)) {
        filled += text.substr(0, at);
        filled += first_name;
        text.remove_prefix(at + place.size());
    }
    filled += text;
    return filled;
}

} // namespace manual
