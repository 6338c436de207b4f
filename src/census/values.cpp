#include "census/values.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fmt/format.h>

namespace census {

namespace {

bool is_digits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20U;
}

/// Turns elements into values for one group, refusing what cannot be read.
class Values {
public:
    Values(int year, const Refuse& refuse) : m_year{year}, m_refuse{refuse} {}

    CitedDate date(const Node& group, std::string_view name) const
    {
        const Node* node = find(group, name);
        return node == nullptr ? std::nullopt : date(*node);
    }

    CitedDate date(const Node& node) const
    {
        if (is_empty(node)) return std::nullopt;
        const auto value = base::Date::parse(node.value);
        if (value) return Cited<base::Date>{*value, node.line, node.element};
        refuse(node, "is not a date that exists.",
               "Write it as year-month-day, for example 2025-04-01.");
        return std::nullopt;
    }

    CitedText text(const Node& group, std::string_view name) const
    {
        const Node* node = find(group, name);
        if (node == nullptr || is_empty(*node)) return std::nullopt;
        if (std::none_of(node->value.begin(), node->value.end(), is_control)) {
            return Cited<std::string>{node->value, node->line, node->element};
        }
        refuse(*node, "is spread over more than one line.", "Write it on one line.");
        return std::nullopt;
    }

    CitedText upn(const Node& group, std::string_view name) const
    {
        CitedText value = text(group, name);
        if (!value || value->value.size() == 13) return value;
        refuse(*find(group, name), "is not thirteen characters long.",
               "Write the number as the school has it: one letter, then twelve characters.");
        return std::nullopt;
    }

    CitedText code(const Node& group, std::string_view name) const
    {
        const Node* node = find(group, name);
        return node == nullptr ? std::nullopt : code(*node);
    }

    CitedText code(const Node& node) const
    {
        if (is_empty(node)) return std::nullopt;
        if (is_code(node.element->codes, node.value, m_year)) {
            return Cited<std::string>{node.value, node.line, node.element};
        }
        refuse(node, fmt::format("is not a code of the {} return.", m_year),
               fmt::format("Use {}.", codes_in_plain(node.element->codes, m_year)));
        return std::nullopt;
    }

    CitedFlag flag(const Node& group, std::string_view name) const
    {
        const Node* node = find(group, name);
        if (node == nullptr || is_empty(*node)) return std::nullopt;
        if (node->value == "0" || node->value == "1") {
            return Cited<bool>{node->value == "1", node->line, node->element};
        }
        refuse(*node, "must be 0 or 1.", "Write 1 for yes and 0 for no.");
        return std::nullopt;
    }

    CitedNumber number(const Node& group, std::string_view name, int most = 99) const
    {
        const Node* node = find(group, name);
        if (node == nullptr || is_empty(*node)) return std::nullopt;
        int value = 0;
        const char* last = node->value.data() + node->value.size();
        const auto [end, fault] = std::from_chars(node->value.data(), last, value);
        if (fault == std::errc{} && end == last && value >= 0 && value <= most) {
            return Cited<int>{value, node->line, node->element};
        }
        refuse(*node, fmt::format("is not a whole number from 0 to {}.", most),
               "Write it in digits.");
        return std::nullopt;
    }

private:
    bool is_empty(const Node& node) const
    {
        if (node.value.empty()) refuse(node, "is empty.", "Fill it in, or leave the element out.");
        return node.value.empty();
    }

    void refuse(const Node& node, std::string_view wrong, std::string_view action) const
    {
        const Element& element = *node.element;
        m_refuse({node.line, std::string{element.path}, std::string{element.bad_rule},
                  Severity::error, fmt::format("{} {}", element.name, wrong), std::string{action},
                  clip(node.value)});
    }

