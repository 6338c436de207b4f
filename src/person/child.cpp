#include "person/child.h"

#include "access/allocation.h"
#include "base/errors.h"
#include "base/text.h"
#include "person/child_store.h"
#include "person/sealed.h"
#include "record/record_store.h"

#include <algorithm>

namespace person {

std::string Child::shown_name() const
{
    if (!name.empty()) return name;
    return identifier.empty() ? "Name not recorded yet" : "Child " + identifier;
}

std::string Child::first_name() const
{
    if (!known_as.empty()) return known_as;
    if (!name.empty()) return std::string{base::split(name, ' ').front()};
    return "this child";
}

std::string Child::age(base::Date on) const
{
    if (!born) return "age not known";
    const auto age = base::age_on(*born, on);
    return age ? age->plain() : "not born yet";
}

Child child_of(record::Desk& desk, store::Reader& reader, const access::Viewer& viewer,
               base::RecordId record)
{
    access::require_open(reader, viewer, record);
    const auto stored = find_child(reader, desk.partnership, record);
    if (!stored) throw base::NotFound{"There is no such record."};
    return open_child(desk.keys.record_key(desk.partnership, record), *stored);
}

Header header_of(record::Desk& desk, const access::Directory& directory, store::Reader& reader,
                 const access::Viewer& viewer, base::RecordId record)
{
    Header header{.child = child_of(desk, reader, viewer, record)};
    const auto allocation = access::allocation_of(reader, desk.partnership, record, desk.today());
    if (allocation) {
        const auto team = directory.find_team(reader, allocation->team);
        if (team) header.team = team->name;
        if (allocation->worker) {
            const access::Signer worker = directory.signer(reader, *allocation->worker);
            header.worker = worker.name + ", " + worker.post_title;
        }
    }
    const seal::Key key = desk.keys.record_key(desk.partnership, record);
    for (const StoredFact& alert : alerts_of(reader, desk.partnership, record)) {
        header.alerts.push_back(open_alert(key, alert));
    }
    const record::Contact contact = record::find_contact(reader, desk.partnership, record);
    header.last_seen = contact.last_seen;
    header.last_seen_alone = contact.last_seen_alone;
    return header;
}

std::vector<LinkedPerson> people_of(record::Desk& desk, store::Reader& reader,
                                    const access::Viewer& viewer, base::RecordId record)
{
    access::require_open(reader, viewer, record);
    const seal::Key key = desk.keys.record_key(desk.partnership, record);
    std::vector<LinkedPerson> people;
    for (const StoredFact& person : linked_people_of(reader, desk.partnership, record)) {
        people.push_back(open_person(key, person));
    }
    return people;
}

std::vector<Child> household_of(record::Desk& desk, store::Reader& reader,
                                const access::Viewer& viewer, base::RecordId record)
{
    std::vector<Child> children = {child_of(desk, reader, viewer, record)};
    if (children.front().household.empty()) return children;
    const StoredChild stored =
        seal_child(desk.keys.record_key(desk.partnership, record), children.front());
    for (const StoredChild& other :
         children_of_household(reader, desk.partnership, stored.household)) {
        if (other.record == record) continue;
        if (access::may_open(reader, viewer, other.record) == access::Access::closed) continue;
        children.push_back(open_child(desk.keys.record_key(desk.partnership, other.record), other));
    }
    const base::Date last{2199, 12, 31};
    std::sort(children.begin(), children.end(), [&](const Child& one, const Child& two) {
        return one.born.value_or(last) < two.born.value_or(last);
    });
    return children;
}

} // namespace person
