#include "access/allocation.h"
#include "base/embedded.h"
#include "base/errors.h"
#include "demo/play.h"
#include "record/projection.h"
#include "record/record_store.h"
#include "seal/master_key.h"
#include "store/place_for_test.h"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <memory>

namespace demo {

namespace {

const base::Date today{2026, 11, 23};

class Installed {
public:
    Installed()
    {
        keys->create_partnership(partnership);
        ledger =
            std::make_unique<ledger::Ledger>(database, *keys, partnership, "test.example/demo");
        ledger->set_projections(
            {access::allocation_projection(partnership), record::projection(partnership)});
        trail.write_into(*ledger);
        directory = std::make_unique<access::Directory>(partnership, *keys);
        viewers = std::make_unique<access::Viewers>(*directory, manuals, "england", clock);
        desk = std::make_unique<record::Desk>(record::Desk{partnership, "england", database, *keys,
                                                           *ledger, trail, manuals, clock, random});
    }
    ~Installed()
    {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    Installed(const Installed&) = delete;
    Installed& operator=(const Installed&) = delete;

    static std::filesystem::path temporary_folder()
    {
        std::string pattern = std::filesystem::temp_directory_path() / "heed-demo-XXXXXX";
        base::check(::mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
        return pattern;
    }

    static manual::Library load_manuals()
    {
        auto library = manual::Library::load(manual::embedded_files());
        base::check(library.has_value(), "the program's own manuals are sound");
        return *std::move(library);
    }

    std::filesystem::path folder = temporary_folder();
    base::SetClock clock{base::from_uk(today.plus_months(-25), {9, 0})};
    base::SeededRandom random{1};
    base::PartnershipId partnership = base::PartnershipId::make(random);
    manual::Library manuals = load_manuals();
    std::unique_ptr<seal::KeyStore> keys =
        seal::KeyStore::open(store::place_for_test(folder / "keys" / "keys.db"),
                             seal::MasterKey::from_key(seal::Key::make()), clock);
    store::Database database = store::Database::open(store::place_for_test(folder / "heed.db"),
                                                     {.migrations = embedded::migrations()}, clock);
    access::Trail trail{database, partnership, clock, random};
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<access::Directory> directory;
    std::unique_ptr<access::Viewers> viewers;
    std::unique_ptr<record::Desk> desk;
};

} // namespace

TEST(demo_play, signs_every_story_through_the_operations_of_a_person)
{
    Installed installed;
    World world = read_world();
    // The families with a hand-over, a late entry, corrections, an unborn child and another agency.
    std::erase_if(world.families, [](const Family& family) {
        return family.key != "02-hallam" && family.key != "05-greaves" && family.key != "08-shah" &&
               family.key != "09-barrow" && family.key != "12-pell";
    });
    PlayProgress last;
    play(Stage{*installed.desk, *installed.directory, *installed.viewers}, installed.clock, world,
         today, [&](const PlayProgress& progress) { last = progress; });
    EXPECT_GT(last.total, 100U);
    EXPECT_EQ(last.done, last.total);
    EXPECT_EQ(installed.clock.now(), base::from_uk(today, {9, 0}));

    std::size_t records = 0;
    installed.database.read([&](store::Reader& reader) {
        for (const access::Team& team : installed.directory->teams(reader)) {
            for (const auto& allocation :
                 access::allocations_to_team(reader, installed.partnership, team.id, today)) {
                ++records;
                EXPECT_GT(record::count_entries(reader, installed.partnership, allocation.record),
                          3U);
            }
        }
    });
    EXPECT_EQ(records, 12U);
}

} // namespace demo
