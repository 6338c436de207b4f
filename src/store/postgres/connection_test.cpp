// What only PostgreSQL can do: refuse by rights, take turns between nodes, and go away.
#include "store/contract_test_support.h"
#include "store/postgres/session.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace store::postgres {

namespace {

using ::testing::HasSubstr;

constexpr std::string_view kept_migration = R"sql(
CREATE TABLE kept (
    partnership_id BLOB NOT NULL PRIMARY KEY,
    words TEXT
) STRICT;
CREATE TRIGGER kept_is_never_changed BEFORE UPDATE ON kept
BEGIN SELECT RAISE(ABORT, 'it only grows'); END;
CREATE TRIGGER kept_is_never_deleted BEFORE DELETE ON kept
BEGIN SELECT RAISE(ABORT, 'it only grows'); END;)sql";

constexpr Query change_kept{.name = "test.change_kept", .sql = "UPDATE kept SET words = 'other'"};
constexpr Query empty_kept{.name = "test.empty_kept", .sql = "DELETE FROM kept"};

Options with_kept()
{
    Options options{.migrations = note_migrations()};
    options.migrations.push_back({"0002_kept.sql", kept_migration});
    return options;
}

std::string refusal_of(const std::function<void()>& attempt)
{
    try {
        attempt();
    } catch (const base::Unavailable& refused) {
        return refused.what();
    } catch (const base::CheckFailed& refused) {
        return refused.what();
    }
    return "accepted";
}

/// Ends every other session of the database, as a server that falls over would.
void end_sessions(const PostgresPlace& place)
{
    Session session{place.connection};
    session.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND backend_type = 'client backend'",
                "test.end_sessions");
}

base::SetClock& test_clock()
{
    static base::SetClock clock{base::Instant{1'795'000'000'000}};
    return clock;
}

} // namespace

TEST(postgres, the_working_role_has_no_right_to_change_what_only_grows)
{
    PostgresDriver driver;
    Database database = driver.open(with_kept());
    const Notes notes;
    for (const Query& query : {change_kept, empty_kept}) {
        const std::string refusal = refusal_of([&] {
            database.write(notes.request(), [&](Writer& writer) {
                writer.execute(query, {});
                return std::string{};
            });
        });
        EXPECT_THAT(refusal, HasSubstr("permission denied for table kept"));
    }
    EXPECT_FALSE(database.stopped());
}

TEST(postgres, the_owner_is_refused_by_a_trigger)
{
    PostgresDriver driver;
    driver.open(with_kept());
    Session owner{driver.place().connection};
    for (const char* sql : {"UPDATE kept SET words = 'other'", "DELETE FROM kept"}) {
        EXPECT_THAT(refusal_of([&] { owner.run(sql, "test.owner"); }), HasSubstr("it only grows"));
    }
}

TEST(postgres, a_role_that_could_change_the_ledger_is_refused_where_least_rights_are_asked_for)
{
    PostgresDriver driver;
    driver.open(with_kept());
    PostgresPlace owner = driver.place();
    owner.least_rights = true;
    EXPECT_THAT(refusal_of([&] { Database::open(owner, with_kept(), test_clock()); }),
                HasSubstr("could change what is in the ledger"));
    PostgresPlace working = PostgresServerForTest::as_working_role(driver.place());
    working.least_rights = true;
    Database database = Database::open(working, with_kept(), test_clock());
    EXPECT_TRUE(Notes{}.numbers(database).empty());
}

TEST(postgres, the_working_role_makes_no_tables_and_says_who_must)
{
    PostgresDriver driver;
    const PostgresPlace working = PostgresServerForTest::as_working_role(driver.place());
    const auto open = [&] { Database::open(working, with_kept(), test_clock()); };
    EXPECT_THAT(refusal_of(open), HasSubstr("heed migrate"));
    driver.open(with_kept());
    EXPECT_EQ(refusal_of(open), "accepted");
}