    int m_year;
    const Refuse& m_refuse;
};

template <typename Use> void each(const Node& group, std::string_view name, Use use)
{
    for (const Node& node : group.inside) {
        if (node.element->name == name) use(node);
    }
}

Assessment to_assessment(const Node& group, const Values& values)
{
    Assessment result{.line = group.line};
    result.started = values.date(group, "AssessmentActualStartDate");
    result.reviewed = values.date(group, "AssessmentInternalReviewDate");
    result.authorised = values.date(group, "AssessmentAuthorisationDate");
    if (const Node* factors = find(group, "FactorsIdentifiedAtAssessment")) {
        each(*factors, "AssessmentFactors", [&](const Node& node) {
            if (auto code = values.code(node)) result.factors.push_back(std::move(*code));
        });
    }
    return result;
}

Enquiry to_enquiry(const Node& group, const Values& values)
{
    return {
        .line = group.line,
        .started = values.date(group, "S47ActualStartDate"),
        .conference_target = values.date(group, "InitialCPCtarget"),
        .conference = values.date(group, "DateOfInitialCPC"),
        .conference_not_required = values.flag(group, "ICPCnotRequired"),
    };
}

ProtectionPlan to_protection_plan(const Node& group, const Values& values)
{
    ProtectionPlan result{.line = group.line};
    result.started = values.date(group, "CPPstartDate");
    result.ended = values.date(group, "CPPendDate");
    result.first_category = values.code(group, "InitialCategoryOfAbuse");
    result.latest_category = values.code(group, "LatestCategoryOfAbuse");
    result.earlier_plans = values.number(group, "NumberOfPreviousCPP");
    if (const Node* reviews = find(group, "Reviews")) {
        each(*reviews, "CPPreviewDate", [&](const Node& node) {
            if (auto date = values.date(node)) result.reviews.push_back(*date);
        });
    }
    return result;
}

PreProceedings to_pre_proceedings(const Node& group, const Values& values)
{
    return {
        .line = group.line,
        .started = values.date(group, "PPStartDate"),
        .letter_sent = values.date(group, "LBPSentDate"),
        .meeting_offered = values.flag(group, "FGDMMeetingOffer"),
        .meeting_held = values.flag(group, "FGDMMeetingFac"),
        .first_meeting = values.date(group, "InitialPPMeetingDate"),
        .review_meetings = values.number(group, "ReviewMeetingsCount"),
        .step_decided = values.date(group, "StepDecisionDate"),
        .outcome = values.code(group, "PPOutcome"),
        .court_application = values.date(group, "CourtAppDate"),
        .proceedings_letter = values.date(group, "LetterInitCPDate"),
    };
}

Episode to_episode(const Node& group, const Values& values)
{
    Episode result{.line = group.line};
    result.referred = values.date(group, "CINreferralDate");
    result.source = values.code(group, "ReferralSource");
    result.primary_need = values.code(group, "PrimaryNeedCode");
    result.closed = values.date(group, "CINclosureDate");
    result.closing_reason = values.code(group, "ReasonForClosure");
    result.conference = values.date(group, "DateOfInitialCPC");
    result.no_further_action = values.flag(group, "ReferralNFA");
    for (const Node& node : group.inside) {
        const std::string_view name = node.element->name;
        if (name == "Assessments") result.assessments.push_back(to_assessment(node, values));
        if (name == "CINPlanDates") {
            result.in_need_plans.push_back({node.line, values.date(node, "CINPlanStartDate"),
                                            values.date(node, "CINPlanEndDate")});
        }
        if (name == "Section47") result.enquiries.push_back(to_enquiry(node, values));
        if (name == "ChildProtectionPlans") {
            result.protection_plans.push_back(to_protection_plan(node, values));
        }
        if (name == "PreProceedingsandFGDM") {
            result.pre_proceedings.push_back(to_pre_proceedings(node, values));
        }
    }
    return result;
}

CitedText to_sex(const Node& identifiers, const Values& values)
{
    if (CitedText sex = values.code(identifiers, "Sex")) return sex;
    CitedText gender = values.code(identifiers, "GenderCurrent");
    if (gender) gender->value = gender->value == "1" ? "M" : gender->value == "2" ? "F" : "U";
    return gender;
}

void read_identifiers(const Node& group, const Values& values, Child& child)
{
    child.la_child_id = values.text(group, "LAchildID");
    child.upn = values.upn(group, "UPN");
    child.former_upn = values.text(group, "FormerUPN");
    child.upn_unknown = values.code(group, "UPNunknown");
    child.born = values.date(group, "PersonBirthDate");
    child.expected = values.date(group, "ExpectedPersonBirthDate");
    child.sex = to_sex(group, values);
    child.died = values.date(group, "PersonDeathDate");
}

void read_characteristics(const Node& group, const Values& values, Child& child)
{
    child.ethnicity = values.code(group, "Ethnicity");
    const Node* disabilities = find(group, "Disabilities");
    if (disabilities == nullptr) return;
    each(*disabilities, "Disability", [&](const Node& node) {
        if (auto code = values.code(node)) child.disabilities.push_back(std::move(*code));
    });
}

/// The one authority that every source of the header names.
std::string authority_of(const Node& header, const Refuse& refuse)
{
    std::string authority;
    bool fine = true;
    each(header, "Source", [&](const Node& source) {
        const Node* number = find(source, "LEA");
        if (number == nullptr) return;
        const bool is_number = number->value.size() == 3 && is_digits(number->value);
        const bool differs = !authority.empty() && authority != number->value;
        if (!is_number || differs) {
            fine = false;
            refuse({number->line, std::string{number->element->path}, "format", Severity::error,
                    differs ? "LEA names a second authority." : "LEA is not three digits.",
                    "Write the number of the one local authority whose return this is.",
                    clip(number->value)});
        }
        authority = number->value;
    });
    if (!fine) return {};
    if (authority.empty()) {
        refuse({header.line,
                "Header/Source/LEA",
                "missing",
                Severity::error,
                "The header does not say which local authority's return this is.",
                "Add the authority's three digits as LEA.",
                {}});
    }
    return authority;
}

void refuse_year(const Node& header, std::string wrong, std::string value, const Refuse& refuse)
{
    refuse({header.line, "Header/CollectionDetails/ReferenceDate", "100", Severity::error,
            std::move(wrong),
            "Year must be the year in which the census year ends, and ReferenceDate its 31 March.",
            std::move(value)});
}

/// The year of the return, or nothing when the header does not tell it at all. When Year and
/// ReferenceDate disagree, the reference date holds: it is what the Department's rules count from.
std::optional<int> year_of(const Node& header, const Refuse& refuse)
{
    const Node* details = find(header, "CollectionDetails");
    const Node nothing{};
    const Values values{0, refuse};
    const CitedNumber year = values.number(details == nullptr ? nothing : *details, "Year", 9999);
    const CitedDate date = values.date(details == nullptr ? nothing : *details, "ReferenceDate");
    const bool is_march = date && date->value.month() == 3 && date->value.day() == 31;
    if (!year || !date) {
        refuse_year(details == nullptr ? header : *details,
                    "The header lacks the year or the reference date.", {}, refuse);
    } else if (!is_march || date->value.year() != year->value) {
        refuse_year(*details, "The reference date is not 31 March of the year.",
                    fmt::format("{}, year {}", date->value.iso(), year->value), refuse);
    }
    const int result = is_march ? date->value.year() : year ? year->value : 0;
    if (result >= 2010 && result <= 2100) return result;
    return std::nullopt;
}

} // namespace

Child to_child(const Node& group, int year, const Refuse& refuse)
{
    const Values values{year, refuse};
    Child child{.line = group.line};
    for (const Node& node : group.inside) {
        if (node.element->name == "ChildIdentifiers") read_identifiers(node, values, child);
        if (node.element->name == "ChildCharacteristics") read_characteristics(node, values, child);
        if (node.element->name == "CINdetails") child.episodes.push_back(to_episode(node, values));
    }
    return child;
}

std::optional<Return> to_return(const Node& header, const Refuse& refuse)
{
    const Node* details = find(header, "CollectionDetails");
    const Node* collection = details == nullptr ? nullptr : find(*details, "Collection");
    if (collection != nullptr && collection->value != "CIN") {
        refuse({collection->line, std::string{collection->element->path}, "file", Severity::error,
                "This is another collection, not the Children in Need census.",
                "Choose the file of the Children in Need return.", clip(collection->value)});
        return std::nullopt;
    }
    const std::string authority = authority_of(header, refuse);
    const std::optional<int> year = year_of(header, refuse);
    if (authority.empty() || !year) return std::nullopt;
    return Return{authority, *year, base::Date{*year, 3, 31}};
}

} // namespace census
