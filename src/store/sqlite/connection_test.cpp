// The settings that SQLite's own defaults would not give.
#include "store/contract_test_support.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/fault_vfs_test_support.h"

#include <fstream>
#include <iterator>

namespace store::sqlite {

namespace {

std::string content(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::filesystem::path log_of(const std::filesystem::path& path)
{
    return path.string() + "-wal";
}

constexpr Query replace_leaf{
    .name = "leaf.replace",
    .sql = "INSERT OR REPLACE INTO leaf (number, body) VALUES (:number, :body)",
};
constexpr Query update_leaf{
    .name = "leaf.update",
    .sql = "UPDATE leaf SET body = :body WHERE number = :number",
};
constexpr Query upsert_leaf{
    .name = "leaf.upsert",
    .sql = R"sql(INSERT INTO leaf (number, body) VALUES (:number, :body)
                 ON CONFLICT (number) DO UPDATE SET body = excluded.body)sql",
};
constexpr Query delete_leaf{
    .name = "leaf.delete",
    .sql = "DELETE FROM leaf WHERE number = :number AND body <> :body",
};
constexpr Query select_leaf{
    .name = "leaf.one",
    .sql = "SELECT body FROM leaf WHERE number = 1",
};

constexpr std::string_view leaf_migration = R"sql(
CREATE TABLE leaf (number INTEGER NOT NULL PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TRIGGER leaf_is_never_changed BEFORE UPDATE ON leaf
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER leaf_is_never_deleted BEFORE DELETE ON leaf
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TABLE twig (
    number INTEGER NOT NULL PRIMARY KEY,
    leaf INTEGER NOT NULL REFERENCES leaf (number)
) STRICT;)sql";

} // namespace

TEST(sqlite_connection, an_append_only_table_cannot_be_overwritten)
{
    SqliteDriver driver;
    const Notes notes;
    Database database =
        driver.open({.migrations = {store_migration(), {"0001_leaf.sql", leaf_migration}}});
    const auto run = [&](const Query& query, std::string_view body) {
        database.write(notes.request(), [&](Writer& writer) {
            writer.execute(query, {{"number", 1}, {"body", body}});
            return std::string{};
        });
    };
    run(replace_leaf, "as signed");
    for (const Query& query : {replace_leaf, update_leaf, upsert_leaf, delete_leaf}) {
        SCOPED_TRACE(query.name);
        EXPECT_THROW(run(query, "changed"), base::CheckFailed);
    }
    EXPECT_EQ(database.read([](Reader& reader) {
        return *reader.one(select_leaf, {}, [](const Row& row) { return row.owned_text("body"); });
    }),
              "as signed");
}

TEST(sqlite_connection, refuses_what_breaks_the_schema_or_looks_like_a_mistake)
{
    SqliteDriver driver;
    const Notes notes;
    Database database =
        driver.open({.migrations = {store_migration(), {"0001_leaf.sql", leaf_migration}}});
    struct Case {
        const char* why;
        Query query;
    };
    const Case cases[] = {
        {"a reference to nothing",
         {"twig.orphan", "INSERT INTO twig (number, leaf) VALUES (1, 99)"}},
        {"text in double quotes is no text",
         {"leaf.quoted", "INSERT INTO leaf (number, body) VALUES (1, \"text\")"}},
        {"a text is no number", {"leaf.text", "INSERT INTO leaf (number, body) VALUES ('x', 'y')"}},
        {"the schema itself", {"schema.change", "DELETE FROM sqlite_schema"}},
    };
    for (const Case& row : cases) {
        SCOPED_TRACE(row.why);
        EXPECT_THROW(database.write(notes.request(),
                                    [&](Writer& writer) {
                                        writer.execute(row.query, {});
                                        return std::string{};
                                    }),
                     base::CheckFailed);
    }
    EXPECT_FALSE(database.stopped());
}

TEST(sqlite_connection, a_new_file_has_pages_that_hold_more_than_one_entry)
{
    SqliteDriver driver;
    driver.open();
    // Bytes 16 and 17 of the file's header, highest first.
    EXPECT_EQ(content(driver.path()).substr(16, 2), std::string("\x20\x00", 2));
}

TEST(sqlite_connection, keeps_bound_values_out_of_its_errors)
{
    SqliteDriver driver;
    const Notes notes;
    Database database = driver.open();
    database.write(notes.request(), notes.adding(1));
    try {
        database.write(notes.request(), [&](Writer& writer) {
            notes.insert(writer, 1, "a child's words");
            return std::string{};
        });
        ADD_FAILURE() << "the same number was accepted twice";
    } catch (const base::CheckFailed& failure) {
        const std::string words = failure.what();
        EXPECT_NE(words.find("note.insert"), std::string::npos);
        EXPECT_EQ(words.find("child"), std::string::npos);
    }
}

TEST(sqlite_connection, leaves_one_private_file_behind)
{
    SqliteDriver driver;
    const Notes notes;
    {
        Database database = driver.open();
        database.write(notes.request(), notes.adding(1));
        for (const auto& path : {driver.path(), log_of(driver.path())}) {
            EXPECT_EQ(std::filesystem::status(path).permissions(),
                      std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        }
    }
    EXPECT_FALSE(std::filesystem::exists(log_of(driver.path())));
}

TEST(sqlite_connection, a_reader_never_copies_the_log_into_the_data_file)
{
    SqliteDriver driver;
    const Notes notes;
    const TemporaryFolder other;
    const std::filesystem::path copy = other.path() / "copy.db";
    {
        Database database = driver.open();
        const std::string before = content(driver.path());
        database.write(notes.request(), notes.adding(1));
        EXPECT_EQ(notes.numbers(database).size(), 1U);
        EXPECT_EQ(content(driver.path()), before);
        // As after a crash: the data is in the log only, and no writer is there.
        std::filesystem::copy_file(driver.path(), copy);
        std::filesystem::copy_file(log_of(driver.path()), log_of(copy));
    }
    const std::string file = content(copy);
    const std::string log = content(log_of(copy));
    {
        StopSwitch stop;
        Connection connection{copy, Role::reader, stop};
        Reader reader{connection};
        const Loan loan{reader};
        EXPECT_EQ(notes.numbers(reader).size(), 1U);
    }
    EXPECT_EQ(content(copy), file);
    EXPECT_EQ(content(log_of(copy)), log);
}

TEST(sqlite_connection, the_log_is_copied_by_the_writer_when_it_has_grown)
{
    SqliteDriver driver;
    const Notes notes;
    Database database = driver.open();
    const std::string body(1'000'000, 'x');
    for (std::int64_t number = 0; number < 20; ++number) {
        database.write(notes.request(), [&](Writer& writer) {
            notes.insert(writer, number, body);
            return std::string{};
        });
    }
    EXPECT_GE(database.statistics().checkpoints, 3U);
    EXPECT_LT(std::filesystem::file_size(log_of(driver.path())), 8'000'000U)
        << "the log begins anew instead of growing";
}

TEST(sqlite_connection, refuses_a_file_that_is_no_data_file)
{
    SqliteDriver driver;
    std::ofstream{driver.path()} << std::string(4096, 'n');
    EXPECT_THROW(driver.open(), base::Unavailable);
    base::SetClock clock{{}};
    EXPECT_THROW(Database::open(driver.path() / "no" / "folder", {}, clock), base::Unavailable);
}

TEST(sqlite_connection, a_damaged_file_stops_the_store)
{
    SqliteDriver driver;
    const Notes notes;
    {
        Database database = driver.open();
        for (std::int64_t number = 0; number < 500; ++number) {
            database.write(notes.request(), [&](Writer& writer) {
                notes.insert(writer, number, std::string(200, 'x'));
                return std::string{};
            });
        }
    }
    std::string damaged = content(driver.path());
    constexpr std::size_t schema_pages = 7 * 8192;
    for (std::size_t i = schema_pages; i < damaged.size(); i += 16) {
        damaged[i] = '\x7f';
    }
    std::ofstream{driver.path(), std::ios::binary} << damaged;
    Database database = driver.open();
    EXPECT_THROW(notes.numbers(database), base::Unavailable);
    ASSERT_TRUE(database.stopped());
    EXPECT_NE(database.stopped()->find("damaged"), std::string::npos);
    EXPECT_THROW(notes.numbers(database), base::Unavailable);
}

} // namespace store::sqlite