TEST(postgres, a_role_that_is_not_there_is_named)
{
    PostgresDriver driver;
    PostgresPlace place = driver.place();
    place.working_role = "nobody_of_that_name";
    EXPECT_THAT(refusal_of([&] { Database::open(place, with_kept(), test_clock()); }),
                HasSubstr("nobody_of_that_name"));
}

TEST(postgres, a_server_that_does_not_write_what_it_acknowledges_is_refused)
{
    PostgresDriver driver;
    driver.open();
    PostgresPlace place = driver.place();
    place.connection += " options='-c synchronous_commit=off'";
    EXPECT_THAT(refusal_of([&] { Database::open(place, {}, test_clock()); }),
                HasSubstr("synchronous_commit"));
}

TEST(postgres, what_cannot_be_reached_or_read_is_said_without_the_password)
{
    for (const char* connection :
         {"host=/no/such/folder password=open-sesame", "host=/tmp =open-sesame"}) {
        const std::string refusal =
            refusal_of([&] { Database::open(PostgresPlace{connection}, {}, test_clock()); });
        EXPECT_THAT(refusal, HasSubstr("database"));
        EXPECT_EQ(refusal.find("open-sesame"), std::string::npos);
    }
}

TEST(postgres, nodes_take_turns_and_see_at_once_what_the_other_wrote)
{
    PostgresDriver driver;
    Database first = driver.open();
    Database second = driver.open();
    const Notes notes;
    std::vector<std::thread> threads;
    for (std::int64_t writer = 0; writer < 4; ++writer) {
        threads.emplace_back([&, writer] {
            Database& node = writer % 2 == 0 ? first : second;
            for (std::int64_t number = 0; number < 25; ++number) {
                node.write(notes.request(), [&](Writer& inside) {
                    // Nobody writes between this look and the end of the group.
                    const auto next = static_cast<std::int64_t>(notes.numbers(inside).size());
                    notes.insert(inside, next);
                    return std::string{};
                });
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(notes.numbers(first).size(), 100U);
    EXPECT_EQ(notes.numbers(second), notes.numbers(first));
}

TEST(postgres, one_key_on_two_nodes_runs_once)
{
    PostgresDriver driver;
    Database first = driver.open();
    Database second = driver.open();
    const Notes notes;
    EXPECT_EQ(first.write(notes.request("same"), notes.adding(1)), "saved");
    EXPECT_EQ(second.write(notes.request("same"), notes.adding(2)), "saved");
    EXPECT_EQ(notes.numbers(second), (std::vector<std::int64_t>{1}));
}

TEST(postgres, a_server_that_went_away_is_found_again)
{
    PostgresDriver driver;
    Database database = driver.open();
    const Notes notes;
    database.write(notes.request(), notes.adding(1));
    EXPECT_EQ(notes.numbers(database).size(), 1U);
    end_sessions(driver.place());
    database.write(notes.request(), notes.adding(2));
    end_sessions(driver.place());
    EXPECT_EQ(notes.numbers(database).size(), 2U);
    EXPECT_FALSE(database.stopped());
}

TEST(postgres, a_server_that_goes_away_inside_a_job_undoes_the_whole_group)
{
    PostgresDriver driver;
    Database database = driver.open();
    const Notes notes;
    bool undone = false;
    const std::string refusal = refusal_of([&] {
        database.write(notes.request("key"), [&](Writer& writer) {
            writer.on_rollback([&] { undone = true; });
            notes.insert(writer, 1);
            EXPECT_EQ(notes.numbers(writer).size(), 1U);
            end_sessions(driver.place());
            notes.insert(writer, 2);
            return std::string{};
        });
    });
    EXPECT_THAT(refusal, HasSubstr("Nothing was saved"));
    EXPECT_TRUE(undone);
    EXPECT_FALSE(database.stopped());
    EXPECT_EQ(database.write(notes.request("key"), notes.adding(3)), "saved");
    EXPECT_EQ(notes.numbers(database), (std::vector<std::int64_t>{3}));
}

} // namespace store::postgres
