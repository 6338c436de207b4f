#include "access/secret.h"
#include "census/census_store.h"
#include "census/import.h"
#include "census/ready_child.h"
#include "record/entry.h"

namespace census {

namespace {

class Projector {
public:
    Projector(const seal::KeyStore& keys, base::PartnershipId partnership)
        : m_keys{keys}, m_partnership{partnership}
    {
    }

    void apply(store::Writer& writer, const ledger::OpenedEntry& opened) const
    {
        const base::json::object* keys = base::object_member(opened.payload, keys_member);
        if (keys == nullptr || !record::is_record_entry(opened)) return;
        const seal::Key key = m_keys.purpose_key(m_partnership, token_purpose);
        const base::RecordId record = opened.header.record;
        write_child(writer, m_partnership,
                    access::keyed_token(key, base::text_member(*keys, "child")), record);
        write_entry(writer, m_partnership,
                    access::keyed_token(key, base::text_member(*keys, "entry")), record,
                    opened.header.sequence);
    }

private:
    const seal::KeyStore& m_keys;
    base::PartnershipId m_partnership;
};

} // namespace

ledger::Projection projection(const seal::KeyStore& keys, base::PartnershipId partnership)
{
    return {
        .name = "census",
        .tables = {"census_child", "census_entry"},
        .apply = [projector = Projector{keys, partnership}](
                     store::Writer& writer,
                     const ledger::OpenedEntry& opened) { projector.apply(writer, opened); },
    };
}

} // namespace census
