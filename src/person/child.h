// Who a record is about: the child's name, age, address and household, the people in their life and
// what everybody must know before they act. All of it is derived from signed entries (REC-10).
#pragma once

#include "access/viewer.h"
#include "base/time.h"
#include "ledger/ledger.h"
#include "record/desk.h"

#include <optional>
#include <string>
#include <vector>

namespace person {

namespace access = heed::access;

struct Child {
    base::RecordId record;
    std::string name;
    std::string known_as;
    std::optional<base::Date> born;
    std::string sex;
    std::string address;
    std::string identifier; ///< the number another system knows the child by
    std::string household;  ///< opaque: the children of one home share it; empty when not known

    /// The name, or what stands for it while it is not known (a record that was imported).
    std::string shown_name() const;
    /// What to call the child in a question: the name they are known by, else the first name.
    std::string first_name() const;
    /// `4 years 2 months`, or that the date of birth is not known.
    std::string age(base::Date on) const;
};

struct Alert {
    std::uint64_t sequence = 0; ///< of the entry that holds it
    std::string text;
    std::optional<base::Date> review_on;
};

struct LinkedPerson {
    std::uint64_t sequence = 0;
    std::string name;
    std::string relationship;
    std::string phone;
};

/// What the top of every page of a record shows.
struct Header {
    Child child;
    std::string worker; ///< name and post title; empty when nobody is allocated
    std::string team;
    std::vector<Alert> alerts;
    std::optional<base::Date> last_seen;
    std::optional<base::Date> last_seen_alone;
};

/// Throws NotFound unless the record is open to the viewer. Does not note the read: what shows it
/// does.
Child child_of(record::Desk& desk, store::Reader& reader, const access::Viewer& viewer,
               base::RecordId record);

Header header_of(record::Desk& desk, const access::Directory& directory, store::Reader& reader,
                 const access::Viewer& viewer, base::RecordId record);

std::vector<LinkedPerson> people_of(record::Desk& desk, store::Reader& reader,
                                    const access::Viewer& viewer, base::RecordId record);

/// The children of the same household whose records are open to the viewer, this one included, the
/// eldest first.
std::vector<Child> household_of(record::Desk& desk, store::Reader& reader,
                                const access::Viewer& viewer, base::RecordId record);

/// Fills `child`, `child_token`, `linked_person` and `alert`.
ledger::Projection projection(const seal::KeyStore& keys, base::PartnershipId partnership);

} // namespace person
