// The tables of who each record is about.
#pragma once

#include "base/bytes.h"
#include "base/id.h"
#include "base/time.h"
#include "store/database.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace person {

struct StoredChild {
    base::RecordId record;
    base::Bytes household; ///< empty when it is not known
    base::Bytes sealed;
};

struct StoredFact {
    std::uint64_t sequence = 0;
    std::optional<base::Date> review_on;
    base::Bytes sealed;
};

void write_child(store::Writer& writer, base::PartnershipId partnership, const StoredChild& child,
                 std::span<const base::Bytes> tokens);
void write_linked_person(store::Writer& writer, base::PartnershipId partnership,
                         base::RecordId record, const StoredFact& fact);
void write_alert(store::Writer& writer, base::PartnershipId partnership, base::RecordId record,
                 const StoredFact& fact);

std::optional<StoredChild> find_child(store::Reader& reader, base::PartnershipId partnership,
                                      base::RecordId record);
std::vector<StoredChild> children_of_household(store::Reader& reader,
                                               base::PartnershipId partnership,
                                               base::ByteView household);
std::vector<StoredFact> alerts_of(store::Reader& reader, base::PartnershipId partnership,
                                  base::RecordId record);
std::vector<StoredFact> linked_people_of(store::Reader& reader, base::PartnershipId partnership,
                                         base::RecordId record);
std::vector<base::RecordId>
records_with_token(store::Reader& reader, base::PartnershipId partnership, base::ByteView token);

} // namespace person
