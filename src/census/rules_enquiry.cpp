// Section 47 enquiries and the initial child protection conferences that they lead to.
#include "census/rules.h"

namespace census {

namespace {

constexpr std::string_view either = "Correct one of the two dates.";

template <typename Use> void each_enquiry(const Case& of, Use use)
{
    for (const Episode& episode : of.child.episodes) {
        for (const Enquiry& enquiry : episode.enquiries)
            use(episode, enquiry);
    }
}

/// Every conference date of the child, whether under an enquiry or in the episode itself.
template <typename Use> void each_conference(const Case& of, Use use)
{
    for (const Episode& episode : of.child.episodes) {
        if (episode.conference) use(episode, *episode.conference);
        for (const Enquiry& enquiry : episode.enquiries) {
            if (enquiry.conference) use(episode, *enquiry.conference);
        }
    }
}

bool is_required(const Enquiry& enquiry)
{
    return enquiry.conference_not_required && !enquiry.conference_not_required->value;
}

void started_before_referral(const Case& of, const Findings& found)
{
    each_enquiry(of, [&](const Episode& episode, const Enquiry& enquiry) {
        if (is_before(enquiry.started, episode.referred)) {
            found.at(*enquiry.started, beside("the referral", episode.referred));
        }
    });
}

void open_from_outside_the_year(const Case& of, const Findings& found)
{
    each_enquiry(of, [&](const Episode&, const Enquiry& enquiry) {
        if (enquiry.started && !enquiry.conference && is_required(enquiry) &&
            !of.in_year(enquiry.started->value)) {
            found.at(*enquiry.started);
        }
    });
}

void no_assessment(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (!episode.enquiries.empty() && episode.assessments.empty()) {
            found.at(episode.enquiries.front().line, "Child/CINdetails/Section47", {});
        }
    }
}

void conference_before_enquiry(const Case& of, const Findings& found)
{
    each_enquiry(of, [&](const Episode&, const Enquiry& enquiry) {
        if (is_before(enquiry.conference, enquiry.started)) {
            found.at(*enquiry.conference, beside("the enquiry", enquiry.started));
        }
    });
}

void conference_before_referral(const Case& of, const Findings& found)
{
    each_conference(of, [&](const Episode& episode, const Cited<base::Date>& conference) {
        if (episode.referred && conference.value < episode.referred->value) {
            found.at(conference, beside("the referral", episode.referred));
        }
    });
}

void conference_outside_the_year(const Case& of, const Findings& found)
{
    each_conference(of, [&](const Episode&, const Cited<base::Date>& conference) {
        if (!of.in_year(conference.value)) found.at(conference);
    });
}

void conference_at_weekend(const Case& of, const Findings& found)
{
    each_conference(of, [&](const Episode&, const Cited<base::Date>& conference) {
        if (is_weekend(conference.value)) found.at(conference);
    });
}

void no_conference_for_long(const Case& of, const Findings& found)
{
    each_enquiry(of, [&](const Episode&, const Enquiry& enquiry) {
        if (!enquiry.started || enquiry.conference || !is_required(enquiry)) return;
        if (working_days_after(enquiry.started->value, of.year_end, of) > 15) {
            found.at(*enquiry.started);
        }
    });
}

void target_at_weekend(const Case& of, const Findings& found)
{
    each_enquiry(of, [&](const Episode&, const Enquiry& enquiry) {
        if (enquiry.conference_target && is_weekend(enquiry.conference_target->value)) {
            found.at(*enquiry.conference_target);
        }
    });
}

void two_open(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        int open = 0;
        for (const Enquiry& enquiry : episode.enquiries) {
            if (enquiry.conference || !is_required(enquiry)) continue;
            if (++open > 1) found.at(enquiry.line, "Child/CINdetails/Section47", {});
        }
    }
}

/// True when `enquiry` starts while `other` is going on. One that ended without a conference has no
/// date of ending, and is left out.
bool falls_into(const Enquiry& enquiry, const Enquiry& other, const Case& of)
{
    if (!enquiry.started || !other.started) return false;
    if (!other.conference && !is_required(other)) return false;
    const base::Date until = other.conference ? other.conference->value : of.year_end;
    return starts_within(enquiry.started->value, {other.started->value, until});
}

void enquiries_overlap(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        const auto& all = episode.enquiries;
        for (std::size_t i = 0; i < all.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (falls_into(all[i], all[j], of) || falls_into(all[j], all[i], of)) {
                    found.at(*all[i].started, beside("the other", all[j].started));
                }
            }
        }
    }
}

void conference_in_both_places(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        for (const Enquiry& enquiry : episode.enquiries) {
            if (episode.conference && enquiry.conference) {
                found.at(*enquiry.conference, beside("in the episode it", episode.conference));
            }
        }
    }
}

constexpr Rule rules[] = {
    {"2889", Severity::error, "The section 47 enquiry starts before the referral.", either,
     started_before_referral},
    {"8740", Severity::error,
     "The section 47 enquiry began outside the census year and has had no conference.",
     "Correct the date, add the conference, or write ICPCnotRequired 1.",
     open_from_outside_the_year},
    {"2991Q", Severity::query, "There is a section 47 enquiry, but no assessment.",
     "Add the assessment.", no_assessment},
    {"8615", Severity::error, "The conference is before the section 47 enquiry.", either,
     conference_before_enquiry},
    {"1104", Severity::error, "The conference is before the referral.", either,
     conference_before_referral},
    {"8715", Severity::error, "The conference is outside the census year.", "Correct the date.",
     conference_outside_the_year},
    {"8875", Severity::error, "The conference is on a Saturday or Sunday.", "Correct the date.",
     conference_at_weekend},
    {"8675Q", Severity::query,
     "The enquiry began more than 15 working days before the year ended and has had no conference.",
     "Add the conference, or write ICPCnotRequired 1.", no_conference_for_long},
    {"8870Q", Severity::query, "The target date of the conference is on a Saturday or Sunday.",
     "Check the date.", target_at_weekend},
    {"8839", Severity::error, "Two section 47 enquiries in one episode are still open.",
     "Add the conference of the one that has ended, or write ICPCnotRequired 1.", two_open},
    {"8890", Severity::error, "A section 47 enquiry begins while another is going on.", either,
     enquiries_overlap},
    {"2884", Severity::error, "The conference is given both in the episode and under the enquiry.",
     "Keep the one under the enquiry. The other is for conferences after a transfer.",
     conference_in_both_places},
};

} // namespace

std::span<const Rule> enquiry_rules()
{
    return rules;
}

} // namespace census
