#include "census/layout.h"

namespace census {

namespace {

// The capital letters are as irregular as the Department wrote them, and must be exact.

constexpr Element collection_details[] = {
    {"Collection", "Header/CollectionDetails/Collection", Content::text},
    {"Year", "Header/CollectionDetails/Year", Content::number, CodeSet::none, 0, 1, "100", "100"},
    {"ReferenceDate", "Header/CollectionDetails/ReferenceDate", Content::date, CodeSet::none, 0, 1,
     "100", "100"},
};

constexpr Element source[] = {
    {"SourceLevel", "Header/Source/SourceLevel", Content::text},
    {"LEA", "Header/Source/LEA", Content::text, CodeSet::none, 1},
    {"SoftwareCode", "Header/Source/SoftwareCode", Content::text},
    {"Release", "Header/Source/Release", Content::text},
    {"SerialNo", "Header/Source/SerialNo", Content::text},
    {"DateTime", "Header/Source/DateTime", Content::text},
};

constexpr Element levels[] = {
    {"CBDSLevel", "Header/Content/CBDSLevels/CBDSLevel", Content::text},
};

constexpr Element content[] = {
    {.name = "CBDSLevels", .path = "Header/Content/CBDSLevels", .inside = levels},
};

constexpr Element header[] = {
    {.name = "CollectionDetails", .path = "Header/CollectionDetails", .inside = collection_details},
    {.name = "Source", .path = "Header/Source", .most = 0, .inside = source},
    {.name = "Content", .path = "Header/Content", .inside = content},
};

constexpr Element the_header{.name = "Header", .path = "Header", .inside = header};

constexpr Element identifiers[] = {
    {"LAchildID", "Child/ChildIdentifiers/LAchildID", Content::text, CodeSet::none, 1, 1, "8500",
     "8500"},
    {"UPN", "Child/ChildIdentifiers/UPN", Content::upn},
    {"FormerUPN", "Child/ChildIdentifiers/FormerUPN", Content::text},
    {"UPNunknown", "Child/ChildIdentifiers/UPNunknown", Content::code, CodeSet::upn_unknown, 0, 1,
     "missing", "code"},
    {"PersonBirthDate", "Child/ChildIdentifiers/PersonBirthDate", Content::date},
    {"ExpectedPersonBirthDate", "Child/ChildIdentifiers/ExpectedPersonBirthDate", Content::date},
    {.name = "GenderCurrent",
     .path = "Child/ChildIdentifiers/GenderCurrent",
     .content = Content::code,
     .codes = CodeSet::gender,
     .least = 1,
     .missing_rule = "4180",
     .bad_rule = "4180",
     .last_year = 2024},
    {.name = "Sex",
     .path = "Child/ChildIdentifiers/Sex",
     .content = Content::code,
     .codes = CodeSet::sex,
     .least = 1,
     .missing_rule = "4180",
     .bad_rule = "4180",
     .first_year = 2025},
    {"PersonDeathDate", "Child/ChildIdentifiers/PersonDeathDate", Content::date},
};

constexpr Element disabilities[] = {
    {"Disability", "Child/ChildCharacteristics/Disabilities/Disability", Content::code,
     CodeSet::disability, 1, 0, "8540", "8540"},
};

constexpr Element characteristics[] = {
    {"Ethnicity", "Child/ChildCharacteristics/Ethnicity", Content::code, CodeSet::ethnicity, 1, 1,
     "4220", "4220"},
    {.name = "Disabilities",
     .path = "Child/ChildCharacteristics/Disabilities",
     .inside = disabilities},
};

constexpr Element factors[] = {
    {"AssessmentFactors",
     "Child/CINdetails/Assessments/FactorsIdentifiedAtAssessment/AssessmentFactors", Content::code,
     CodeSet::assessment_factor, 1, 0, "missing", "code"},
};

constexpr Element assessments[] = {
    {"AssessmentActualStartDate", "Child/CINdetails/Assessments/AssessmentActualStartDate",
     Content::date, CodeSet::none, 1},
    {"AssessmentInternalReviewDate", "Child/CINdetails/Assessments/AssessmentInternalReviewDate",
     Content::date},
    {"AssessmentAuthorisationDate", "Child/CINdetails/Assessments/AssessmentAuthorisationDate",
     Content::date},
    {.name = "FactorsIdentifiedAtAssessment",
     .path = "Child/CINdetails/Assessments/FactorsIdentifiedAtAssessment",
     .inside = factors},
};

constexpr Element in_need_plans[] = {
    {"CINPlanStartDate", "Child/CINdetails/CINPlanDates/CINPlanStartDate", Content::date,
     CodeSet::none, 1, 1, "4010", "4010"},
    {"CINPlanEndDate", "Child/CINdetails/CINPlanDates/CINPlanEndDate", Content::date},
};

constexpr Element enquiries[] = {
    {"S47ActualStartDate", "Child/CINdetails/Section47/S47ActualStartDate", Content::date,
     CodeSet::none, 1, 1, "8615", "8615"},
    {"InitialCPCtarget", "Child/CINdetails/Section47/InitialCPCtarget", Content::date},
    {"DateOfInitialCPC", "Child/CINdetails/Section47/DateOfInitialCPC", Content::date},
    {"ICPCnotRequired", "Child/CINdetails/Section47/ICPCnotRequired", Content::flag, CodeSet::none,
     1},
};

constexpr Element reviews[] = {
    {"CPPreviewDate", "Child/CINdetails/ChildProtectionPlans/Reviews/CPPreviewDate", Content::date,
     CodeSet::none, 1, 0},
};

constexpr Element protection_plans[] = {
    {"CPPstartDate", "Child/CINdetails/ChildProtectionPlans/CPPstartDate", Content::date,
     CodeSet::none, 1, 1, "8720", "8720"},
    {"CPPendDate", "Child/CINdetails/ChildProtectionPlans/CPPendDate", Content::date},
    {"InitialCategoryOfAbuse", "Child/CINdetails/ChildProtectionPlans/InitialCategoryOfAbuse",
     Content::code, CodeSet::category_of_abuse, 1, 1, "8905", "8905"},
    {"LatestCategoryOfAbuse", "Child/CINdetails/ChildProtectionPlans/LatestCategoryOfAbuse",
     Content::code, CodeSet::category_of_abuse, 1, 1, "8910", "8910"},
    {"NumberOfPreviousCPP", "Child/CINdetails/ChildProtectionPlans/NumberOfPreviousCPP",
     Content::number, CodeSet::none, 1, 1, "8730", "8730"},
    {.name = "Reviews", .path = "Child/CINdetails/ChildProtectionPlans/Reviews", .inside = reviews},
};

constexpr Element pre_proceedings[] = {
    {"PPStartDate", "Child/CINdetails/PreProceedingsandFGDM/PPStartDate", Content::date},
    {"LBPSentDate", "Child/CINdetails/PreProceedingsandFGDM/LBPSentDate", Content::date},
    {"FGDMMeetingOffer", "Child/CINdetails/PreProceedingsandFGDM/FGDMMeetingOffer", Content::flag},
    {"FGDMMeetingFac", "Child/CINdetails/PreProceedingsandFGDM/FGDMMeetingFac", Content::flag},
    {"InitialPPMeetingDate", "Child/CINdetails/PreProceedingsandFGDM/InitialPPMeetingDate",
     Content::date},
    {"ReviewMeetingsCount", "Child/CINdetails/PreProceedingsandFGDM/ReviewMeetingsCount",
     Content::number},
    {"StepDecisionDate", "Child/CINdetails/PreProceedingsandFGDM/StepDecisionDate", Content::date},
    {"PPOutcome", "Child/CINdetails/PreProceedingsandFGDM/PPOutcome", Content::code,
     CodeSet::proceedings_outcome, 0, 1, "9011", "9011"},
    {"CourtAppDate", "Child/CINdetails/PreProceedingsandFGDM/CourtAppDate", Content::date},
    {"LetterInitCPDate", "Child/CINdetails/PreProceedingsandFGDM/LetterInitCPDate", Content::date},
};

constexpr Element episode[] = {
    {"CINreferralDate", "Child/CINdetails/CINreferralDate", Content::date, CodeSet::none, 1, 1,
     "8600", "8600"},
    {"ReferralSource", "Child/CINdetails/ReferralSource", Content::code, CodeSet::referral_source,
     0, 1, "8866", "8866"},
    {"PrimaryNeedCode", "Child/CINdetails/PrimaryNeedCode", Content::code, CodeSet::primary_need, 0,
     1, "8610", "8650"},
    {"CINclosureDate", "Child/CINdetails/CINclosureDate", Content::date},
    {"ReasonForClosure", "Child/CINdetails/ReasonForClosure", Content::code,
     CodeSet::closing_reason, 0, 1, "8805", "8640"},
    {"DateOfInitialCPC", "Child/CINdetails/DateOfInitialCPC", Content::date},
    {.name = "Assessments",
     .path = "Child/CINdetails/Assessments",
     .most = 0,
     .inside = assessments},
    {.name = "CINPlanDates",
     .path = "Child/CINdetails/CINPlanDates",
     .most = 0,
     .inside = in_need_plans},
    {.name = "Section47", .path = "Child/CINdetails/Section47", .most = 0, .inside = enquiries},
    {"ReferralNFA", "Child/CINdetails/ReferralNFA", Content::flag, CodeSet::none, 1, 1, "8568",
     "8568"},
    {.name = "ChildProtectionPlans",
     .path = "Child/CINdetails/ChildProtectionPlans",
     .most = 0,
     .inside = protection_plans},
    {.name = "PreProceedingsandFGDM",
     .path = "Child/CINdetails/PreProceedingsandFGDM",
     .most = 0,
     .inside = pre_proceedings,
     .first_year = 2027},
};

constexpr Element child[] = {
    {.name = "ChildIdentifiers",
     .path = "Child/ChildIdentifiers",
     .least = 1,
     .missing_rule = "8500",
     .inside = identifiers},
    {.name = "ChildCharacteristics",
     .path = "Child/ChildCharacteristics",
     .least = 1,
     .inside = characteristics},
    {.name = "CINdetails",
     .path = "Child/CINdetails",
     .least = 1,
     .most = 0,
     .missing_rule = "8590",
     .inside = episode},
};

constexpr Element the_child{.name = "Child", .path = "Child", .most = 0, .inside = child};

} // namespace

const Element& header_layout()
{
    return the_header;
}

const Element& child_layout()
{
    return the_child;
}

} // namespace census
