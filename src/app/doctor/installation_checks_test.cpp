#include "app/doctor/checkup_test_support.h"
#include "app/doctor/installation_checks.h"
#include "base/random.h"
#include "seal/key_store.h"
#include "store/database.h"
#include "store/place_for_test.h"

#include <gmock/gmock.h>

namespace app::doctor {

namespace {

using testing::HasSubstr;

constexpr store::Query forget_migration{
    .name = "test.forget_migration",
    .sql = "DELETE FROM migration WHERE number = 7",
};
constexpr store::Query add_migration{
    .name = "test.add_migration",
    .sql = "INSERT INTO migration VALUES (9999, 'later', '00', 0)",
};

class installation_checks : public testing::Test {
protected:
    installation_checks()
    {
        m_visit.open.folder.root = m_place.at("data");
        Installation::create(m_visit.open,
                             {.name = "Larkfield", .manual = "england", .origin = "heed.test/one"},
                             m_clock, m_random);
    }

    const DataFolder& folder() const { return m_visit.open.folder; }

    void change(const std::filesystem::path& file,
                const std::vector<base::EmbeddedFile>& migrations, const store::Query& query)
    {
        store::Database database = store::Database::open(file, {.migrations = migrations}, m_clock);
        database.write({.partnership = {}, .operation = "test", .idempotency_key = {}},
                       [&query](store::Writer& writer) {
                           writer.execute(query, {});
                           return std::string{};
                       });
    }

