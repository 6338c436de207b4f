#include "census/census_store.h"

#include <array>

namespace census {

namespace {

constexpr store::Query put_child{
    .name = "census.put_child",
    .sql = R"sql(
        INSERT INTO census_child (partnership_id, child_token, record_id)
        VALUES (:partnership, :token, :record)
        ON CONFLICT (partnership_id, child_token) DO NOTHING)sql",
};

constexpr store::Query put_entry{
    .name = "census.put_entry",
    .sql = R"sql(
        INSERT INTO census_entry (partnership_id, entry_token, record_id, sequence)
        VALUES (:partnership, :token, :record, :sequence)
        ON CONFLICT (partnership_id, entry_token) DO NOTHING)sql",
};

constexpr store::Query child_by_token{
    .name = "census.child_by_token",
    .sql = R"sql(
        SELECT record_id FROM census_child
         WHERE partnership_id = :partnership AND child_token = :token)sql",
};

constexpr store::Query entry_by_token{
    .name = "census.entry_by_token",
    .sql = R"sql(
        SELECT sequence FROM census_entry
         WHERE partnership_id = :partnership AND entry_token = :token)sql",
};

} // namespace

void write_child(store::Writer& writer, base::PartnershipId partnership, base::ByteView token,
                 base::RecordId record)
{
    writer.execute(put_child, {{"partnership", store::to_value(partnership)},
                               {"token", token},
                               {"record", store::to_value(record)}});
}

void write_entry(store::Writer& writer, base::PartnershipId partnership, base::ByteView token,
                 base::RecordId record, std::uint64_t sequence)
{
    writer.execute(put_entry, {{"partnership", store::to_value(partnership)},
                               {"token", token},
                               {"record", store::to_value(record)},
                               {"sequence", store::to_value(sequence)}});
}

std::optional<base::RecordId> find_child(store::Reader& reader, base::PartnershipId partnership,
                                         base::ByteView token)
{
    return reader.one(child_by_token,
                      {{"partnership", store::to_value(partnership)}, {"token", token}},
                      [](const store::Row& row) { return row.id<base::RecordId>("record_id"); });
}

bool has_entry(store::Reader& reader, base::PartnershipId partnership, base::ByteView token)
{
    const auto found = reader.one(entry_by_token,
                                  {{"partnership", store::to_value(partnership)}, {"token", token}},
                                  [](const store::Row& row) { return row.integer("sequence"); });
    return found.has_value();
}

std::span<const store::Query> queries()
{
    static constexpr std::array all = {put_child, put_entry, child_by_token, entry_by_token};
    return all;
}

} // namespace census
