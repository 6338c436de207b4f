// Radios and tick boxes. Each group answers the question in its legend; a choice may open a further
// question, which without scripts is simply there.
#pragma once

#include "web/components/fields.h"

namespace web {

/// Chosen by the group's `value` or `values`, or said outright.
struct RadioItem {
    Content text;
    RequiredText value;
    std::optional<Hint> hint = {};
    std::optional<Html> conditional = {}; ///< shown when this one is chosen
    std::string id = {};
    std::optional<Switch> checked = {};
    Switch disabled = Switch::off;
    std::string label_classes = {};
    Attributes label_attributes = {};
    Attributes attributes = {};
    std::string divider = {}; ///< stands before this item, for example `or`
};

struct Radios {
    Legend legend;
    RequiredText name;
    std::vector<RadioItem> items;
    std::string value = {};
    std::optional<Hint> hint = {};
    std::optional<ErrorMessage> error = {};
    std::string id_prefix = {}; ///< the name unless given; the first item's id
    std::string classes = {};   ///< for example `govuk-radios--inline`
    Group group = {};
    Attributes attributes = {};
};

Html radios(const Radios& options);

/// `exclusive` unticks the others when ticked: `None of these`.
enum class Behaviour { plain, exclusive };

struct CheckboxItem {
    Content text;
    RequiredText value;
    std::optional<Hint> hint = {};
    std::optional<Html> conditional = {};
    std::string name = {}; ///< the group's unless given
    std::string id = {};
    std::optional<Switch> checked = {};
    Switch disabled = Switch::off;
    Behaviour behaviour = Behaviour::plain;
    std::string label_classes = {};
    Attributes label_attributes = {};
    Attributes attributes = {};
    std::string divider = {}; ///< stands before this item
};

struct Checkboxes {
    Legend legend;
    RequiredText name;
    std::vector<CheckboxItem> items;
    std::vector<std::string> values = {};
    std::optional<Hint> hint = {};
    std::optional<ErrorMessage> error = {};
    std::string id_prefix = {};
    std::string classes = {}; ///< for example `govuk-checkboxes--small`
    std::string described_by = {};
    Group group = {};
    Attributes attributes = {};
};

Html checkboxes(const Checkboxes& options);

} // namespace web
