#include "app/partnership_store.h"

namespace app {

namespace {

constexpr store::Query add_partnership{
    .name = "app.add_partnership",
    .sql = R"sql(
        INSERT INTO partnership (partnership_id, name, manual, origin, created)
        VALUES (:partnership, :name, :manual, :origin, :created))sql",
};

constexpr store::Query partnership_row{
    .name = "app.partnership_row",
    .sql = R"sql(
        SELECT partnership_id, name, manual, origin FROM partnership
         ORDER BY created LIMIT 1)sql",
};

} // namespace

void write_partnership(store::Writer& writer, const Partnership& partnership, base::Instant created)
{
    writer.execute(add_partnership, {{"partnership", store::to_value(partnership.id)},
                                     {"name", std::string_view{partnership.name}},
                                     {"manual", std::string_view{partnership.manual}},
                                     {"origin", std::string_view{partnership.origin}},
                                     {"created", store::to_value(created)}});
}

std::optional<Partnership> find_partnership(store::Reader& reader)
{
    return reader.one(partnership_row, {}, [](const store::Row& row) {
        return Partnership{
            .id = row.id<base::PartnershipId>("partnership_id"),
            .name = std::string{row.text("name")},
            .manual = std::string{row.text("manual")},
            .origin = std::string{row.text("origin")},
        };
    });
}

} // namespace app
