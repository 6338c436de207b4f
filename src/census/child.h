// A child as a Children in Need return tells of it. Every value keeps the line it came from.
// What is missing was not in the return, or was refused because it could not be read.
#pragma once

#include "base/time.h"
#include "census/layout.h"

#include <optional>
#include <string>
#include <vector>

namespace census {

template <typename Value> struct Cited {
    Value value{};
    int line = 0;
    const Element* element = nullptr;
};

using CitedDate = std::optional<Cited<base::Date>>;
using CitedText = std::optional<Cited<std::string>>;
using CitedFlag = std::optional<Cited<bool>>;
using CitedNumber = std::optional<Cited<int>>;

struct Assessment {
    int line = 0;
    CitedDate started;
    CitedDate reviewed;
    CitedDate authorised;
    std::vector<Cited<std::string>> factors;
};

struct InNeedPlan {
    int line = 0;
    CitedDate started;
    CitedDate ended;
};

struct Enquiry {
    int line = 0;
    CitedDate started;
    CitedDate conference_target;
    CitedDate conference;
    CitedFlag conference_not_required;
};

struct ProtectionPlan {
    int line = 0;
    CitedDate started;
    CitedDate ended;
    CitedText first_category;
    CitedText latest_category;
    CitedNumber earlier_plans;
    std::vector<Cited<base::Date>> reviews;
};

struct PreProceedings {
    int line = 0;
    CitedDate started;
    CitedDate letter_sent;
    CitedFlag meeting_offered;
    CitedFlag meeting_held;
    CitedDate first_meeting;
    CitedNumber review_meetings;
    CitedDate step_decided;
    CitedText outcome;
    CitedDate court_application;
    CitedDate proceedings_letter;
};

/// One referral and what followed from it.
struct Episode {
    int line = 0;
    CitedDate referred;
    CitedText source;
    CitedText primary_need;
    CitedDate closed;
    CitedText closing_reason;
    CitedDate conference;
    std::vector<Assessment> assessments;
    std::vector<InNeedPlan> in_need_plans;
    std::vector<Enquiry> enquiries;
    CitedFlag no_further_action;
    std::vector<ProtectionPlan> protection_plans;
    std::vector<PreProceedings> pre_proceedings;
};

struct Child {
    int line = 0;
    std::size_t ordinal = 0; ///< counted from 1 in its file
    CitedText la_child_id;
    CitedText upn;
    CitedText former_upn;
    CitedText upn_unknown;
    CitedDate born;
    CitedDate expected;
    CitedText sex; ///< `M`, `F` or `U`; older returns' numbers are turned into these
    CitedDate died;
    CitedText ethnicity;
    std::vector<Cited<std::string>> disabilities;
    std::vector<Episode> episodes;
};

} // namespace census
