// A date as three boxes: day, month, year. Plain text boxes, since people type dates they know.
#pragma once

#include "web/components/fields.h"

namespace web {

/// One box. The three usual ones are made by `DateInput` itself.
struct DateBox {
    RequiredText name; ///< comes after the prefix: `day` makes `born-day`
    std::string label = {};
    std::string value = {};
    std::string id = {};
    std::optional<Switch> error = {}; ///< none: every box is marked when the question has an error
    std::string classes = {};
    std::string inputmode = "numeric";
    std::string autocomplete = {};
    std::string pattern = {};
    Attributes attributes = {};
};

struct DateInput {
    Legend legend;
    RequiredText id;
    std::string name_prefix = {}; ///< `born` gives the fields `born-day`, `born-month`, `born-year`
    std::string day = {};
    std::string month = {};
    std::string year = {};
    std::optional<Hint> hint = {};
    std::optional<ErrorMessage> error = {};
    std::vector<DateBox> boxes = {}; ///< in place of the usual three
    std::string classes = {};
    Group group = {};
    Attributes attributes = {};
};

Html date_input(const DateInput& options);

} // namespace web
