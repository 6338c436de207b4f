// For this slice's tests: a partnership under the shipped manual with two social workers and a
// manager, and what they do that starts or moves a visit.
#pragma once

#include "access/trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "manual/library.h"
#include "record/desk.h"
#include "seal/seal_test_support.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pathway {

namespace access = heed::access;

class World {
public:
    World();

    /// Opens a record today, allocated to `worker`. Without a household it is not known.
    base::RecordId open_record(std::string_view name, base::Date born,
                               std::string_view household = {});
    void allocate(base::RecordId record, base::StaffId to);
    /// `sight` is an answer of the manual's form: `alone`, `not_seen`.
    void sign_visit(base::Date day, const std::vector<base::RecordId>& children,
                    std::string_view sight = "alone");

    /// As they would be signed in now.
    access::Viewer viewer(base::StaffId staff);

    base::Date today() const { return base::uk_date(clock.now()); }
    void pass_days(int days);
    /// Empties what is derived and makes it again.
    void rebuild();

    base::SetClock clock{base::from_uk(base::Date{2026, 11, 23}, {15, 0})};
    base::SeededRandom random{20261123};
    base::PartnershipId partnership = base::PartnershipId::make(random);
    seal::TemporaryFolder folder;
    manual::Library manuals;
    std::unique_ptr<seal::KeyStore> keys;
    std::unique_ptr<store::Database> data;
    std::unique_ptr<access::Directory> directory;
    std::unique_ptr<access::Viewers> viewers;
    std::unique_ptr<access::Trail> trail;
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<record::Desk> desk;
    base::StaffId worker;
    base::StaffId other_worker;
    base::StaffId manager;

private:
    void open_stores();
    void add_people();
    std::string next_key() { return "key " + std::to_string(++m_keys_used); }

    int m_keys_used = 0;
};

} // namespace pathway
