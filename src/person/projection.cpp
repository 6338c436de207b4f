#include "base/errors.h"
#include "person/child.h"
#include "person/child_store.h"
#include "person/find.h"
#include "person/sealed.h"
#include "record/entry.h"

namespace person {

namespace {

using manual::Meaning;

/// A later entry that does not say takes nothing away from what an earlier one said.
void take(std::string& known, const ledger::OpenedEntry& opened, Meaning meaning)
{
    std::string said = record::fact_text(opened, meaning);
    if (!said.empty()) known = std::move(said);
}

class Projector {
public:
    Projector(const seal::KeyStore& keys, base::PartnershipId partnership)
        : m_keys{keys}, m_partnership{partnership}
    {
    }

    void apply(store::Writer& writer, const ledger::OpenedEntry& opened) const
    {
        if (!record::is_record_entry(opened)) return;
        if (!record::fact_text(opened, Meaning::child_name).empty() ||
            !record::fact_text(opened, Meaning::local_identifier).empty()) {
            apply_child(writer, opened);
        }
        if (!record::fact_text(opened, Meaning::person_name).empty()) apply_person(writer, opened);
        if (!record::fact_text(opened, Meaning::alert).empty()) apply_alert(writer, opened);
    }

private:
    void apply_child(store::Writer& writer, const ledger::OpenedEntry& opened) const
    {
        const base::RecordId record = opened.header.record;
        const seal::Key key = m_keys.record_key(m_partnership, record);
        Child child{.record = record};
        if (const auto stored = find_child(writer, m_partnership, record)) {
            child = open_child(key, *stored);
        }
        take(child.name, opened, Meaning::child_name);
        take(child.known_as, opened, Meaning::known_as);
        take(child.sex, opened, Meaning::sex);
        take(child.address, opened, Meaning::address);
        take(child.household, opened, Meaning::household);
        take(child.identifier, opened, Meaning::local_identifier);
        if (const auto born = base::Date::parse(record::fact_text(opened, Meaning::born))) {
            child.born = born;
        }
        const auto tokens = search_tokens(m_keys.purpose_key(m_partnership, "search"), child);
        write_child(writer, m_partnership, seal_child(key, child), tokens);
    }

    void apply_person(store::Writer& writer, const ledger::OpenedEntry& opened) const
    {
        const base::RecordId record = opened.header.record;
        const LinkedPerson person{
            .sequence = opened.header.sequence,
            .name = record::fact_text(opened, Meaning::person_name),
            .relationship = record::fact_text(opened, Meaning::relationship),
            .phone = record::fact_text(opened, Meaning::phone),
        };
        write_linked_person(writer, m_partnership, record,
                            seal_person(m_keys.record_key(m_partnership, record), person));
    }

    void apply_alert(store::Writer& writer, const ledger::OpenedEntry& opened) const
    {
        const base::RecordId record = opened.header.record;
        const Alert alert{
            .sequence = opened.header.sequence,
            .text = record::fact_text(opened, Meaning::alert),
            .review_on = base::Date::parse(record::fact_text(opened, Meaning::review_on)),
        };
        write_alert(writer, m_partnership, record,
                    seal_alert(m_keys.record_key(m_partnership, record), alert));
    }

    const seal::KeyStore& m_keys;
    base::PartnershipId m_partnership;
};

} // namespace

ledger::Projection projection(const seal::KeyStore& keys, base::PartnershipId partnership)
{
    return {
        .name = "person",
        .tables = {"child", "child_token", "linked_person", "alert"},
        .apply = [projector = Projector{keys, partnership}](
                     store::Writer& writer,
                     const ledger::OpenedEntry& opened) { projector.apply(writer, opened); },
    };
}

} // namespace person
