// What every driver of the store does alike. A new driver is added to `Drivers`.
#include "store/contract_test_support.h"

#include <atomic>

namespace store {

using Drivers = ::testing::Types<SqliteDriver, PostgresDriver>;

template <typename Driver> class store_contract : public ::testing::Test {
protected:
    Driver m_driver;
    Notes m_notes;
};

TYPED_TEST_SUITE(store_contract, Drivers);

constexpr Query insert_all_kinds{
    .name = "note.insert_all_kinds",
    .sql = R"sql(INSERT INTO note (partnership_id, number, body, sealed)
                 VALUES (:partnership, :number, :body, :sealed))sql",
};

constexpr Query select_all_kinds{
    .name = "note.all_kinds",
    .sql = R"sql(SELECT partnership_id, number, body, sealed FROM note
                  WHERE partnership_id = :partnership AND number = :number)sql",
};

constexpr Query update_notes{
    .name = "note.update",
    .sql = "UPDATE note SET body = :body WHERE partnership_id = :partnership",
};

constexpr Query insert_returning{
    .name = "note.insert_returning",
    .sql = R"sql(INSERT INTO note (partnership_id, number) VALUES (:partnership, :number)
                 RETURNING number)sql",
};

TYPED_TEST(store_contract, values_come_back_as_they_were_bound)
{
    Database database = this->m_driver.open();
    const base::PartnershipId partnership = this->m_notes.partnership();
    const base::Digest digest = base::sha256(base::view_bytes("x"));
    const std::optional<std::string> none;
    const std::optional<base::PartnershipId> some_id = partnership;

    database.write(this->m_notes.request(), [&](Writer& writer) {
        const auto insert = [&](std::int64_t number, Value body, Value sealed) {
            writer.execute(insert_all_kinds, {{"partnership", to_value(partnership)},
                                              {"number", number},
                                              {"body", body},
                                              {"sealed", sealed}});
        };
        insert(1, "Zoë said “no”", digest);
        insert(2, std::string_view{}, base::ByteView{});
        insert(3, to_value(none), std::monostate{});
        insert(4, "2026-11-22", to_value(some_id));
        return std::string{};
    });

    const auto with_row = [&](std::int64_t number, auto look) {
        return database.read([&](Reader& reader) {
            return reader.one(select_all_kinds,
                              {{"partnership", to_value(partnership)}, {"number", number}},
                              [&](const Row& row) {
                                  look(row);
                                  return true;
                              });
        });
    };
    EXPECT_TRUE(with_row(1, [&](const Row& row) {
        EXPECT_EQ(row.template id<base::PartnershipId>("partnership_id"), partnership);
        EXPECT_EQ(row.integer("number"), 1);
        EXPECT_EQ(row.unsigned_integer("number"), 1U);
        EXPECT_EQ(row.owned_text("body"), "Zoë said “no”");
        EXPECT_EQ(row.digest("sealed"), digest);
        EXPECT_EQ(row.owned_bytes("sealed"), base::Bytes(digest.begin(), digest.end()));
        EXPECT_FALSE(row.is_null("body"));
    }));
    EXPECT_TRUE(with_row(2, [](const Row& row) {
        EXPECT_EQ(row.optional_text("body"), "");
        EXPECT_EQ(row.bytes("sealed").size(), 0U);
    }));
    EXPECT_TRUE(with_row(3, [](const Row& row) {
        EXPECT_TRUE(row.is_null("body"));
        EXPECT_FALSE(row.optional_text("body"));
        EXPECT_FALSE(row.optional_date("body"));
        EXPECT_FALSE(row.optional_bytes("sealed"));
        EXPECT_FALSE(row.template optional_id<base::RecordId>("sealed"));
    }));
    EXPECT_TRUE(with_row(4, [&](const Row& row) {
        EXPECT_EQ(row.date("body"), base::Date(2026, 11, 22));
        EXPECT_EQ(row.template optional_id<base::PartnershipId>("sealed"), partnership);
    }));
    EXPECT_FALSE(with_row(6, [](const Row&) {}));
}

TYPED_TEST(store_contract, an_instant_comes_back_to_the_millisecond)
{
    Database database = this->m_driver.open();
    const base::Instant instant{1'795'000'123'456};
    database.write(this->m_notes.request(), [&](Writer& writer) {
        writer.execute(insert_note, {{"partnership", to_value(this->m_notes.partnership())},
                                     {"number", to_value(instant)},
                                     {"body", std::monostate{}}});
        return std::string{};
    });
    const auto found = database.read([&](Reader& reader) {
        return reader.one(select_notes, {{"partnership", to_value(this->m_notes.partnership())}},
                          [](const Row& row) { return row.instant("number"); });
    });
    EXPECT_EQ(found, instant);
}

