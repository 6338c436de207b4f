// What fields share inside: ids, the form group, hint and error with the ids that describe a field.
#pragma once

#include "web/components/fields.h"

namespace web {

std::string field_id(const RequiredText& name, const std::string& id);

/// The help and the error of a field, and the ids that `aria-describedby` must name.
struct Guidance {
    Html html;
    std::string described_by;
};

Guidance guidance(std::string_view id, const std::optional<Hint>& words,
                  const std::optional<ErrorMessage>& error, const std::string& described_by);

enum class Faulty { no, yes };

/// The box around a field.
Html form_group(Faulty faulty, const Group& group, const Html& content);

/// Adds `name="value"` unless `value` is empty.
void add_attribute(Attributes& attributes, TextAttributeName name, std::string_view value);

/// `hint` as the design system writes it inside an item: its class comes first.
Html item_hint(const Hint& words, std::string_view first_class, std::string_view id);

} // namespace web
