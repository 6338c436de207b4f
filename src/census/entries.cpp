#include "census/entries.h"

#include "base/errors.h"

#include <algorithm>

namespace census {

namespace {

using manual::Purpose;

/// Collects the facts of one entry, leaving out what the return does not give.
class Facts {
public:
    Facts& add(const CitedDate& date)
    {
        if (date) add(date->element->name, date->value.iso());
        return *this;
    }

    Facts& add(const CitedText& value)
    {
        if (value) add(value->element->name, value->value);
        return *this;
    }

    Facts& add(const CitedFlag& flag)
    {
        if (flag) add(flag->element->name, flag->value ? "yes" : "no");
        return *this;
    }

    Facts& add(const CitedNumber& number)
    {
        if (number) add(number->element->name, std::to_string(number->value));
        return *this;
    }

    Facts& add(const std::vector<Cited<std::string>>& codes)
    {
        if (codes.empty()) return *this;
        std::vector<std::string> chosen;
        for (const auto& code : codes)
            chosen.push_back(code.value);
        m_facts.push_back(
            {std::string{codes.front().element->name}, {.value = std::move(chosen), .reason = {}}});
        return *this;
    }

    Facts& add(std::string_view element, std::string value)
    {
        m_facts.push_back({std::string{element}, {.value = std::move(value), .reason = {}}});
        return *this;
    }

    std::vector<ImportedFact> take() { return std::move(m_facts); }

private:
    std::vector<ImportedFact> m_facts;
};

ImportedEntry details_entry(const Return& source, const Child& child)
{
    Facts facts;
    facts.add(child.la_child_id).add("LEA", source.authority);
    facts.add(child.upn).add(child.former_upn).add(child.upn_unknown);
    facts.add(child.born).add(child.expected);
    // Older returns ask for it as GenderCurrent; the manual knows one element.
    if (child.sex) facts.add("Sex", child.sex->value);
    facts.add(child.died).add(child.ethnicity).add(child.disabilities);
    return {Purpose::imported_child, "Child", child.line, source.reference_date, facts.take(), 0};
}

ImportedEntry referral_entry(const Episode& episode)
{
    Facts facts;
    facts.add(episode.referred).add(episode.source).add(episode.primary_need);
    facts.add(episode.no_further_action).add(episode.closed).add(episode.closing_reason);
    return {Purpose::imported_referral, "Child/CINdetails", episode.line,
            episode.referred->value,    facts.take(),       0};
}

ImportedEntry assessment_entry(const Assessment& assessment)
{
    Facts facts;
    facts.add(assessment.started).add(assessment.reviewed).add(assessment.authorised);
    facts.add(assessment.factors);
    return {Purpose::imported_assessment,
            "Child/CINdetails/Assessments",
            assessment.line,
            assessment.started->value,
            facts.take(),
            0};
}

ImportedEntry in_need_plan_entry(const InNeedPlan& plan)
{
    Facts facts;
    facts.add(plan.started).add(plan.ended);
    return {Purpose::imported_child_in_need_plan,
            "Child/CINdetails/CINPlanDates",
            plan.line,
            plan.started->value,
            facts.take(),
            0};
}

ImportedEntry enquiry_entry(const Enquiry& enquiry)
{
    Facts facts;
    facts.add(enquiry.started).add(enquiry.conference_target).add(enquiry.conference);
    facts.add(enquiry.conference_not_required);
    return {Purpose::imported_enquiry,
            "Child/CINdetails/Section47",
            enquiry.line,
            enquiry.started->value,
            facts.take(),
            0};
}

ImportedEntry conference_entry(const Cited<base::Date>& conference)
{
    Facts facts;
    facts.add(CitedDate{conference});
    return {Purpose::imported_conference,
            std::string{conference.element->path},
            conference.line,
            conference.value,
            facts.take(),
            0};
}

ImportedEntry protection_plan_entry(const ProtectionPlan& plan)
{
    Facts facts;
    facts.add(plan.started).add(plan.ended).add(plan.first_category).add(plan.latest_category);
    facts.add(plan.earlier_plans);
    return {Purpose::imported_child_protection_plan,
            "Child/CINdetails/ChildProtectionPlans",
            plan.line,
            plan.started->value,
            facts.take(),
            0};
}

ImportedEntry review_entry(const Cited<base::Date>& review)
{
    Facts facts;
    facts.add(CitedDate{review});
    return {Purpose::imported_review,
            std::string{review.element->path},
            review.line,
            review.value,
            facts.take(),
            0};
}

void add_episode(const Episode& episode, std::vector<ImportedEntry>& entries)
{
    entries.push_back(referral_entry(episode));
    if (episode.conference) entries.push_back(conference_entry(*episode.conference));
    for (const Assessment& each : episode.assessments)
        entries.push_back(assessment_entry(each));
    for (const InNeedPlan& each : episode.in_need_plans) {
        entries.push_back(in_need_plan_entry(each));
    }
    for (const Enquiry& each : episode.enquiries) {
        entries.push_back(enquiry_entry(each));
        if (each.conference) entries.push_back(conference_entry(*each.conference));
    }
    for (const ProtectionPlan& each : episode.protection_plans) {
        entries.push_back(protection_plan_entry(each));
        for (const auto& review : each.reviews)
            entries.push_back(review_entry(review));
    }
}

/// What makes an entry the same as another: no line, no file, no census year. Every part is on a
/// line of its own, and no value from a return holds a line break.
std::string sameness(const ImportedEntry& entry)
{
    std::string text = entry.element + "\n";
    for (const ImportedFact& fact : entry.facts) {
        text += fact.element;
        if (const auto* chosen = fact.answer.chosen()) {
            for (const std::string& code : *chosen)
                text += "\t" + code;
        } else {
            text += "\t" + std::string{fact.answer.text()};
        }
        text += "\n";
    }
    return text;
}

} // namespace

std::vector<ImportedEntry> entries_of(const Return& source, const Child& child)
{
    std::vector<ImportedEntry> entries{details_entry(source, child)};
    for (const Episode& episode : child.episodes) {
        base::check(episode.referred.has_value(), "a child with errors cannot be imported");
        add_episode(episode, entries);
    }
    std::vector<std::string> seen;
    for (ImportedEntry& entry : entries) {
        seen.push_back(sameness(entry));
        entry.repeat = static_cast<int>(std::count(seen.begin(), seen.end() - 1, seen.back()));
    }
    return entries;
}

base::Digest entry_key(std::string_view authority, std::string_view la_child_id,
                       const ImportedEntry& entry)
{
    const std::string text = std::string{"heed-census-entry-1\n"} + std::string{authority} + "\n" +
                             std::string{la_child_id} + "\n" + sameness(entry) +
                             std::to_string(entry.repeat) + "\n";
    return base::sha256(base::view_bytes(text));
}

} // namespace census