TYPED_TEST(store_contract, wrong_parameters_fail_their_check)
{
    Database database = this->m_driver.open();
    const base::PartnershipId id = this->m_notes.partnership();
    const Value partnership = to_value(id);
    const auto run = [&](Parameters parameters) {
        database.read(
            [&](Reader& reader) { reader.each(select_notes, parameters, [](const Row&) {}); });
    };
    EXPECT_THROW(run({}), base::CheckFailed) << "one is missing";
    EXPECT_THROW(run({{"partnership", partnership}, {"other", 1}}), base::CheckFailed)
        << "one is unknown";
    EXPECT_THROW(run({{"partnership", partnership}, {"partnership", 2}}), base::CheckFailed)
        << "one is given twice";
    EXPECT_NO_THROW(run({{"partnership", partnership}}));
    EXPECT_THROW(to_value(std::uint64_t{1} << 63U), base::CheckFailed) << "it does not fit";
}

TYPED_TEST(store_contract, columns_read_wrongly_fail_their_check)
{
    Database database = this->m_driver.open();
    database.write(this->m_notes.request(), this->m_notes.adding(-1));
    struct Case {
        const char* why;
        std::function<void(const Row&)> look;
    };
    const Case cases[] = {
        {"there is no such column", [](const Row& row) { row.integer("title"); }},
        {"a text is no integer", [](const Row& row) { row.integer("body"); }},
        {"an integer is no text", [](const Row& row) { row.text("number"); }},
        {"a text is no date", [](const Row& row) { row.date("body"); }},
        {"a number is negative", [](const Row& row) { row.unsigned_integer("number"); }},
        {"NULL is no bytes", [](const Row& row) { row.bytes("sealed"); }},
        {"sixteen bytes are no digest", [](const Row& row) { row.digest("partnership_id"); }},
    };
    for (const Case& wrong : cases) {
        SCOPED_TRACE(wrong.why);
        const auto read = [&](Reader& reader) {
            reader.each(select_all_kinds,
                        {{"partnership", to_value(this->m_notes.partnership())}, {"number", -1}},
                        wrong.look);
        };
        EXPECT_THROW(database.read(read), base::CheckFailed);
    }
}

TYPED_TEST(store_contract, a_query_that_is_not_what_it_should_be_fails_its_check)
{
    Database database = this->m_driver.open();
    const base::PartnershipId partnership = this->m_notes.partnership();
    database.write(this->m_notes.request(), this->m_notes.adding(1));
    database.write(this->m_notes.request(), this->m_notes.adding(2));
    database.read([&](Reader& reader) {
        const auto number = [](const Row& row) { return row.integer("number"); };
        const auto ignore = [](const Row&) {};
        EXPECT_THROW(reader.one(select_notes, {{"partnership", to_value(partnership)}}, number),
                     base::CheckFailed)
            << "there is a second row";
        EXPECT_THROW(reader.each(update_notes,
                                 {{"partnership", to_value(partnership)}, {"body", "changed"}},
                                 ignore),
                     base::CheckFailed)
            << "a reader would write";
        EXPECT_THROW(reader.each({.name = select_notes.name, .sql = "SELECT 1 AS one"}, {}, ignore),
                     base::CheckFailed)
            << "one name has two texts";
    });
    EXPECT_EQ(this->m_notes.numbers(database), (std::vector<std::int64_t>{1, 2}));
    EXPECT_FALSE(database.stopped());
}

TYPED_TEST(store_contract, changes_counts_rows_and_execute_refuses_what_only_reads)
{
    Database database = this->m_driver.open();
    const base::PartnershipId partnership = this->m_notes.partnership();
    database.write(this->m_notes.request(), [&](Writer& writer) {
        this->m_notes.insert(writer, 1);
        this->m_notes.insert(writer, 2);
        writer.execute(update_notes, {{"partnership", to_value(partnership)}, {"body", "new"}});
        EXPECT_EQ(writer.changes(), 2);
        const auto returned =
            writer.one(insert_returning, {{"partnership", to_value(partnership)}, {"number", 3}},
                       [](const Row& row) { return row.integer("number"); });
        EXPECT_EQ(returned, 3);
        EXPECT_EQ(this->m_notes.numbers(writer).size(), 3U);
        return std::string{};
    });
    EXPECT_THROW(
        database.write(this->m_notes.request(),
                       [&](Writer& writer) {
                           writer.execute(select_notes, {{"partnership", to_value(partnership)}});
                           return std::string{};
                       }),
        base::CheckFailed);
    EXPECT_THROW(database.write(this->m_notes.request(), this->m_notes.adding(3)),
                 base::CheckFailed)
        << "the primary key is taken";
    EXPECT_EQ(this->m_notes.numbers(database).size(), 3U);
}

