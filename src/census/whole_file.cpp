#include "census/whole_file.h"

#include "base/sha256.h"

#include <cstring>
#include <fmt/format.h>

namespace census {

WholeFile::Key WholeFile::key_of(char kind, std::string_view number)
{
    const base::Digest digest =
        base::sha256({base::view_bytes({&kind, 1}), base::view_bytes(number)});
    Key key;
    std::memcpy(&key.high, digest.data(), sizeof key.high);
    std::memcpy(&key.low, digest.data() + sizeof key.high, sizeof key.low);
    return key;
}

void WholeFile::check(const SharedNumber& kind, const CitedText& number, const Child& child,
                      const Refuse& refuse)
{
    if (!number) return;
    const First here{static_cast<std::uint32_t>(child.ordinal), number->line};
    const auto [first, is_new] = m_seen.try_emplace(key_of(kind.kind, number->value), here);
    if (is_new) return;
    m_refused.insert(first->second.ordinal);
    m_refused.insert(child.ordinal);
    refuse({number->line, std::string{number->element->path}, std::string{kind.code},
            Severity::error, std::string{kind.wrong}, std::string{kind.action},
            fmt::format("{}; the first is on line {}", clip(number->value), first->second.line)});
}

void WholeFile::add(const Child& child, const Return& source, const Refuse& refuse)
{
    static constexpr SharedNumber same_id{
        'c', "8510", "Two children in the file have the same id.",
        "Put both parts under one child, or correct one of the ids. Neither child was imported."};
    static constexpr SharedNumber same_upn{
        'u', "1520", "Two children in the file have the same unique pupil number.",
        "Check both numbers with the schools. Neither child was imported."};
    check(same_id, child.la_child_id, child, refuse);
    check(same_upn, child.upn, child, refuse);

    const base::Date year_start{source.year - 1, 4, 1};
    const auto is_in_year = [&](const CitedDate& date) {
        return date && date->value >= year_start && date->value <= source.reference_date;
    };
    for (const Episode& episode : child.episodes) {
        m_conferences += is_in_year(episode.conference) ? 1U : 0U;
        for (const Enquiry& enquiry : episode.enquiries) {
            m_conferences += is_in_year(enquiry.conference) ? 1U : 0U;
        }
        for (const ProtectionPlan& plan : episode.protection_plans) {
            m_plans += is_in_year(plan.started) ? 1U : 0U;
        }
    }
}

void WholeFile::finish(const Refuse& refuse) const
{
    if (m_plans <= m_conferences) return;
    refuse({0, "Child/CINdetails/ChildProtectionPlans", "2883", Severity::error,
            "More child protection plans start in the year than initial conferences were held.",
            "Add the conferences that are missing, or correct the plans.",
            fmt::format("{} plans, {} conferences", m_plans, m_conferences)});
}

} // namespace census
