// A process that is killed in the middle of writing loses nothing that it had acknowledged.
#include "store/contract_test_support.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

namespace store {

using Drivers = ::testing::Types<SqliteDriver, PostgresDriver>;

template <typename Driver> class crash : public ::testing::Test {
protected:
    Driver m_driver;
    Notes m_notes;
};

TYPED_TEST_SUITE(crash, Drivers);

namespace {

constexpr std::int64_t writers = 4;

std::string key_of(std::int64_t number)
{
    return "note" + std::to_string(number);
}

/// What the process that is killed does: four threads write, and send a receipt for each answer.
[[noreturn]] void write_until_killed(Database& database, const Notes& notes, std::int64_t first,
                                     int receipts)
{
    std::vector<std::thread> threads;
    for (std::int64_t writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&, writer] {
            for (std::int64_t number = first + writer;; number += writers) {
                database.write(notes.request(key_of(number)), notes.adding(number));
                const auto sent = ::write(receipts, &number, sizeof number);
                if (sent != sizeof number) ::_exit(1);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    ::_exit(1);
}

/// Kills the child after `count` receipts, and returns all that it sent.
std::vector<std::int64_t> receipts_until_killed(pid_t child, int receipts, std::size_t count)
{
    std::vector<std::int64_t> received;
    std::int64_t number = 0;
    while (::read(receipts, &number, sizeof number) == sizeof number) {
        received.push_back(number);
        if (received.size() == count) ::kill(child, SIGKILL);
    }
    ::close(receipts);
    ::waitpid(child, nullptr, 0);
    return received;
}

template <typename Driver>
std::vector<std::int64_t> run_child(Driver& driver, const Notes& notes, std::int64_t first,
                                    std::size_t count)
{
    std::array<int, 2> ends{};
    base::check(::pipe(ends.data()) == 0, "a pipe can be made");
    const pid_t child = ::fork();
    base::check(child >= 0, "a process can be started");
    if (child == 0) {
        ::close(ends[0]);
        Database database = driver.open();
        write_until_killed(database, notes, first, ends[1]);
    }
    ::close(ends[1]);
    return receipts_until_killed(child, ends[0], count);
}

} // namespace

TYPED_TEST(crash, kill_9_loses_nothing_acknowledged_and_doubles_nothing)
{
    std::mt19937 random{20};
    std::int64_t first = 0;
    std::size_t acknowledged = 0;
    for (int round = 0; round < 20; ++round) {
        const std::size_t count = 1 + random() % 150;
        const auto receipts = run_child(this->m_driver, this->m_notes, first, count);
        ASSERT_GE(receipts.size(), count);
        acknowledged += receipts.size();

        Database database = this->m_driver.open();
        const std::vector<std::int64_t> kept = this->m_notes.numbers(database);
        for (const std::int64_t receipt : receipts) {
            ASSERT_TRUE(std::binary_search(kept.begin(), kept.end(), receipt));
            // Were it not remembered, adding the same note again would fail.
            ASSERT_EQ(database.write(this->m_notes.request(key_of(receipt)),
                                     this->m_notes.adding(receipt)),
                      "saved");
        }
        ASSERT_EQ(this->m_notes.numbers(database), kept);
        ASSERT_GE(kept.size(), acknowledged);
        first = kept.back() + 1;
    }
}

} // namespace store
