// Who is looking, and which records they may open. Every read of a record's content asks here
// first; what is not permitted is refused, and a forbid wins over every permit.
#pragma once

#include "access/directory.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/time.h"
#include "manual/manual.h"
#include "store/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heed::access {

/// What a viewer is made of. Only Viewers and tests put one together.
struct ViewerFacts {
    base::PartnershipId partnership;
    Signer signer;
    std::string role; ///< the role's id in the manual
    std::vector<manual::Permission> may;
    TeamId team;
    AgencyId agency;
    base::Date today;
    std::string purpose;
};

class Viewer {
public:
    explicit Viewer(ViewerFacts facts) : m_facts{std::move(facts)} {}

    /// For work that no person asked for, such as a nightly check. Opens every record and leaves
    /// the reason on the trail in a person's place. It holds no permission of the manual.
    static Viewer system(base::PartnershipId partnership, std::string_view reason);

    base::PartnershipId partnership() const { return m_facts.partnership; }
    base::StaffId staff() const { return m_facts.signer.staff; } ///< nil for the system
    const Signer& signer() const { return m_facts.signer; }
    const std::string& role() const { return m_facts.role; }
    TeamId team() const { return m_facts.team; }
    AgencyId agency() const { return m_facts.agency; }
    base::Date today() const { return m_facts.today; }
    const std::string& purpose() const { return m_facts.purpose; }
    bool is_system() const { return m_facts.signer.staff.is_nil(); }

    bool may(manual::Permission permission) const;
    /// The same viewer, looking for this reason.
    Viewer with_purpose(std::string_view purpose) const;

private:
    ViewerFacts m_facts;
};

/// Throws Forbidden unless the viewer's role has the permission.
void require(const Viewer& viewer, manual::Permission permission);

enum class Access { open, closed };

/// Open when the viewer's role may read
/// - its team's records and this one is allocated to the viewer's team, or to the viewer by name,
///   in force today or from a coming day; or
/// - its agency's records and this one is so allocated to a team of it; or
/// - every record of the partnership.
/// Closed whenever a forbid stands, and to everybody for the record that holds the trail.
Access may_open(store::Reader& reader, const Viewer& viewer, base::RecordId record);

/// Throws NotFound unless open, in the same words as for a record that does not exist. Open does
/// not mean that there is such a record.
void require_open(store::Reader& reader, const Viewer& viewer, base::RecordId record);

/// The records that may_open() answers open for, asked once for a whole list.
class OpenRecords {
public:
    enum class Extent {
        listed,       ///< those of records() and no others
        all_but_those ///< every record but those of records()
    };

    OpenRecords(Extent extent, std::vector<base::RecordId> records);

    Extent extent() const { return m_extent; }
    const std::vector<base::RecordId>& records() const { return m_records; } ///< in order of id
    bool includes(base::RecordId record) const;

private:
    Extent m_extent;
    std::vector<base::RecordId> m_records;
};

OpenRecords open_records(store::Reader& reader, const Viewer& viewer);

/// Why one person may not open one record, whatever else would let them.
enum class ForbidReason { own_record, relative, conflict_of_interest, restricted };

struct Forbid {
    base::RecordId record;
    base::StaffId staff;
    ForbidReason reason = ForbidReason::restricted;
    base::StaffId set_by;
    base::Instant set_at;
};

/// Binds from the next read on. A second forbid for the same person and record replaces the first.
void set_forbid(store::Writer& writer, base::PartnershipId partnership, const Forbid& forbid);
void lift_forbid(store::Writer& writer, base::PartnershipId partnership, base::RecordId record,
                 base::StaffId staff);

/// Makes viewers of staff, with what the manual in force today lets their role do.
class Viewers {
public:
    /// `manual` is the id of the partnership's manual in `library`.
    Viewers(const Directory& directory, const manual::Library& library, std::string manual,
            const base::Clock& clock);

    /// Empty when there is no such person or they are disabled.
    std::optional<Viewer> find(store::Reader& reader, base::StaffId staff) const;

    const Directory& directory() const { return m_directory; }

private:
    const Directory& m_directory;
    const manual::Library& m_library;
    std::string m_manual;
    const base::Clock& m_clock;
};

} // namespace heed::access
