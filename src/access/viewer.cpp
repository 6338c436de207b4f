#include "access/viewer.h"

#include "base/errors.h"
#include "manual/library.h"

#include <algorithm>

namespace heed::access {

Viewer Viewer::system(base::PartnershipId partnership, std::string_view reason)
{
    base::check(!reason.empty(), "work that no person asked for says why it is done");
    ViewerFacts facts;
    facts.partnership = partnership;
    facts.purpose = reason;
    return Viewer{std::move(facts)};
}

bool Viewer::may(manual::Permission permission) const
{
    return std::find(m_facts.may.begin(), m_facts.may.end(), permission) != m_facts.may.end();
}

Viewer Viewer::with_purpose(std::string_view purpose) const
{
    Viewer same{*this};
    same.m_facts.purpose = purpose;
    return same;
}

void require(const Viewer& viewer, manual::Permission permission)
{
    if (!viewer.may(permission)) throw base::Forbidden{"this role may not do that"};
}

OpenRecords::OpenRecords(Extent extent, std::vector<base::RecordId> records)
    : m_extent{extent}, m_records{std::move(records)}
{
    std::sort(m_records.begin(), m_records.end());
    m_records.erase(std::unique(m_records.begin(), m_records.end()), m_records.end());
}

bool OpenRecords::includes(base::RecordId record) const
{
    const bool is_named = std::binary_search(m_records.begin(), m_records.end(), record);
    return is_named == (m_extent == Extent::listed);
}

void require_open(store::Reader& reader, const Viewer& viewer, base::RecordId record)
{
    if (may_open(reader, viewer, record) == Access::closed) {
        throw base::NotFound{"there is no such record"};
    }
}

Viewers::Viewers(const Directory& directory, const manual::Library& library, std::string manual,
                 const base::Clock& clock)
    : m_directory{directory}, m_library{library}, m_manual{std::move(manual)}, m_clock{clock}
{
}

std::optional<Viewer> Viewers::find(store::Reader& reader, base::StaffId staff) const
{
    const auto person = m_directory.find_staff(reader, staff);
    if (!person || person->state == StaffState::disabled) return std::nullopt;
    const auto team = m_directory.find_team(reader, person->team);
    base::check(team.has_value(), "a person's team exists");
    const auto agency = m_directory.find_agency(reader, team->agency);
    base::check(agency.has_value(), "a team's agency exists");

    const base::Date today = base::uk_date(m_clock.now());
    // A role that the manual no longer has lets nobody do anything.
    const manual::Role* const role = m_library.in_force(m_manual, today).find_role(person->role);
    return Viewer{{.partnership = m_directory.partnership(),
                   .signer = {.staff = person->id,
                              .name = person->name,
                              .post_title = person->post_title,
                              .agency = agency->name,
                              .team = team->name},
                   .role = person->role,
                   .may = role == nullptr ? std::vector<manual::Permission>{} : role->may,
                   .team = team->id,
                   .agency = agency->id,
                   .today = today,
                   .purpose = {}}};
}

} // namespace heed::access
