#include "app/doctor/checkup_test_support.h"
#include "app/doctor/machine_checks.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <sys/timex.h>

namespace app::doctor {

namespace {

using testing::HasSubstr;

constexpr const char* swaps_heading = "Filename\tType\tSize\tUsed\tPriority\n";

class machine_checks : public testing::Test {
protected:
    machine_checks()
    {
        m_visit.open.folder.root = m_place.at("data");
        m_visit.system = m_place.at("system");
        std::filesystem::create_directories(m_visit.open.folder.root);
        m_place.put("data/lock", "");
        m_place.put("system/proc/locks", "");
    }

    /// As the kernel tells of it: `process` holds the folder's lock, within these limits.
    void run_server(const std::string& limits)
    {
        struct stat status = {};
        ::stat(m_visit.open.folder.lock().c_str(), &status);
        m_place.put("system/proc/locks",
                    "1: POSIX  ADVISORY  WRITE 17 00:00:1 0 EOF\n" +
                        fmt::format("2: FLOCK  ADVISORY  WRITE 4711 {:02x}:{:02x}:{} 0 EOF\n",
                                    major(status.st_dev), minor(status.st_dev), status.st_ino));
        m_place.put("system/proc/4711/limits", limits);
    }

    TemporaryPlace m_place;
    Visit m_visit;
    base::SystemClock m_clock;
};

} // namespace

TEST_F(machine_checks, free_space_is_wrong_below_what_is_wanted)
{
    EXPECT_EQ(check_free_space(m_visit, m_clock).state,
              m_visit.least_free > 0 ? State::well : State::wrong);
    m_visit.least_free = UINT64_MAX;
    const Finding finding = check_free_space(m_visit, m_clock);
    EXPECT_EQ(finding.state, State::wrong);
    EXPECT_THAT(finding.advice, HasSubstr("Make room"));
}

TEST_F(machine_checks, disk_is_tried_without_a_trace)
{
    const std::string before = m_place.fingerprint();
    const Finding finding = check_disk(m_visit, m_clock);
    EXPECT_EQ(finding.state, State::well) << finding.what;
    EXPECT_THAT(finding.what, HasSubstr(" ms as a rule"));
    EXPECT_EQ(m_place.fingerprint(), before);
    m_visit.open.folder.root = "/proc";
    EXPECT_THROW(check_disk(m_visit, m_clock), base::Unavailable) << "no file can be made there";
}

TEST_F(machine_checks, swap_is_wrong_unless_it_is_encrypted)
{
    struct Row {
        const char* why;
        const char* swaps;
        State state;
    };
    m_place.put("system/sys/class/block/dm-77/dm/uuid", "CRYPT-PLAIN-swap\n");
    m_place.put("system/sys/class/block/dm-78/dm/uuid", "LVM-abc\n");
    const Row rows[] = {
        {"none", "", State::well},
        {"a partition", "/dev/heed-none\tpartition\t1\t0\t-2\n", State::wrong},
        {"a file", "/swapfile\tfile\t1\t0\t-2\n", State::wrong},
        {"encrypted", "/dev/dm-77\tpartition\t1\t0\t-2\n", State::well},
        {"in memory", "/dev/zram0\tpartition\t1\t0\t-2\n", State::well},
        {"mapped and not encrypted", "/dev/dm-78\tpartition\t1\t0\t-2\n", State::wrong},
        {"one of two", "/dev/dm-77\tpartition\t1\t0\t-2\n/swapfile\tfile\t1\t0\t-3\n",
         State::wrong},
    };
    for (const Row& row : rows) {
        m_place.put("system/proc/swaps", std::string{swaps_heading} + row.swaps);
        EXPECT_EQ(check_swap(m_visit, m_clock).state, row.state) << row.why;
    }
}

TEST_F(machine_checks, limits_are_those_of_the_server_that_runs)
{
    run_server("Limit                     Soft Limit           Hard Limit           Units\n"
               "Max core file size        0                    unlimited            bytes\n"
               "Max open files            65536                65536                files\n"
               "Max locked memory         16777216             16777216             bytes\n");
    EXPECT_EQ(check_core_dumps(m_visit, m_clock).state, State::well);
    EXPECT_EQ(check_open_files(m_visit, m_clock).state, State::well);
    EXPECT_EQ(check_locked_memory(m_visit, m_clock).state, State::well);

    const std::string poor =
        "Limit                     Soft Limit           Hard Limit           Units\n"
        "Max core file size        unlimited            unlimited            bytes\n"
        "Max open files            1024                 524288               files\n"
        "Max locked memory         65536                65536                bytes\n";
    run_server(poor);
    EXPECT_EQ(check_core_dumps(m_visit, m_clock).state, State::wrong);
    EXPECT_EQ(check_open_files(m_visit, m_clock).state, State::wrong);
    EXPECT_EQ(check_locked_memory(m_visit, m_clock).state, State::wrong);

    m_place.put("system/proc/locks", "");
    m_place.put("system/proc/self/limits", poor);
    for (const auto check : {check_core_dumps, check_open_files, check_locked_memory}) {
        const Finding finding = check(m_visit, m_clock);
        EXPECT_EQ(finding.state, State::note) << "a shell's limits are not the service's";
        EXPECT_THAT(finding.what, HasSubstr("No server runs"));
    }
    m_place.put("system/proc/self/limits", "nothing\n");
    EXPECT_THROW(check_core_dumps(m_visit, m_clock), base::Unavailable);
}

TEST_F(machine_checks, clock_is_wrong_when_nobody_keeps_it)
{
    EXPECT_EQ(finding_of_clock(TIME_OK, 0).state, State::well);
    EXPECT_EQ(finding_of_clock(TIME_OK, STA_UNSYNC).state, State::wrong);
    EXPECT_EQ(finding_of_clock(TIME_ERROR, 0).state, State::wrong);
}

TEST_F(machine_checks, sqlite_is_wrong_when_too_old_and_says_what_is_guarded)
{
    EXPECT_EQ(finding_of_sqlite(3'036'000).state, State::wrong);
    EXPECT_EQ(finding_of_sqlite(3'040'001).state, State::well);
    EXPECT_THAT(finding_of_sqlite(3'040'001).what, HasSubstr("3.40.1. It can damage"));
    EXPECT_EQ(finding_of_sqlite(3'051'003).what, "SQLite is 3.51.3.");
    EXPECT_EQ(check_sqlite(m_visit, m_clock).state, State::well);
}

TEST_F(machine_checks, lock_is_seen_and_never_touched)
{
    EXPECT_FALSE(process_with_lock(m_visit));
    m_visit.system = "/";
    EXPECT_FALSE(process_with_lock(m_visit));
    const FolderLock lock{m_visit.open.folder};
    EXPECT_EQ(process_with_lock(m_visit), ::getpid());
}

} // namespace app::doctor
