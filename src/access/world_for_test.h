// A small made-up partnership for this slice's tests: two agencies, three teams, six people.
#pragma once

#include "access/allocation.h"
#include "access/api_token.h"
#include "access/directory.h"
#include "access/sign_in.h"
#include "access/trail.h"
#include "base/errors.h"
#include "base/random.h"
#include "manual/library.h"
#include "seal/key_store.h"
#include "store/database.h"

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace heed::access {

/// Made for one test and removed after it.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

/// Roles `social-worker` (reads its team), `manager` (reads its agency, and the trail), `auditor`
/// (reads everything, and the trail) and `clerk` (reads nothing).
manual::Library small_library();

/// The least that libsodium allows, so that a test takes no time.
constexpr PasswordCost cheap{.memory_bytes = 8192, .passes = 1};

constexpr std::string_view good_password = "purple kettle on the tram";

class World {
public:
    World();

    base::SetClock clock{base::Instant::parse("2026-11-23T09:00:00.000Z").value()};
    base::SeededRandom random{20261123};
    base::PartnershipId partnership = base::PartnershipId::make(random);
    TemporaryFolder folder;
    manual::Library library = small_library();
    std::unique_ptr<seal::KeyStore> keys;
    std::unique_ptr<Directory> directory;
    std::unique_ptr<Viewers> viewers;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<Trail> trail;
    std::unique_ptr<ledger::Ledger> ledger;

    Agency council{AgencyId::make(random), "Westbrook Council"};
    Agency hospital{AgencyId::make(random), "St Hilda's Hospital"};
    Team north{TeamId::make(random), council.id, "North team"};
    Team south{TeamId::make(random), council.id, "South team"};
    Team ward{TeamId::make(random), hospital.id, "Children's ward"};
    Staff worker = person("amara", "Amara Okafor", north, "social-worker");
    Staff other_worker = person("tomasz", "Tomasz Wilk", south, "social-worker");
    Staff manager = person("ruth", "Ruth Achebe", south, "manager");
    Staff nurse = person("leena", "Leena Haddad", ward, "social-worker");
    Staff auditor = person("owen", "Owen Pryce", ward, "auditor");
    Staff clerk = person("sian", "Siân Moss", north, "clerk");

    /// Runs the job as one durable write.
    void write(const std::function<void(store::Writer&)>& job);

    template <typename Use> auto read(Use use) { return database->read(use); }

    void pass(std::chrono::milliseconds time) { clock.set(clock.now() + time); }
    base::Date today() const { return base::uk_date(clock.now()); }

    Viewer viewer(const Staff& staff);
    /// A new record, allocated to nobody.
    base::RecordId open_record();
    void allocate(base::RecordId record, const Team& team, base::Date from,
                  std::optional<base::StaffId> named = {});

    /// The bytes of every file of the store, one after the other.
    std::string bytes_on_disk() const;

private:
    Staff person(std::string login, std::string name, const Team& team, std::string role);
};

} // namespace heed::access
