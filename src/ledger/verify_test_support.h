// A ledger at rest whose data file is tampered with in every way, and what a report says about it.
#pragma once

#include "ledger/ledger_test_support.h"

#include <set>

namespace ledger {

/// A stopped server's folder, and copies of its data file to tamper with.
class Scene {
public:
    /// Records take turns; `groups` says how many entries are signed together each time.
    explicit Scene(const std::vector<int>& groups, std::size_t record_count = 3)
    {
        for (std::size_t i = 0; i < record_count; ++i)
            records.push_back(world.new_record());
        for (const int group : groups) {
            world.write([&](store::Writer& writer) {
                for (int i = 0; i < group; ++i) {
                    const base::RecordId record = records[entries.size() % record_count];
                    const std::string words = fmt::format("words {}", entries.size());
                    entries.push_back(
                        world.ledger().append(writer, world.entry_for(record, words)));
                }
            });
        }
        world.stop();
    }

    /// Runs `change` on a fresh copy of the data file.
    void tamper(const std::function<void(Intruder&)>& change)
    {
        std::filesystem::remove(copy());
        std::filesystem::copy_file(world.data_file(), copy());
        Intruder intruder{copy()};
        change(intruder);
    }

    void tamper_keys(const std::function<void(Intruder&)>& change)
    {
        Intruder intruder{world.key_folder() / "keys.db"};
        change(intruder);
    }

    std::filesystem::path copy() const { return world.folder() / "copy.db"; }

    /// With everything there is.
    Report check() const
    {
        VerifyOptions options = world.full_check();
        options.data_file = copy();
        return verify(options);
    }

    /// With nothing but the file.
    Report check_alone() const { return verify({.data_file = copy()}); }

    World world;
    std::vector<base::RecordId> records;
    std::vector<OpenedEntry> entries;
};

inline std::string all_text(const Report& report)
{
    return base::to_text(to_json(report));
}

inline std::vector<Fault> faults(const Report& report)
{
    std::vector<Fault> faults;
    for (const Finding& finding : report.findings)
        faults.push_back(finding.fault);
    return faults;
}

inline std::set<std::uint64_t> positions(const Report& report)
{
    std::set<std::uint64_t> positions;
    for (const Finding& finding : report.findings) {
        if (finding.position) positions.insert(*finding.position);
    }
    return positions;
}

/// Exactly one finding, and it names the entry at `position` by place, record and number.
inline void expect_names(const Report& report, const OpenedEntry& entry, std::string_view why)
{
    ASSERT_FALSE(report.findings.empty()) << why;
    EXPECT_THAT(positions(report), testing::ElementsAre(entry.position)) << why << all_text(report);
    const Finding& first = report.findings.front();
    EXPECT_FALSE(report.is_whole());
    EXPECT_EQ(first.record, entry.header.record) << why << all_text(report);
    EXPECT_EQ(first.sequence, entry.header.sequence) << why << all_text(report);
}

inline std::string at(std::uint64_t position)
{
    return fmt::format("position = {}", position);
}

} // namespace ledger
