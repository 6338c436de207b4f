// What the manual says about words: a glossary of terms, and words better not used with what to
// write instead (REC-14).
#pragma once

#include "manual/form.h"

#include <string>
#include <vector>

namespace manual {

struct Term {
    std::string term;
    std::vector<std::string> short_forms; ///< abbreviations; several terms may share one
    std::vector<std::string> also;        ///< other names for the same thing
    std::string means;
    Place place;
};

struct WordAdvice {
    std::vector<std::string> find; ///< words and phrases, in lower case
    WordFault fault = WordFault::vague;
    std::string instead;
    std::string why;
    Place place;
};

} // namespace manual
