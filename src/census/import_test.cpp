#include "access/allocation.h"
#include "base/embedded.h"
#include "base/errors.h"
#include "census/census_store.h"
#include "census/import.h"
#include "census/test_files.h"
#include "record/entry.h"
#include "record/projection.h"
#include "record/record_store.h"
#include "seal/master_key.h"
#include "store/place_for_test.h"

#include <cstdlib>
#include <memory>
#include <sys/stat.h>

namespace census {

namespace {

class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string pattern = std::filesystem::temp_directory_path() / "heed-census-XXXXXX";
        base::check(::mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
        m_path = pattern;
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

manual::Library load_manuals()
{
    auto library = manual::Library::load(manual::embedded_files());
    base::check(library.has_value(), "the program's own manuals are sound");
    return *std::move(library);
}

/// A store with one agency, one team, an administrator and a social worker.
class World {
public:
    World()
    {
        keys->create_partnership(partnership);
        ledger =
            std::make_unique<ledger::Ledger>(database, *keys, partnership, "test.example/heed");
        ledger->set_projections({access::allocation_projection(partnership),
                                 record::projection(partnership), projection(*keys, partnership)});
        trail.write_into(*ledger);
        directory = std::make_unique<access::Directory>(partnership, *keys);
        viewers = std::make_unique<access::Viewers>(*directory, manuals, "england", clock);
        write([&](store::Writer& writer) {
            const manual::Manual& manual = manuals.in_force("england", base::Date{2026, 11, 23});
            base::check(directory->add_agency(writer, agency).has_value(), "an agency is added");
            base::check(directory->add_team(writer, team).has_value(), "a team is added");
            for (const access::Staff& person : {administrator, worker}) {
                base::check(directory->add_staff(writer, person, manual).has_value(),
                            "a person is added");
            }
        });
        desk = std::make_unique<record::Desk>(record::Desk{partnership, "england", database, *keys,
                                                           *ledger, trail, manuals, clock, random});
    }

    void write(const std::function<void(store::Writer&)>& job)
    {
        database.write({partnership, "test", {}}, [&](store::Writer& writer) {
            job(writer);
            return std::string{};
        });
    }

    access::Viewer viewer(const access::Staff& person) const
    {
        return database.read(
            [&](store::Reader& reader) { return viewers->find(reader, person.id).value(); });
    }

    std::filesystem::path put(const std::string& name, const std::string& text) const
    {
        const auto path = folder.path() / name;
        std::ofstream{path, std::ios::binary} << text;
        return path;
    }

    ImportReport import(const std::filesystem::path& file,
                        FaultyChildren faulty = FaultyChildren::refuse_file)
    {
        refusals.clear();
        const ImportListener listener{
            .refusal = [&](const Refusal& refusal) { refusals.push_back(refusal); },
            .progress = {},
        };
        return import_return(*desk, *directory, viewer(administrator),
                             {.file = file, .faulty = faulty, .team = team.id}, listener);
    }

    /// Every entry of the ledger that is on a child's record.
    std::vector<record::SignedEntry> entries()
    {
        std::vector<record::SignedEntry> all;
        for (const base::RecordId record : records()) {
            database.read([&](store::Reader& reader) {
                ledger->each_of_record(reader, record, [&](const ledger::OpenedEntry& opened) {
                    all.push_back(record::read_entry(opened));
                });
            });
        }
        return all;
    }

    std::vector<base::RecordId> records()
    {
        return database.read([&](store::Reader& reader) {
            std::vector<base::RecordId> found;
            for (const auto& allocation :
                 access::allocations_to_team(reader, partnership, team.id, desk->today())) {
                found.push_back(allocation.record);
            }
            return found;
        });
    }

    TemporaryFolder folder;
    base::SetClock clock{base::Instant::parse("2026-11-23T09:00:00.000Z").value()};
    base::SeededRandom random{20261123};
    base::PartnershipId partnership = base::PartnershipId::make(random);
    manual::Library manuals = load_manuals();
    std::unique_ptr<seal::KeyStore> keys =
        seal::KeyStore::open(store::place_for_test(folder.path() / "keys" / "keys.db"),
                             seal::MasterKey::from_key(seal::Key::make()), clock);
    store::Database database =
        store::Database::open(store::place_for_test(folder.path() / "heed.db"),
                              {.migrations = embedded::migrations()}, clock);
    access::Trail trail{database, partnership, clock, random};
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<access::Directory> directory;
    std::unique_ptr<access::Viewers> viewers;
    std::unique_ptr<record::Desk> desk;
    access::Agency agency{access::AgencyId::make(random), "Westbrook Council"};
    access::Team team{access::TeamId::make(random), agency.id, "North team"};
    access::Staff administrator{.id = base::StaffId::make(random),
                                .login = "sian",
                                .name = "Siân Moss",
                                .post_title = "Records officer",
                                .team = team.id,
                                .role = "administrator"};
    access::Staff worker{.id = base::StaffId::make(random),
                         .login = "amara",
                         .name = "Amara Okafor",
                         .post_title = "Social worker",
                         .team = team.id,
                         .role = "social-worker"};
    std::vector<Refusal> refusals;
};

} // namespace

TEST(census_import, has_queries_that_fit_the_schema)
{
    World world;
    world.database.prepare_check(queries());
}

TEST(census_import, makes_a_record_for_each_child)
{
    World world;
    const auto file = world.put("return-2026.xml", sample("clean-2026.xml"));
    const ImportReport report = world.import(file);
    EXPECT_TRUE(report.imported);
    EXPECT_EQ(report.records_made, 6U);
    EXPECT_EQ(report.entries_known, 0U);
    EXPECT_EQ(world.records().size(), 6U);

    const auto entries = world.entries();
    // Each child has an allocation besides what was imported.
    EXPECT_EQ(entries.size(), report.entries_added + 6);
    std::size_t imported = 0;
    for (const record::SignedEntry& entry : entries) {
        EXPECT_EQ(entry.signer.name, "Siân Moss");
        EXPECT_FALSE(entry.late_reason);
        if (entry.nature != manual::Nature::imported) continue;
        ++imported;
        EXPECT_TRUE(entry.occurred.is_day_only());
        const auto* digest = entry.meaning(manual::Meaning::source_digest);
        const auto* line = entry.meaning(manual::Meaning::source_line);
        const auto* name = entry.meaning(manual::Meaning::source_file);
        ASSERT_TRUE(digest != nullptr && line != nullptr && name != nullptr);
        EXPECT_EQ(digest->answer.text(), report.summary.digest);
        EXPECT_EQ(name->answer.text(), "return-2026.xml");
        EXPECT_GT(std::atoi(std::string{line->answer.text()}.c_str()), 17);
    }
    EXPECT_EQ(imported, report.entries_added);
}

TEST(census_import, adds_nothing_the_second_time)
{
    World world;
    const auto file = world.put("return.xml", sample("clean-2026.xml"));
    const ImportReport first = world.import(file);
    const ImportReport second = world.import(world.put("copy.xml", sample("clean-2026.xml")));
    EXPECT_TRUE(second.imported);
    EXPECT_EQ(second.records_made, 0U);
    EXPECT_EQ(second.records_added_to, 0U);
    EXPECT_EQ(second.entries_added, 0U);
    EXPECT_EQ(second.entries_known, first.entries_added);
}

TEST(census_import, adds_what_is_new_to_the_same_record)
{
    World world;
    const std::string clean = sample("clean-2026.xml");
    world.import(world.put("return.xml", clean));
    const ImportReport report = world.import(
        world.put("later.xml", replaced(clean, "</Reviews>",
                                        "<CPPreviewDate>2026-02-20</CPPreviewDate></Reviews>")));
    EXPECT_EQ(report.records_made, 0U);
    EXPECT_EQ(report.records_added_to, 1U);
    EXPECT_EQ(report.entries_added, 1U);
    EXPECT_EQ(world.records().size(), 6U);
}

TEST(census_import, knows_what_it_imported_after_a_rebuild)
{
    World world;
    const auto file = world.put("return.xml", sample("clean-2026.xml"));
    world.import(file);
    world.ledger->rebuild({});
    EXPECT_EQ(world.import(file).entries_added, 0U);
}

TEST(census_import, writes_nothing_of_a_faulty_file)
{
    World world;
    const auto file = world.put("faulty.xml", sample("faulty-2026.xml"));
    const ImportReport report = world.import(file);
    EXPECT_FALSE(report.imported);
    EXPECT_EQ(report.entries_added, 0U);
    EXPECT_FALSE(world.refusals.empty());
    EXPECT_EQ(world.records().size(), 0U);
}

TEST(census_import, leaves_faulty_children_out_when_told_to)
{
    World world;
    const auto file = world.put("faulty.xml", sample("faulty-2026.xml"));
    const ImportReport report = world.import(file, FaultyChildren::leave_out);
    EXPECT_TRUE(report.imported);
    EXPECT_EQ(report.records_made, 1U);
    EXPECT_EQ(report.children_left_out(), 4U);
    EXPECT_EQ(world.records().size(), 1U);
    EXPECT_EQ(world.refusals.size(), report.summary.errors + report.summary.queries);
}

TEST(census_import, takes_nothing_from_a_file_that_breaks_off)
{
    World world;
    const std::string clean = sample("clean-2026.xml");
    const auto file = world.put("short.xml", clean.substr(0, clean.size() - 100));
    const ImportReport report = world.import(file, FaultyChildren::leave_out);
    EXPECT_FALSE(report.imported);
    EXPECT_EQ(world.records().size(), 0U);
}

TEST(census_import, reads_nothing_but_a_file)
{
    World world;
    const auto pipe = world.folder.path() / "pipe.xml";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const auto link = world.folder.path() / "link.xml";
    std::filesystem::create_symlink(pipe, link);
    for (const auto& path : {pipe, link, world.folder.path(), std::filesystem::path{"/dev/null"}}) {
        EXPECT_THROW(world.import(path), base::BadRequest) << path;
    }
    EXPECT_TRUE(world.refusals.empty());
    std::filesystem::remove(link);
    std::filesystem::create_symlink(world.put("return.xml", sample("clean-2026.xml")), link);
    EXPECT_TRUE(world.import(link).imported) << "a link to a file is as good as the file";
}

TEST(census_import, is_for_those_who_may_import)
{
    World world;
    const auto file = world.put("return.xml", sample("clean-2026.xml"));
    EXPECT_THROW(import_return(*world.desk, *world.directory, world.viewer(world.worker),
                               {.file = file, .faulty = {}, .team = {}}, {}),
                 base::Forbidden);
    EXPECT_THROW(world.import(world.folder.path() / "none.xml"), base::NotFound);
}

TEST(census_import, is_signed_by_the_system_when_nobody_asked)
{
    World world;
    const auto file = world.put("return.xml", sample("clean-2026.xml"));
    const auto system = access::Viewer::system(world.partnership, "import at the server");
    const ImportReport report = import_return(
        *world.desk, *world.directory, system,
        {.file = file, .faulty = FaultyChildren::refuse_file, .team = world.team.id}, {});
    EXPECT_TRUE(report.imported);
    for (const auto& entry : world.entries())
        EXPECT_FALSE(entry.signer.name.empty());
}

TEST(census_import, puts_no_number_of_a_child_on_disk_in_clear)
{
    World world;
    world.import(world.put("return.xml", sample("clean-2026.xml")));
    for (const auto& each : std::filesystem::recursive_directory_iterator{world.folder.path()}) {
        if (!each.is_regular_file() || each.path().extension() == ".xml") continue;
        const std::string bytes = file_text(each.path());
        EXPECT_EQ(bytes.find("SAMPLE0001"), std::string::npos) << each.path();
        EXPECT_EQ(bytes.find("B003200000011"), std::string::npos) << each.path();
    }
}

TEST(census_import, goes_on_where_an_earlier_one_stopped)
{
    World world;
    const auto file = world.put("return.xml", sample("clean-2026.xml"));
    std::size_t calls = 0;
    const ImportListener stops{
        .refusal = {},
        .progress =
            [&](ImportStep step, const Progress&) {
                if (step == ImportStep::importing && ++calls == 1) throw base::Unavailable{"stop"};
            },
    };
    EXPECT_THROW(import_return(*world.desk, *world.directory, world.viewer(world.administrator),
                               {.file = file, .faulty = {}, .team = world.team.id}, stops),
                 base::Unavailable);
    const ImportReport report = world.import(file);
    EXPECT_TRUE(report.imported);
    EXPECT_EQ(world.records().size(), 6U);
}

} // namespace census
