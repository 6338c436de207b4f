#include "census/entries.h"
#include "census/test_files.h"

#include <set>

namespace census {

namespace {

std::vector<std::string> keys_of(const Reading& reading)
{
    std::vector<std::string> keys;
    for (const Child& child : reading.children) {
        for (const ImportedEntry& entry : entries_of(reading.summary.source, child)) {
            const base::Digest key =
                entry_key(reading.summary.source.authority, child.la_child_id->value, entry);
            keys.push_back(base::to_hex(key));
        }
    }
    return keys;
}

} // namespace

TEST(census_entries, make_one_of_each_thing_that_happened)
{
    const Reading reading = read_text(sample("clean-2026.xml"));
    const auto entries = entries_of(reading.summary.source, reading.children.front());
    struct Row {
        const char* why;
        manual::Purpose purpose;
        const char* element;
        const char* occurred;
        std::size_t facts;
    };
    using manual::Purpose;
    const Row rows[] = {
        {"who the child is", Purpose::imported_child, "Child", "2026-03-31", 7},
        {"the first referral", Purpose::imported_referral, "Child/CINdetails", "2025-04-14", 6},
        {"its assessment", Purpose::imported_assessment, "Child/CINdetails/Assessments",
         "2025-04-15", 4},
        {"its plan", Purpose::imported_child_in_need_plan, "Child/CINdetails/CINPlanDates",
         "2025-06-02", 2},
        {"its enquiry", Purpose::imported_enquiry, "Child/CINdetails/Section47", "2025-04-16", 2},
        {"the second referral", Purpose::imported_referral, "Child/CINdetails", "2025-09-01", 4},
        {"a finished assessment", Purpose::imported_assessment, "Child/CINdetails/Assessments",
         "2025-09-02", 3},
        {"an open one", Purpose::imported_assessment, "Child/CINdetails/Assessments", "2026-02-02",
         1},
        {"a plan still running", Purpose::imported_child_in_need_plan,
         "Child/CINdetails/CINPlanDates", "2026-02-27", 1},
        {"an enquiry", Purpose::imported_enquiry, "Child/CINdetails/Section47", "2025-09-03", 4},
        {"and its conference", Purpose::imported_conference,
         "Child/CINdetails/Section47/DateOfInitialCPC", "2025-09-24", 1},
        {"the plan made there", Purpose::imported_child_protection_plan,
         "Child/CINdetails/ChildProtectionPlans", "2025-09-24", 5},
        {"a review", Purpose::imported_review,
         "Child/CINdetails/ChildProtectionPlans/Reviews/CPPreviewDate", "2025-12-10", 1},
        {"another", Purpose::imported_review,
         "Child/CINdetails/ChildProtectionPlans/Reviews/CPPreviewDate", "2026-02-27", 1},
    };
    ASSERT_EQ(entries.size(), std::size(rows));
    for (std::size_t i = 0; i < entries.size(); ++i) {
        EXPECT_EQ(entries[i].purpose, rows[i].purpose) << rows[i].why;
        EXPECT_EQ(entries[i].element, rows[i].element) << rows[i].why;
        EXPECT_EQ(entries[i].occurred.iso(), rows[i].occurred) << rows[i].why;
        EXPECT_EQ(entries[i].facts.size(), rows[i].facts) << rows[i].why;
        EXPECT_GT(entries[i].line, 0) << rows[i].why;
    }
}

TEST(census_entries, have_keys_of_their_own)
{
    const auto keys = keys_of(read_text(sample("clean-2026.xml")));
    EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size());
}

TEST(census_entries, keep_their_keys_in_another_file)
{
    const std::string clean = sample("clean-2026.xml");
    const auto keys = keys_of(read_text(clean));
    const auto moved = keys_of(read_text(replaced(clean, "  <Children>", "\n\n\n  <Children>")));
    EXPECT_EQ(keys, moved);

    std::string other = clean;
    for (std::size_t at = 0; (at = other.find("<LEA>999", at)) != std::string::npos;) {
        other[at + 5] = '8';
    }
    const auto elsewhere = keys_of(read_text(other));
    ASSERT_EQ(keys.size(), elsewhere.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
        EXPECT_NE(keys[i], elsewhere[i]);
}

TEST(census_entries, change_only_the_key_of_what_changed)
{
    const std::string clean = sample("clean-2026.xml");
    const auto keys = keys_of(read_text(clean));
    const auto changed = keys_of(read_text(replaced(clean, ">17A<", ">16A<")));
    ASSERT_EQ(keys.size(), changed.size());
    std::size_t different = 0;
    for (std::size_t i = 0; i < keys.size(); ++i)
        different += keys[i] == changed[i] ? 0U : 1U;
    EXPECT_EQ(different, 1U);
}

TEST(census_entries, tell_two_equal_referrals_apart)
{
    const std::string clean = sample("clean-2026.xml");
    std::string twice =
        replaced(clean, "<CINreferralDate>2025-11-18", "<CINreferralDate>2025-06-10");
    twice = replaced(twice, "<ReferralSource>9", "<ReferralSource>3A");
    const Reading reading = read_text(twice);
    ASSERT_TRUE(reading.summary.sound()) << reading.plain();
    const auto keys = keys_of(reading);
    EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size());
}

} // namespace census