TYPED_TEST(store_contract, one_query_may_run_inside_itself)
{
    Database database = this->m_driver.open();
    for (std::int64_t number : {1, 2, 3}) {
        database.write(this->m_notes.request(), this->m_notes.adding(number));
    }
    const base::PartnershipId id = this->m_notes.partnership();
    const Parameters partnership = {{"partnership", to_value(id)}};
    std::size_t pairs = 0;
    database.read([&](Reader& reader) {
        reader.each(select_notes, partnership, [&](const Row& outer) {
            reader.each(select_notes, partnership, [&](const Row& inner) {
                EXPECT_GT(inner.integer("number") * outer.integer("number"), 0);
                ++pairs;
            });
        });
    });
    EXPECT_EQ(pairs, 9U);
}

TYPED_TEST(store_contract, a_read_sees_one_snapshot)
{
    Database database = this->m_driver.open();
    database.write(this->m_notes.request(), this->m_notes.adding(1));
    database.read([&](Reader& reader) {
        EXPECT_EQ(this->m_notes.numbers(reader).size(), 1U);
        std::thread other{
            [&] { database.write(this->m_notes.request(), this->m_notes.adding(2)); }};
        other.join();
        EXPECT_EQ(this->m_notes.numbers(reader).size(), 1U);
    });
    EXPECT_EQ(this->m_notes.numbers(database).size(), 2U);
}

TYPED_TEST(store_contract, a_reader_or_writer_is_of_no_use_outside_its_callback)
{
    Database database = this->m_driver.open();
    Reader* kept_reader = nullptr;
    Writer* kept_writer = nullptr;
    database.read([&](Reader& reader) {
        kept_reader = &reader;
        std::thread other{[&] { EXPECT_THROW(this->m_notes.numbers(reader), base::CheckFailed); }};
        other.join();
    });
    database.write(this->m_notes.request(), [&](Writer& writer) {
        kept_writer = &writer;
        return std::string{};
    });
    EXPECT_THROW(this->m_notes.numbers(*kept_reader), base::CheckFailed);
    EXPECT_THROW(this->m_notes.insert(*kept_writer, 1), base::CheckFailed);
    EXPECT_THROW(kept_writer->on_rollback([] {}), base::CheckFailed);
}

TYPED_TEST(store_contract, what_would_wait_for_itself_fails_its_check)
{
    Database database = this->m_driver.open({.migrations = {}, .readers = 1});
    const auto use_nothing = [](Reader&) {};
    EXPECT_THROW(database.read([&](Reader&) { database.read(use_nothing); }), base::CheckFailed);
    EXPECT_THROW(database.write(this->m_notes.request(),
                                [&](Writer&) {
                                    database.read(use_nothing);
                                    return std::string{};
                                }),
                 base::CheckFailed);
    EXPECT_THROW(database.write(this->m_notes.request(),
                                [&](Writer&) {
                                    return database.write(this->m_notes.request(),
                                                          this->m_notes.adding(1));
                                }),
                 base::CheckFailed);
    EXPECT_TRUE(this->m_notes.numbers(database).empty());
}

TYPED_TEST(store_contract, more_readers_than_connections_take_turns)
{
    Database database = this->m_driver.open({.migrations = {}, .readers = 2});
    database.write(this->m_notes.request(), this->m_notes.adding(1));
    std::atomic<int> done = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 50; ++round) {
                done += static_cast<int>(this->m_notes.numbers(database).size());
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(done, 400);
}

TYPED_TEST(store_contract, an_exception_in_a_read_reaches_its_caller_and_frees_the_connection)
{
    Database database = this->m_driver.open({.migrations = {}, .readers = 1});
    for (int i = 0; i < 3; ++i) {
        EXPECT_THROW(database.read([](Reader&) { throw base::NotFound{"no such record"}; }),
                     base::NotFound);
    }
    EXPECT_TRUE(this->m_notes.numbers(database).empty());
}

TYPED_TEST(store_contract, prepare_check_names_the_query_that_does_not_fit)
{
    const Database database = this->m_driver.open();
    const Query good[] = {insert_note, select_notes, update_notes, insert_returning};
    EXPECT_NO_THROW(database.prepare_check(good));
    const Query bad[] = {select_notes, {.name = "note.gone", .sql = "SELECT title FROM note"}};
    try {
        database.prepare_check(bad);
        ADD_FAILURE() << "a query on a column that is not there was accepted";
    } catch (const base::CheckFailed& failure) {
        EXPECT_NE(std::string{failure.what()}.find("note.gone"), std::string::npos);
    }
    for (const char* sql : {"", "SELECT 1; SELECT 2", "SELECT number, number FROM note",
                            "SELECT number FROM note WHERE number = ?"}) {
        const Query wrong[] = {{.name = "note.wrong", .sql = sql}};
        EXPECT_THROW(database.prepare_check(wrong), base::CheckFailed) << sql;
    }
}

} // namespace store
