#include "access/demonstration.h"
#include "access/secret.h"
#include "base/errors.h"

namespace heed::access {

namespace {

constexpr store::Query any_staff{
    .name = "access.any_staff",
    .sql = R"sql(
        SELECT staff_id FROM staff WHERE partnership_id = :partnership LIMIT 1)sql",
};

constexpr store::Query insert_demonstration{
    .name = "access.insert_demonstration",
    .sql = R"sql(
        INSERT INTO demonstration (partnership_id, marked_at) VALUES (:partnership, :at))sql",
};

constexpr store::Query demonstration_mark{
    .name = "access.demonstration_mark",
    .sql = R"sql(
        SELECT marked_at FROM demonstration WHERE partnership_id = :partnership)sql",
};

constexpr store::Query insert_demonstration_link{
    .name = "access.insert_demonstration_link",
    .sql = R"sql(
        INSERT INTO demonstration_link (partnership_id, link_hash, staff_id)
        VALUES (:partnership, :link, :staff))sql",
};

constexpr store::Query demonstration_link_by_hash{
    .name = "access.demonstration_link_by_hash",
    .sql = R"sql(
        SELECT staff_id FROM demonstration_link
         WHERE partnership_id = :partnership AND link_hash = :link)sql",
};

base::StaffId to_staff_id(const store::Row& row)
{
    return row.id<base::StaffId>("staff_id");
}

} // namespace

void mark_as_demonstration(store::Writer& writer, base::PartnershipId partnership, base::Instant at)
{
    if (is_demonstration(writer, partnership)) return;
    if (writer.one(any_staff, {{"partnership", store::to_value(partnership)}}, to_staff_id)) {
        throw base::Conflict{"this store already has staff and cannot become a demonstration"};
    }
    writer.execute(insert_demonstration,
                   {{"partnership", store::to_value(partnership)}, {"at", store::to_value(at)}});
}

bool is_demonstration(store::Reader& reader, base::PartnershipId partnership)
{
    return reader
        .one(demonstration_mark, {{"partnership", store::to_value(partnership)}},
             [](const store::Row& row) { return row.instant("marked_at"); })
        .has_value();
}

std::string make_demonstration_link(store::Writer& writer, base::PartnershipId partnership,
                                    base::StaffId staff, base::Random& random)
{
    if (!is_demonstration(writer, partnership)) {
        throw base::Forbidden{"only a demonstration has links that sign somebody in"};
    }
    std::string token = make_secret(random);
    const base::Digest link = hash_of(token);
    writer.execute(insert_demonstration_link, {{"partnership", store::to_value(partnership)},
                                               {"link", link},
                                               {"staff", store::to_value(staff)}});
    return token;
}

std::optional<base::StaffId> find_demonstration_link(store::Reader& reader,
                                                     base::PartnershipId partnership,
                                                     std::string_view token)
{
    if (!looks_like_secret(token) || !is_demonstration(reader, partnership)) return std::nullopt;
    const base::Digest link = hash_of(token);
    return reader.one(demonstration_link_by_hash,
                      {{"partnership", store::to_value(partnership)}, {"link", link}}, to_staff_id);
}

} // namespace heed::access
