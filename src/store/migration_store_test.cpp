// Migrations, seen through opening a data file.
#include "store/contract_test_support.h"

namespace store {

namespace {

using Files = std::vector<base::EmbeddedFile>;

const base::EmbeddedFile third{"0002_more.sql", "CREATE TABLE more (number INTEGER) STRICT;"};

constexpr Query count_migrations{
    .name = "test.migrations",
    .sql = "SELECT count(*) AS count, max(applied_at) AS latest FROM migration",
};

std::int64_t migrations_in(const Database& database)
{
    return *database.read([](Reader& reader) {
        return reader.one(count_migrations, {},
                          [](const Row& row) { return row.integer("count"); });
    });
}

std::string refusal_of(SqliteDriver& driver, const Files& files)
{
    try {
        driver.open({.migrations = files});
    } catch (const base::Unavailable& refused) {
        return refused.what();
    }
    return "accepted";
}

} // namespace

TEST(migrations, are_run_once_each_and_in_order)
{
    SqliteDriver driver;
    Files files = note_migrations();
    EXPECT_EQ(migrations_in(driver.open({.migrations = files})), 2);
    EXPECT_EQ(migrations_in(driver.open({.migrations = files})), 2);
    files.push_back(third);
    EXPECT_EQ(migrations_in(driver.open({.migrations = files})), 3);
}

TEST(migrations, that_do_not_match_the_data_file_are_refused)
{
    const Files known = {store_migration(), third};
    struct Case {
        const char* why;
        Files files;
        const char* says;
    };
    const Case cases[] = {
        {"the same again", known, "accepted"},
        {"one was altered",
         {known[0], {"0002_more.sql", "CREATE TABLE more (number INTEGER NOT NULL) STRICT;"}},
         "0002 of this data file is not the one"},
        {"even by a comment",
         {{"0000_store.sql", store_migration().content.substr(1)}, third},
         "0000 of this data file is not the one"},
        {"the data file is newer", {known[0]}, "newer version of Heed: it has migration 0002"},
        {"one is missing", {third}, "migration 0000, which is missing"},
        {"one was passed over",
         {known[0], {"0001_note.sql", note_migration}, third},
         "An older migration was passed over"},
        {"nothing changed by all this", known, "accepted"},
    };
    SqliteDriver driver;
    driver.open({.migrations = known});
    for (const Case& row : cases) {
        SCOPED_TRACE(row.why);
        EXPECT_NE(refusal_of(driver, row.files).find(row.says), std::string::npos)
            << refusal_of(driver, row.files);
    }
}

TEST(migrations, that_fail_leave_the_data_file_as_it_was)
{
    SqliteDriver driver;
    driver.open();
    Files files = note_migrations();
    files.push_back(third);
    files.push_back({"0003_bad.sql", "CREATE TABLE good (n INTEGER) STRICT; SELECT nonsense;"});
    EXPECT_THROW(driver.open({.migrations = files}), base::CheckFailed);
    EXPECT_EQ(migrations_in(driver.open()), 2);
}

TEST(migrations, keep_to_their_form)
{
    struct Case {
        const char* why;
        Files files;
    };
    const Case cases[] = {
        {"no number", {{"store.sql", ""}}},
        {"no title", {{"0001_.sql", ""}}},
        {"another ending", {{"0001_store.txt", ""}}},
        {"a number used twice", {{"0001_a.sql", ""}, {"0001_b.sql", ""}}},
        {"out of order", {{"0002_a.sql", ""}, {"0001_b.sql", ""}}},
        {"ends the transaction", {{"0001_a.sql", "COMMIT;"}}},
    };
    for (const Case& row : cases) {
        SCOPED_TRACE(row.why);
        SqliteDriver driver;
        EXPECT_THROW(driver.open({.migrations = row.files}), base::CheckFailed);
    }
}

TEST(migrations, of_this_version_fit_an_empty_data_file)
{
    SqliteDriver driver;
    Database database = driver.open({.migrations = embedded::migrations()});
    EXPECT_EQ(migrations_in(database), static_cast<std::int64_t>(embedded::migrations().size()));
    const Notes notes;
    const auto nothing = [](Writer&) { return std::string{"done"}; };
    EXPECT_EQ(database.write(notes.request("key"), nothing), "done");
    EXPECT_EQ(database.write(notes.request("key"), nothing), "done");
    EXPECT_EQ(database.statistics().repeats, 1U);
}

} // namespace store
