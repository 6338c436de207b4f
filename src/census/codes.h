// The code sets of the census, each code with the years in which it may be used.
#pragma once

#include <string>
#include <string_view>

namespace census {

enum class CodeSet {
    none,
    sex,
    gender, ///< what came before `sex`
    ethnicity,
    disability,
    upn_unknown,
    referral_source,
    primary_need,
    closing_reason,
    category_of_abuse,
    assessment_factor,
    proceedings_outcome,
};

/// Whether `code` may stand in the return of the census year ending in `year`.
bool is_code(CodeSet set, std::string_view code, int year);

/// `M, F or U`: every code of the set in that year, for telling somebody what to write instead.
std::string codes_in_plain(CodeSet set, int year);

/// Whether a unique pupil number may hold these three digits as its authority.
bool is_authority_code(std::string_view digits);

} // namespace census
