#include "person/child_store.h"

namespace person {

namespace {

constexpr store::Query put_child{
    .name = "person.put_child",
    .sql = R"sql(
        INSERT INTO child (partnership_id, record_id, household, sealed)
        VALUES (:partnership, :record, :household, :sealed)
        ON CONFLICT (partnership_id, record_id)
        DO UPDATE SET household = excluded.household, sealed = excluded.sealed)sql",
};

constexpr store::Query clear_tokens{
    .name = "person.clear_tokens",
    .sql = R"sql(
        DELETE FROM child_token WHERE partnership_id = :partnership AND record_id = :record)sql",
};

constexpr store::Query add_token{
    .name = "person.add_token",
    .sql = R"sql(
        INSERT INTO child_token (partnership_id, token, record_id)
        VALUES (:partnership, :token, :record)
        ON CONFLICT DO NOTHING)sql",
};

constexpr store::Query add_linked_person{
    .name = "person.add_linked_person",
    .sql = R"sql(
        INSERT INTO linked_person (partnership_id, record_id, sequence, sealed)
        VALUES (:partnership, :record, :sequence, :sealed))sql",
};

constexpr store::Query add_alert{
    .name = "person.add_alert",
    .sql = R"sql(
        INSERT INTO alert (partnership_id, record_id, sequence, review_on, sealed)
        VALUES (:partnership, :record, :sequence, :review_on, :sealed))sql",
};

constexpr store::Query child_by_record{
    .name = "person.child_by_record",
    .sql = R"sql(
        SELECT record_id, household, sealed FROM child
         WHERE partnership_id = :partnership AND record_id = :record)sql",
};

constexpr store::Query children_by_household{
    .name = "person.children_by_household",
    .sql = R"sql(
        SELECT record_id, household, sealed FROM child
         WHERE partnership_id = :partnership AND household = :household
         ORDER BY record_id
         LIMIT 50)sql",
};

constexpr store::Query alerts_by_record{
    .name = "person.alerts_by_record",
    .sql = R"sql(
        SELECT sequence, review_on, sealed FROM alert
         WHERE partnership_id = :partnership AND record_id = :record
         ORDER BY sequence DESC)sql",
};

constexpr store::Query linked_people_by_record{
    .name = "person.linked_people_by_record",
    .sql = R"sql(
        SELECT sequence, NULL AS review_on, sealed FROM linked_person
         WHERE partnership_id = :partnership AND record_id = :record
         ORDER BY sequence)sql",
};

constexpr store::Query records_by_token{
    .name = "person.records_by_token",
    .sql = R"sql(
        SELECT record_id FROM child_token
         WHERE partnership_id = :partnership AND token = :token
         ORDER BY record_id
         LIMIT 10000)sql",
};

base::Bytes copied(base::ByteView bytes)
{
    return {bytes.begin(), bytes.end()};
}

StoredChild to_child(const store::Row& row)
{
    return {
        .record = row.id<base::RecordId>("record_id"),
        .household = row.is_null("household") ? base::Bytes{} : copied(row.bytes("household")),
        .sealed = copied(row.bytes("sealed")),
    };
}

StoredFact to_fact(const store::Row& row)
{
    StoredFact fact{
        .sequence = static_cast<std::uint64_t>(row.integer("sequence")),
        .review_on = {},
        .sealed = copied(row.bytes("sealed")),
    };
    if (!row.is_null("review_on")) fact.review_on = row.date("review_on");
    return fact;
}

} // namespace

void write_child(store::Writer& writer, base::PartnershipId partnership, const StoredChild& child,
                 std::span<const base::Bytes> tokens)
{
    const store::Value household =
        child.household.empty() ? store::Value{} : store::Value{base::ByteView{child.household}};
    writer.execute(put_child, {{"partnership", store::to_value(partnership)},
                               {"record", store::to_value(child.record)},
                               {"household", household},
                               {"sealed", base::ByteView{child.sealed}}});
    writer.execute(clear_tokens, {{"partnership", store::to_value(partnership)},
                                  {"record", store::to_value(child.record)}});
    for (const base::Bytes& token : tokens) {
        writer.execute(add_token, {{"partnership", store::to_value(partnership)},
                                   {"token", base::ByteView{token}},
                                   {"record", store::to_value(child.record)}});
    }
}

void write_linked_person(store::Writer& writer, base::PartnershipId partnership,
                         base::RecordId record, const StoredFact& fact)
{
    writer.execute(add_linked_person, {{"partnership", store::to_value(partnership)},
                                       {"record", store::to_value(record)},
                                       {"sequence", static_cast<std::int64_t>(fact.sequence)},
                                       {"sealed", base::ByteView{fact.sealed}}});
}

void write_alert(store::Writer& writer, base::PartnershipId partnership, base::RecordId record,
                 const StoredFact& fact)
{
    const std::string review = fact.review_on ? fact.review_on->iso() : std::string{};
    const store::Value review_on =
        fact.review_on ? store::Value{std::string_view{review}} : store::Value{};
    writer.execute(add_alert, {{"partnership", store::to_value(partnership)},
                               {"record", store::to_value(record)},
                               {"sequence", static_cast<std::int64_t>(fact.sequence)},
                               {"review_on", review_on},
                               {"sealed", base::ByteView{fact.sealed}}});
}

std::optional<StoredChild> find_child(store::Reader& reader, base::PartnershipId partnership,
                                      base::RecordId record)
{
    return reader.one(
        child_by_record,
        {{"partnership", store::to_value(partnership)}, {"record", store::to_value(record)}},
        to_child);
}

std::vector<StoredChild> children_of_household(store::Reader& reader,
                                               base::PartnershipId partnership,
                                               base::ByteView household)
{
    return reader.all(children_by_household,
                      {{"partnership", store::to_value(partnership)}, {"household", household}},
                      to_child);
}

std::vector<StoredFact> alerts_of(store::Reader& reader, base::PartnershipId partnership,
                                  base::RecordId record)
{
    return reader.all(
        alerts_by_record,
        {{"partnership", store::to_value(partnership)}, {"record", store::to_value(record)}},
        to_fact);
}

std::vector<StoredFact> linked_people_of(store::Reader& reader, base::PartnershipId partnership,
                                         base::RecordId record)
{
    return reader.all(
        linked_people_by_record,
        {{"partnership", store::to_value(partnership)}, {"record", store::to_value(record)}},
        to_fact);
}

std::vector<base::RecordId>
records_with_token(store::Reader& reader, base::PartnershipId partnership, base::ByteView token)
{
    return reader.all(records_by_token,
                      {{"partnership", store::to_value(partnership)}, {"token", token}},
                      [](const store::Row& row) { return row.id<base::RecordId>("record_id"); });
}

} // namespace person
