#include "census/census.h"
#include "census/test_files.h"

#include <cstdlib>
#include <filesystem>

namespace census {

TEST(census, reads_a_clean_return_whole)
{
    const Reading reading = read_text(sample("clean-2026.xml"));
    EXPECT_TRUE(reading.summary.sound()) << reading.plain();
    EXPECT_EQ(reading.refusals.size(), 0U) << reading.plain();
    EXPECT_EQ(reading.summary.children, 6U);
    EXPECT_EQ(reading.summary.source.authority, "999");
    EXPECT_EQ(reading.summary.source.year, 2026);
    EXPECT_EQ(reading.summary.source.reference_date, (base::Date{2026, 3, 31}));
    ASSERT_EQ(reading.children.size(), 6U);

    const Child& first = reading.children.front();
    EXPECT_EQ(first.la_child_id->value, "SAMPLE0001");
    EXPECT_EQ(first.la_child_id->line, 21);
    EXPECT_EQ(first.ordinal, 1U);
    EXPECT_EQ(first.disabilities.size(), 2U);
    ASSERT_EQ(first.episodes.size(), 2U);
    const Episode& second = first.episodes.back();
    EXPECT_FALSE(second.closed);
    EXPECT_EQ(second.assessments.size(), 2U);
    ASSERT_EQ(second.protection_plans.size(), 1U);
    EXPECT_EQ(second.protection_plans.front().reviews.size(), 2U);
    EXPECT_EQ(second.protection_plans.front().latest_category->value, "NEG");
    EXPECT_EQ(reading.children[2].expected->value, (base::Date{2026, 7, 8}));
    EXPECT_EQ(reading.children[4].died->value, (base::Date{2025, 11, 17}));
}

TEST(census, reads_the_older_returns_gender_as_sex)
{
    const Reading reading = read_text(sample("clean-2023.xml"));
    EXPECT_TRUE(reading.summary.sound()) << reading.plain();
    ASSERT_EQ(reading.children.size(), 1U);
    EXPECT_EQ(reading.children.front().sex->value, "F");
}

TEST(census, takes_the_sound_children_of_a_faulty_return)
{
    const Reading reading = read_text(sample("faulty-2026.xml"));
    EXPECT_FALSE(reading.summary.sound());
    EXPECT_FALSE(reading.summary.unusable);
    EXPECT_EQ(reading.summary.children, 5U);
    // The fourth child has no fault of its own, but the fifth has the same id.
    EXPECT_EQ(reading.summary.refused_children, (std::set<std::size_t>{1, 2, 4, 5}));
    ASSERT_NE(reading.find("8510"), nullptr) << reading.plain();
    for (const char* code : {"format", "8600", "8866", "8568", "4180", "4220", "8630", "8608",
                             "1103", "2889", "4015", "1105", "8840", "8841", "8875"}) {
        EXPECT_NE(reading.find(code), nullptr) << code << "\n" << reading.plain();
    }
    for (const Refusal& refusal : reading.refusals) {
        EXPECT_FALSE(refusal.wrong.empty());
        EXPECT_FALSE(refusal.action.empty());
        EXPECT_GT(refusal.line, 0) << to_plain(refusal);
    }
}

TEST(census, tells_how_far_it_has_come)
{
    const std::string text = sample("clean-2026.xml");
    Progress last;
    const Sink sink{.child = {}, .refusal = {}, .progress = [&](const Progress& p) { last = p; }};
    std::istringstream input{text};
    const Summary summary = read(input, {.bytes_total = text.size()}, sink);
    EXPECT_TRUE(summary.sound());
    EXPECT_EQ(last.bytes_read, text.size());
    EXPECT_EQ(last.bytes_total, text.size());
    EXPECT_EQ(last.children, 6U);
    EXPECT_EQ(summary.digest.size(), 64U);
}

/// A return of `count` children without work, with lines far beyond what sixteen bits can count.
std::string many_children(int count)
{
    const std::string clean = sample("clean-2026.xml");
    std::string text = clean.substr(0, clean.find("    <Child>"));
    for (int i = 0; i < count; ++i) {
        text += "<Child>\n<ChildIdentifiers>\n<LAchildID>MANY" + std::to_string(i) +
                "</LAchildID>\n<UPNunknown>UN7</UPNunknown>\n"
                "<PersonBirthDate>2020-01-01</PersonBirthDate>\n<Sex>F</Sex>\n</ChildIdentifiers>\n"
                "<ChildCharacteristics>\n<Ethnicity>NOBT</Ethnicity>\n</ChildCharacteristics>\n"
                "<CINdetails>\n<CINreferralDate>2025-05-01</CINreferralDate>\n"
                "<ReferralSource>6</ReferralSource>\n<ReferralNFA>1</ReferralNFA>\n</CINdetails>\n"
                "</Child>\n";
    }
    return text + "</Children>\n</Message>\n";
}

TEST(census, cites_lines_beyond_65535)
{
    std::string text = many_children(5000);
    const std::size_t last = text.rfind("<Sex>F");
    text.replace(last, 6, "<Sex>Q");
    const Reading reading = read_text(text);
    EXPECT_EQ(reading.summary.children, 5000U);
    ASSERT_EQ(reading.refusals.size(), 1U);
    const auto lines = std::count(text.begin(), text.begin() + static_cast<long>(last), '\n');
    EXPECT_GT(lines, 65535);
    EXPECT_EQ(reading.refusals.front().line, lines + 1);
    EXPECT_EQ(reading.refusals.front().child, 5000U);
}

TEST(census, stops_when_there_are_too_many_faults)
{
    std::string text = many_children(50);
    for (std::size_t at = 0; (at = text.find("<Sex>F", at)) != std::string::npos;)
        text[at + 5] = 'Q';
    const Reading reading = read_text(text, {.most_refusals = 10});
    EXPECT_TRUE(reading.summary.unusable);
    EXPECT_EQ(reading.refusals.size(), 11U);
}

/// The reference data that may lie beside the source folder; empty when it does not.
std::string reference_folder()
{
    const char* named = std::getenv("HEED_REFERENCE_DATA");
    const std::filesystem::path folder =
        named != nullptr ? std::filesystem::path{named}
                         : std::filesystem::path{HEED_SOURCE_FOLDER} / "../shared/data-standards";
    return std::filesystem::is_directory(folder / "cin") ? (folder / "cin").string()
                                                         : std::string{};
}

TEST(census, agrees_with_the_published_samples)
{
    const std::string folder = reference_folder();
    if (folder.empty()) {
        GTEST_SKIP() << "the published samples are not beside the source folder; set "
                        "HEED_REFERENCE_DATA to the folder that holds cin/";
    }
    const Reading clean = read_text(file_text(folder + "/clean-example-2025-26.xml"));
    EXPECT_EQ(clean.refusals.size(), 0U) << clean.plain();
    EXPECT_EQ(clean.children.size(), 10U);

    struct Row {
        const char* why;
        const char* file;
        std::vector<const char*> codes;
    };
    const Row rows[] = {
        {"a life in the wrong century",
         "CIN_Census_2021.xml",
         {"1510", "1530", "format", "8545Q", "8620", "1103", "8875", "1105", "structure"}},
        {"Sex before there was such an element",
         "CIN_Census_2024.xml",
         {"1510", "100", "structure", "code", "8608", "1570", "8600", "missing"}},
        {"a part that belongs to a later year",
         "CIN_Census_2026.xml",
         {"1510", "100", "structure", "code", "8608"}},
    };
    for (const Row& row : rows) {
        const Reading reading = read_text(file_text(folder + "/" + row.file));
        EXPECT_FALSE(reading.summary.unusable) << row.why;
        EXPECT_EQ(reading.children.size(), 0U) << row.why;
        for (const char* code : row.codes) {
            EXPECT_NE(reading.find(code), nullptr) << row.why << " " << code << "\n"
                                                   << reading.plain();
        }
    }
}

} // namespace census
