// What happens when the disk fails: the store stops, and nothing that was acknowledged is lost.
#include "store/contract_test_support.h"
#include "store/sqlite/fault_vfs_test_support.h"

#include <set>

namespace store::sqlite {

namespace {

constexpr int blocks = 6;
constexpr std::size_t block_size = 1'500'000; // so that a few of them bring about a checkpoint

/// Writes block after block; returns those that were acknowledged.
std::set<std::int64_t> write_blocks(Database& database, const Notes& notes)
{
    const std::string body(block_size, 'x');
    std::set<std::int64_t> acknowledged;
    for (std::int64_t number = 1; number <= blocks; ++number) {
        try {
            database.write(notes.request("block" + std::to_string(number)), [&](Writer& writer) {
                notes.insert(writer, number, body);
                return std::string{"saved"};
            });
            acknowledged.insert(number);
        } catch (const base::Unavailable&) {
            EXPECT_TRUE(database.stopped());
        }
    }
    return acknowledged;
}

struct Fault {
    const char* why;
    FaultyCall call;
    int code;
    bool reads_go_on;
    int stride; ///< only every so many calls are tried, to be quick
};

constexpr Fault faults[] = {
    {"a write fails", FaultyCall::write, SQLITE_IOERR_WRITE, false, 499},
    {"the disk is full", FaultyCall::write, SQLITE_FULL, true, 499},
    {"a sync fails", FaultyCall::sync, SQLITE_IOERR_FSYNC, false, 1},
};

/// Writes with the `number`-th call failing. False when there are not that many calls.
bool try_fault(const Fault& fault, int number)
{
    FaultVfs vfs;
    SqliteDriver driver;
    const Notes notes;
    std::set<std::int64_t> acknowledged;
    {
        Database database = driver.open();
        vfs.arm(fault.call, number, fault.code);
        acknowledged = write_blocks(database, notes);
        if (!vfs.has_fired()) return false;
        EXPECT_THROW(database.write(notes.request("later"), notes.adding(100)), base::Unavailable);
        EXPECT_TRUE(database.stopped());
        if (fault.reads_go_on) {
            EXPECT_EQ(notes.numbers(database).size(), acknowledged.size());
        } else {
            EXPECT_THROW(notes.numbers(database), base::Unavailable);
        }
    }
    Database reopened = driver.open();
    const std::vector<std::int64_t> kept = notes.numbers(reopened);
    for (const std::int64_t receipt : acknowledged) {
        EXPECT_EQ(std::count(kept.begin(), kept.end(), receipt), 1) << "acknowledged, but lost";
    }
    EXPECT_EQ(write_blocks(reopened, notes).size(), static_cast<std::size_t>(blocks));
    EXPECT_EQ(notes.numbers(reopened).size(), static_cast<std::size_t>(blocks))
        << "sent again with the same keys, each is there once";
    return true;
}

} // namespace

TEST(disk_fault, stops_the_store_and_loses_nothing_acknowledged)
{
    for (const Fault& fault : faults) {
        SCOPED_TRACE(fault.why);
        int tried = 0;
        for (int number = 1; try_fault(fault, number); number += fault.stride) {
            ++tried;
            if (::testing::Test::HasFailure()) return;
        }
        EXPECT_GE(tried, 5);
    }
}

TEST(disk_fault, in_a_read_stops_the_store)
{
    FaultVfs vfs;
    SqliteDriver driver;
    const Notes notes;
    {
        Database database = driver.open();
        write_blocks(database, notes);
    }
    Database database = driver.open();
    vfs.arm(FaultyCall::read, 1, SQLITE_IOERR_READ);
    EXPECT_THROW(notes.numbers(database), base::Unavailable);
    EXPECT_TRUE(vfs.has_fired());
    EXPECT_TRUE(database.stopped());
    EXPECT_THROW(notes.numbers(database), base::Unavailable);
    EXPECT_THROW(database.write(notes.request(), notes.adding(100)), base::Unavailable);
}

TEST(disk_fault, that_a_job_passes_over_still_fails_its_group)
{
    FaultVfs vfs;
    SqliteDriver driver;
    const Notes notes;
    {
        Database database = driver.open();
        write_blocks(database, notes);
    }
    {
        Database database = driver.open();
        vfs.arm(FaultyCall::read, 1, SQLITE_IOERR_READ);
        bool was_passed_over = false;
        EXPECT_THROW(database.write(notes.request(),
                                    [&](Writer& writer) {
                                        try {
                                            notes.numbers(writer);
                                        } catch (const base::Unavailable&) {
                                            was_passed_over = true;
                                        }
                                        return std::string{"saved"};
                                    }),
                     base::Unavailable);
        EXPECT_TRUE(was_passed_over);
    }
    EXPECT_EQ(notes.numbers(driver.open()).size(), static_cast<std::size_t>(blocks));
}

} // namespace store::sqlite
