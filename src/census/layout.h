// The shape of a Children in Need return: which elements, in which order, how often, holding what,
// and in which census years. A table, so that a change of year is a change of a row.
#pragma once

#include "census/codes.h"

#include <span>
#include <string_view>

namespace census {

enum class Content { group, text, upn, date, flag, number, code };

struct Element {
    std::string_view name;
    std::string_view path; ///< from `Child` or `Header` down, as refusals cite it
    Content content = Content::group;
    CodeSet codes = CodeSet::none;
    unsigned least = 0;
    unsigned most = 1; ///< 0 when there may be any number
    /// The Department's rule that a missing value, or a value that cannot be read, breaks.
    std::string_view missing_rule = "missing";
    std::string_view bad_rule = "format";
    std::span<const Element> inside{};
    int first_year = 0;
    int last_year = 9999;
};

const Element& header_layout();
const Element& child_layout();

} // namespace census