    TemporaryPlace m_place;
    base::SystemClock m_clock;
    base::SystemRandom m_random;
    Visit m_visit;
};

} // namespace

TEST_F(installation_checks, find_a_new_installation_well_and_change_nothing)
{
    const std::string before = m_place.fingerprint();
    for (const auto check : {check_folder, check_files, check_master_key, check_key_store,
                             check_migrations, check_checkpoint, check_manuals}) {
        const Finding finding = check(m_visit, m_clock);
        EXPECT_EQ(finding.state, State::well) << finding.what;
        EXPECT_TRUE(finding.advice.empty()) << finding.advice;
    }
    EXPECT_EQ(m_place.fingerprint(), before);
}

TEST_F(installation_checks, work_while_the_installation_is_open)
{
    Installation open{m_visit.open, m_clock, m_random};
    for (const Finding& finding :
         examine(m_visit, {"files", "key-store", "migrations", "checkpoint"}, m_clock)) {
        EXPECT_EQ(finding.state, State::well) << finding.name << ": " << finding.what;
    }
}

TEST_F(installation_checks, folder_must_be_there_be_closed_and_hold_an_installation)
{
    ::chmod(folder().root.c_str(), 0750);
    EXPECT_EQ(check_folder(m_visit, m_clock).state, State::wrong);
    EXPECT_THAT(check_folder(m_visit, m_clock).advice, HasSubstr("chmod 700"));
    m_visit.open.folder.root = m_place.at("none");
    EXPECT_THAT(check_folder(m_visit, m_clock).what, HasSubstr("There is no folder"));
    std::filesystem::create_directory(m_place.at("none"));
    EXPECT_THAT(check_folder(m_visit, m_clock).what, HasSubstr("There is no installation"));
}

TEST_F(installation_checks, files_must_be_closed_to_others)
{
    for (const auto& path : {folder().data_file(), folder().keys() / "keys.db", folder().keys()}) {
        struct stat status = {};
        ::stat(path.c_str(), &status);
        ::chmod(path.c_str(), 0755);
        const Finding finding = check_files(m_visit, m_clock);
        EXPECT_EQ(finding.state, State::wrong) << path;
        EXPECT_THAT(finding.what, HasSubstr(path.string() + " (mode 755)"));
        ::chmod(path.c_str(), status.st_mode);
        EXPECT_EQ(check_files(m_visit, m_clock).state, State::well) << path;
    }
}

TEST_F(installation_checks, master_key_must_be_there_be_closed_and_be_the_right_one)
{
    ::chmod(folder().master_key().c_str(), 0640);
    EXPECT_THAT(check_master_key(m_visit, m_clock).what, HasSubstr("chmod 600"));
    std::filesystem::remove(folder().master_key());
    EXPECT_EQ(check_master_key(m_visit, m_clock).state, State::wrong);
    EXPECT_EQ(examine(m_visit, {"key-store"}, m_clock).front().state, State::unknown);
    ASSERT_TRUE(seal::MasterKey::create_file(folder().master_key()));
    EXPECT_EQ(check_master_key(m_visit, m_clock).state, State::well);
    const Finding finding = check_key_store(m_visit, m_clock);
    EXPECT_EQ(finding.state, State::wrong);
    EXPECT_THAT(finding.what, HasSubstr("not the master key"));
}

TEST_F(installation_checks, a_passphrase_is_tried_as_well)
{
    m_visit.open.folder.root = m_place.at("by-passphrase");
    m_place.put("passphrase", "nine grey herons at dawn\n");
    m_visit.open.master_key.passphrase_file = m_place.at("passphrase");
    Installation::create(m_visit.open,
                         {.name = "Larkfield", .manual = "england", .origin = "heed.test/two"},
                         m_clock, m_random);
    const std::string before = m_place.fingerprint();
    EXPECT_EQ(check_key_store(m_visit, m_clock).state, State::well);
    EXPECT_EQ(m_place.fingerprint(), before);
    m_place.put("passphrase", "ten grey herons at dawn\n");
    EXPECT_EQ(check_key_store(m_visit, m_clock).state, State::wrong);
    m_place.put("passphrase", "");
    EXPECT_EQ(check_master_key(m_visit, m_clock).state, State::wrong);
}

TEST_F(installation_checks, migrations_must_have_run_and_be_known)
{
    change(folder().data_file(), embedded::migrations(), forget_migration);
    EXPECT_THAT(check_migrations(m_visit, m_clock).what, HasSubstr("1 migrations have not run"));
    change(folder().keys() / "keys.db", embedded::key_migrations(), add_migration);
    const Finding finding = check_migrations(m_visit, m_clock);
    EXPECT_EQ(finding.state, State::wrong);
    EXPECT_THAT(finding.what, HasSubstr("another version"));
}

TEST_F(installation_checks, data_must_not_fall_short_of_what_the_keys_remember)
{
    {
        auto keys = seal::KeyStore::open(folder().key_file(),
                                         open_master_key(m_visit.open, m_clock), m_clock);
        keys->keep_checkpoint(keys->partnerships().front(), {.size = 12, .note = "later"});
    }
    const Finding finding = check_checkpoint(m_visit, m_clock);
    EXPECT_EQ(finding.state, State::wrong);
    EXPECT_THAT(finding.what, HasSubstr("has 0 entries, the one that the keys remember 12"));
}

TEST_F(installation_checks, say_what_is_not_looked_at_in_postgres)
{
    m_visit.open.databases = {.data = "dbname=none", .keys = "dbname=none"};
    std::filesystem::remove(folder().data_file());
    EXPECT_EQ(check_folder(m_visit, m_clock).state, State::well);
    for (const auto check : {check_key_store, check_checkpoint}) {
        const Finding finding = check(m_visit, m_clock);
        EXPECT_EQ(finding.state, State::note);
        EXPECT_THAT(finding.what, HasSubstr("in PostgreSQL"));
    }
}

TEST_F(installation_checks, find_databases_that_cannot_be_reached_or_are_of_an_older_version)
{
    auto& server = store::PostgresServerForTest::get();
    const store::PostgresPlace data = server.new_database();
    const store::PostgresPlace keys = server.new_database();
    m_visit.open.databases = {.data = data.connection, .keys = keys.connection};
    EXPECT_THAT(check_migrations(m_visit, m_clock).what, HasSubstr("older version"));
    store::Database::open(data, {.migrations = embedded::migrations()}, m_clock);
    store::Database::open(keys, {.migrations = embedded::key_migrations()}, m_clock);
    EXPECT_EQ(check_migrations(m_visit, m_clock).state, State::well);
    m_visit.open.databases.data = "host=/no/such/folder";
    const Finding finding = check_migrations(m_visit, m_clock);
    EXPECT_EQ(finding.state, State::wrong);
    EXPECT_THAT(finding.what, HasSubstr("cannot be reached"));
}

TEST_F(installation_checks, a_file_that_is_damaged_or_gone_cannot_be_looked_at)
{
    m_place.put("data/heed.db", std::string(8192, 'x'));
    for (const Finding& finding : examine(m_visit, {"migrations", "checkpoint"}, m_clock))
        EXPECT_EQ(finding.state, State::unknown) << finding.name;
    std::filesystem::remove(folder().keys() / "keys.db");
    EXPECT_EQ(examine(m_visit, {"key-store"}, m_clock).front().state, State::unknown);
}

TEST_F(installation_checks, manuals_must_be_usable)
{
    m_place.put("data/manuals/own/manual.toml", "id = \n");
    const Finding finding = check_manuals(m_visit, m_clock);
    EXPECT_EQ(finding.state, State::wrong);
    EXPECT_THAT(finding.what, HasSubstr("manual.toml"));
}

TEST_F(installation_checks, are_told_in_json_with_whether_all_is_well)
{
    const base::json::object well = to_json({{.name = "folder", .state = State::note}});
    EXPECT_TRUE(well.at("well").as_bool());
    for (const State state : {State::wrong, State::unknown}) {
        const base::json::object json =
            to_json({{.name = "folder", .state = state, .what = "What.", .advice = "Do."}});
        EXPECT_FALSE(json.at("well").as_bool());
        const base::json::object& one = json.at("checks").as_array().front().as_object();
        EXPECT_EQ(base::text_member(one, "name"), "folder");
        EXPECT_EQ(base::text_member(one, "state"), word(state));
        EXPECT_EQ(base::text_member(one, "advice"), "Do.");
    }
}

} // namespace app::doctor
