// What every driver does alike when it writes: groups, undoing, remembered keys, hooks.
#include "store/contract_test_support.h"

#include <atomic>

namespace store {

using Drivers = ::testing::Types<SqliteDriver, PostgresDriver>;

template <typename Driver> class group_commit : public ::testing::Test {
protected:
    /// Adds one note in a write of its own.
    std::function<void()> adding(Database& database, std::int64_t number)
    {
        return [this, &database, number] {
            EXPECT_EQ(database.write(m_notes.request(), m_notes.adding(number)), "saved");
        };
    }

    Driver m_driver;
    Notes m_notes;
};

TYPED_TEST_SUITE(group_commit, Drivers);

TYPED_TEST(group_commit, concurrent_jobs_share_one_commit)
{
    Database database = this->m_driver.open();
    std::vector<std::function<void()>> writes;
    for (std::int64_t number = 0; number < 16; ++number) {
        writes.push_back(this->adding(database, number));
    }
    run_as_one_group(database, writes);
    EXPECT_EQ(database.statistics().jobs, 17U);
    EXPECT_EQ(database.statistics().groups, 2U);
    EXPECT_EQ(this->m_notes.numbers(database).size(), 16U);
}

TYPED_TEST(group_commit, keeps_to_its_limit)
{
    Database database = this->m_driver.open({.migrations = {}, .group_limit = 4});
    std::vector<std::function<void()>> writes;
    for (std::int64_t number = 0; number < 10; ++number) {
        writes.push_back(this->adding(database, number));
    }
    run_as_one_group(database, writes);
    EXPECT_EQ(database.statistics().groups, 1U + 3U);
}

TYPED_TEST(group_commit, a_job_that_throws_undoes_itself_alone)
{
    Database database = this->m_driver.open();
    run_as_one_group(database,
                     {this->adding(database, 1),
                      [&] {
                          EXPECT_THROW(database.write(this->m_notes.request("key"),
                                                      [&](Writer& writer) -> std::string {
                                                          this->m_notes.insert(writer, 2);
                                                          throw base::Forbidden{"not this one"};
                                                      }),
                                       base::Forbidden);
                      },
                      this->adding(database, 3)});
    EXPECT_EQ(this->m_notes.numbers(database), (std::vector<std::int64_t>{1, 3}));
    EXPECT_EQ(database.statistics().groups, 2U);
    EXPECT_EQ(database.write(this->m_notes.request("key"), this->m_notes.adding(2)), "saved")
        << "a job that failed is not remembered";
}

TYPED_TEST(group_commit, any_kind_of_exception_reaches_its_caller)
{
    Database database = this->m_driver.open();
    EXPECT_THROW(database.write(this->m_notes.request(), [](Writer&) -> std::string { throw 7; }),
                 int);
    EXPECT_THROW(database.write(this->m_notes.request(), [](Writer&) { return "\xff\xfe"; }),
                 base::CheckFailed)
        << "a result is text";
    EXPECT_FALSE(database.stopped());
}

TYPED_TEST(group_commit, on_rollback_runs_backwards_for_what_is_undone_only)
{
    Database database = this->m_driver.open();
    std::vector<int> undone;
    const auto job = [&](int first, bool fails) {
        return [&, first, fails] {
            const auto write = [&](Writer& writer) {
                writer.on_rollback([&undone, first] { undone.push_back(first); });
                writer.on_rollback([&undone, first] { undone.push_back(first + 1); });
                if (fails) throw base::Conflict{"changed meanwhile"};
                return std::string{};
            };
            if (fails) {
                EXPECT_THROW(database.write(this->m_notes.request(), write), base::Conflict);
            } else {
                database.write(this->m_notes.request(), write);
            }
        };
    };
    run_as_one_group(database, {job(10, false), job(20, true), job(30, false)});
    EXPECT_EQ(undone, (std::vector<int>{21, 20}));
}

TYPED_TEST(group_commit, a_repeated_key_gets_the_first_result_and_runs_nothing)
{
    int runs = 0;
    const Job job = [&](Writer& writer) {
        this->m_notes.insert(writer, ++runs);
        return "result " + std::to_string(runs);
    };
    {
        Database database = this->m_driver.open();
        EXPECT_EQ(database.write(this->m_notes.request("a"), job), "result 1");
        EXPECT_EQ(database.write(this->m_notes.request("a"), job), "result 1");
        EXPECT_EQ(database.write(this->m_notes.request("b"), job), "result 2");
        EXPECT_EQ(database.statistics().repeats, 1U);
        EXPECT_EQ(database.statistics().jobs, 2U);
    }
    Database reopened = this->m_driver.open();
    EXPECT_EQ(reopened.write(this->m_notes.request("a"), job), "result 1");
    const Notes others{2};
    EXPECT_EQ(reopened.write(others.request("a"), job), "result 3")
        << "a key belongs to one partnership";
    EXPECT_EQ(reopened.write(this->m_notes.request(), job), "result 4");
    EXPECT_EQ(reopened.write(this->m_notes.request(), job), "result 5")
        << "an empty key is not remembered";
}

TYPED_TEST(group_commit, one_key_at_the_same_time_runs_once)
{
    Database database = this->m_driver.open();
    std::atomic<int> runs = 0;
    std::vector<std::function<void()>> writes;
    for (int i = 0; i < 8; ++i) {
        writes.emplace_back([&] {
            EXPECT_EQ(database.write(this->m_notes.request("same"),
                                     [&](Writer& writer) {
                                         this->m_notes.insert(writer, ++runs);
                                         return "run " + std::to_string(runs);
                                     }),
                      "run 1");
        });
    }
    run_as_one_group(database, writes);
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(database.statistics().repeats, 7U);
}

TYPED_TEST(group_commit, a_key_used_for_another_operation_is_a_conflict)
{
    Database database = this->m_driver.open();
    database.write(this->m_notes.request("key", "note.add"), this->m_notes.adding(1));
    EXPECT_THROW(
        database.write(this->m_notes.request("key", "note.remove"), this->m_notes.adding(2)),
        base::Conflict);
    EXPECT_EQ(this->m_notes.numbers(database).size(), 1U);
}

TYPED_TEST(group_commit, a_key_used_for_other_content_is_a_conflict)
{
    Database database = this->m_driver.open();
    WriteRequest request = this->m_notes.request("key", "note.add");
    request.content = "one";
    database.write(request, this->m_notes.adding(1));
    database.write(request, this->m_notes.adding(2));
    request.content = "another";
    EXPECT_THROW(database.write(request, this->m_notes.adding(3)), base::Conflict);
    EXPECT_EQ(this->m_notes.numbers(database).size(), 1U);
}

TYPED_TEST(group_commit, a_key_that_cannot_be_one_is_refused)
{
    Database database = this->m_driver.open();
    const std::string too_long(201, 'k');
    const std::string_view with_zero{"a\0b", 3};
    for (const std::string_view key :
         {std::string_view{too_long}, std::string_view{"\xc3"}, with_zero}) {
        EXPECT_THROW(database.write(this->m_notes.request(key), this->m_notes.adding(1)),
                     base::BadRequest);
    }
    EXPECT_THROW(database.write(this->m_notes.request("key", ""), this->m_notes.adding(1)),
                 base::CheckFailed);
}

TYPED_TEST(group_commit, hooks_run_once_in_order_in_a_group_that_changed_something)
{
    Database database = this->m_driver.open();
    std::vector<std::string> hooks;
    std::size_t seen = 0;
    database.before_commit([&](Writer& writer) {
        hooks.emplace_back("first");
        seen = this->m_notes.numbers(writer).size();
        this->m_notes.insert(writer, 100);
    });
    database.before_commit([&](Writer&) { hooks.emplace_back("second"); });
    run_as_one_group(database, {this->adding(database, 1), this->adding(database, 2)});
    EXPECT_EQ(hooks, (std::vector<std::string>{"first", "second"}));
    EXPECT_EQ(seen, 2U);
    EXPECT_EQ(this->m_notes.numbers(database), (std::vector<std::int64_t>{1, 2, 100}));
}

TYPED_TEST(group_commit, hooks_leave_out_groups_in_which_nothing_changed)
{
    Database database = this->m_driver.open();
    const auto nothing = [](Writer&) { return std::string{"nothing"}; };
    database.write(this->m_notes.request("repeated"), this->m_notes.adding(1));
    int hooks = 0;
    database.before_commit([&](Writer&) { ++hooks; });
    struct Case {
        const char* why;
        std::string_view key;
        Job job;
        int expected;
    };
    const Case cases[] = {
        {"nothing was done", "", nothing, 0},
        {"only the key was remembered", "new", nothing, 0},
        {"a repeat changes nothing", "repeated", this->m_notes.adding(1), 0},
        {"a row was changed", "", this->m_notes.adding(2), 1},
        {"memory was changed", "",
         [](Writer& writer) {
             writer.on_rollback([] {});
             return std::string{};
         },
         2},
    };
    for (const Case& row : cases) {
        SCOPED_TRACE(row.why);
        database.write(this->m_notes.request(row.key), row.job);
        EXPECT_EQ(hooks, row.expected);
    }
    EXPECT_THROW(database.write(this->m_notes.request(),
                                [&](Writer& writer) -> std::string {
                                    this->m_notes.insert(writer, 3);
                                    throw base::NotFound{"gone"};
                                }),
                 base::NotFound);
    EXPECT_EQ(hooks, 2) << "an undone job changed nothing";
}

TYPED_TEST(group_commit, a_request_error_in_a_hook_undoes_the_whole_group_and_no_more)
{
    Database database = this->m_driver.open();
    bool refuses = false;
    std::vector<int> undone;
    database.before_commit([&](Writer& writer) {
        writer.on_rollback([&] { undone.push_back(0); });
        if (refuses) throw base::Conflict{"not now"};
    });
    const auto refused = [&](int number) {
        return [&, number] {
            refuses = true;
            EXPECT_THROW(database.write(this->m_notes.request("key" + std::to_string(number)),
                                        [&](Writer& writer) {
                                            writer.on_rollback([&] { undone.push_back(number); });
                                            this->m_notes.insert(writer, number);
                                            return std::string{};
                                        }),
                         base::Conflict);
        };
    };
    run_as_one_group(database, {refused(1), refused(2)});
    EXPECT_EQ(undone, (std::vector<int>{0, 2, 1}));
    EXPECT_TRUE(this->m_notes.numbers(database).empty());
    EXPECT_FALSE(database.stopped());
    refuses = false;
    EXPECT_EQ(database.write(this->m_notes.request("key1"), this->m_notes.adding(1)), "saved");
}

TYPED_TEST(group_commit, any_other_error_in_a_hook_stops_the_store)
{
    Database database = this->m_driver.open();
    database.write(this->m_notes.request(), this->m_notes.adding(1));
    bool undone = false;
    database.before_commit([](Writer&) { base::check(false, "the history is unbroken"); });
    EXPECT_THROW(database.write(this->m_notes.request(),
                                [&](Writer& writer) {
                                    writer.on_rollback([&] { undone = true; });
                                    this->m_notes.insert(writer, 2);
                                    return std::string{};
                                }),
                 base::CheckFailed);
    EXPECT_TRUE(undone);
    ASSERT_TRUE(database.stopped());
    EXPECT_NE(database.stopped()->find("check"), std::string::npos);
    EXPECT_THROW(database.write(this->m_notes.request(), this->m_notes.adding(3)),
                 base::Unavailable);
    EXPECT_EQ(this->m_notes.numbers(database), (std::vector<std::int64_t>{1}))
        << "what was saved before is still good to read";
}

TYPED_TEST(group_commit, closing_finishes_what_waits)
{
    std::latch is_held{1};
    std::latch may_go{1};
    std::vector<std::thread> threads;
    {
        Database database = this->m_driver.open();
        threads.emplace_back([&, request = this->m_notes.request()] {
            database.write(request, [&](Writer&) {
                is_held.count_down();
                may_go.wait();
                return std::string{};
            });
        });
        is_held.wait();
        for (std::int64_t number = 0; number < 4; ++number) {
            threads.emplace_back(this->adding(database, number));
        }
        while (database.statistics().waiting < 4) {
            std::this_thread::yield();
        }
        may_go.count_down();
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    Database reopened = this->m_driver.open();
    EXPECT_EQ(this->m_notes.numbers(reopened).size(), 4U);
}

} // namespace store
