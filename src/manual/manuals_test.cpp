#include "manual/library.h"
#include "manual/raw_answers.h"
#include "manual/testing.h"

#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>
#include <set>

namespace manual {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const base::Date a_day{2026, 3, 24};

/// A folder that is gone when the test ends.
class Folder {
public:
    Folder()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "heed-XXXXXX").string();
        m_path = mkdtemp(pattern.data());
    }
    ~Folder() { std::filesystem::remove_all(m_path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const std::filesystem::path& path() const { return m_path; }

    void write(const ManualFiles& files) const
    {
        for (const ManualFile& file : files) {
            std::filesystem::create_directories((m_path / file.path).parent_path());
            std::ofstream{m_path / file.path, std::ios::binary} << file.content;
        }
    }

private:
    std::filesystem::path m_path;
};

} // namespace

class ShippedManuals : public ::testing::TestWithParam<std::string> {
protected:
    const Library m_library = testing::shipped();
    const Manual& m_manual = m_library.in_force(GetParam(), a_day);
};

INSTANTIATE_TEST_SUITE_P(manuals, ShippedManuals,
                         ::testing::Values("england", "lincolnshire", "rotherham"),
                         [](const auto& manual) { return manual.param; });

TEST_P(ShippedManuals, pass_their_own_examples)
{
    for (const Manual& edition : m_library.editions(GetParam())) {
        for (const Problem& problem : run_examples(edition))
            ADD_FAILURE() << problem.text();
    }
}

TEST_P(ShippedManuals, have_a_form_for_every_purpose)
{
    for (const std::string& word : all_words<Purpose>()) {
        EXPECT_NE(m_manual.form_for(*parse_word<Purpose>(word)), nullptr) << word;
    }
}

TEST_P(ShippedManuals, let_somebody_do_everything_that_can_be_done)
{
    for (const std::string& word : all_words<Permission>()) {
        const Permission permission = *parse_word<Permission>(word);
        EXPECT_TRUE(std::any_of(m_manual.roles.begin(), m_manual.roles.end(),
                                [&](const Role& role) { return role.has(permission); }))
            << word;
    }
}

TEST_P(ShippedManuals, rec_17_whoever_looks_after_accounts_reads_about_no_child)
{
    for (const Role& role : m_manual.roles) {
        if (!role.has(Permission::manage_accounts)) continue;
        EXPECT_FALSE(role.has(Permission::read_team)) << role.id;
        EXPECT_FALSE(role.has(Permission::read_agency)) << role.id;
        EXPECT_FALSE(role.has(Permission::read_partnership)) << role.id;
    }
}

TEST_P(ShippedManuals, rec_14_explain_many_terms_and_offer_better_words)
{
    EXPECT_GE(m_manual.glossary.size(), 40U);
    EXPECT_GE(m_manual.words.size(), 60U);
    std::set<std::string> phrases;
    for (const WordAdvice& advice : m_manual.words) {
        for (const std::string& phrase : advice.find) {
            EXPECT_TRUE(phrases.insert(phrase).second) << phrase;
        }
    }
}

TEST_P(ShippedManuals, rec_14_do_not_use_the_words_that_they_advise_against)
{
    for (const Form& form : m_manual.forms) {
        for (const Field& field : form.fields) {
            for (const WordAdvice& advice : m_manual.words) {
                for (const std::string& phrase : advice.find) {
                    if (phrase.find(' ') == std::string::npos) continue;
                    EXPECT_EQ(field.label.find(phrase), std::string::npos)
                        << form.id << " " << field.id << ": " << phrase;
                }
            }
        }
    }
}

TEST(manuals, an_abbreviation_with_two_meanings_gives_both)
{
    const Library library = testing::shipped();
    const Manual& manual = library.in_force("rotherham", a_day);
    EXPECT_EQ(manual.terms_for("SAR").size(), 2U);
    EXPECT_EQ(manual.terms_for("ICO").size(), 2U);
    EXPECT_EQ(manual.terms_for("RSCP").size(), 1U);
    EXPECT_TRUE(manual.terms_for("rscp").empty());
    EXPECT_TRUE(library.in_force("lincolnshire", a_day).terms_for("RSCP").empty());
}

TEST(manuals, a_visit_is_signed_with_few_actions_when_all_is_well)
{
    const Library library = testing::shipped();
    const Form& visit = *library.in_force("rotherham", a_day).form_for(Purpose::visit);
    std::size_t choices = 0;
    std::size_t texts = 0;
    const Answers well = {{"others", {.value = "nobody", .reason = {}}},
                          {"bedrooms", {.value = "all", .reason = {}}},
                          {"sight", {.value = "alone", .reason = {}}}};
    for (const Field& field : visit.fields) {
        if (!field.required || !is_asked(visit, field, well)) continue;
        if (field.kind == FieldKind::choice) ++choices;
        if (field.kind == FieldKind::statements || field.kind == FieldKind::long_text) ++texts;
    }
    EXPECT_EQ(choices, 3U);
    EXPECT_EQ(texts, 5U) << "what happened, what next; words, worries and what it means";
}

TEST(manuals, rec_9_only_managers_sign_decisions_and_say_who_works_with_a_child)
{
    const Library library = testing::shipped();
    const Manual& manual = library.in_force("england", a_day);
    for (const Purpose purpose : {Purpose::management_decision, Purpose::allocation}) {
        const Form& form = *manual.form_for(purpose);
        EXPECT_TRUE(form.may_be_signed_by("manager"));
        EXPECT_FALSE(form.may_be_signed_by("social-worker"));
        EXPECT_FALSE(form.may_be_signed_by("auditor"));
    }
}

TEST(manuals, imported_forms_hold_the_elements_and_codes_of_the_return)
{
    const Library library = testing::shipped();
    const Manual& manual = library.in_force("england", a_day);
    struct Row {
        Purpose purpose;
        const char* element;
        const char* code; ///< empty when the element has none
    };
    const Row rows[] = {
        {Purpose::imported_child, "LAchildID", ""},
        {Purpose::imported_child, "PersonBirthDate", ""},
        {Purpose::imported_child, "Sex", "U"},
        {Purpose::imported_child, "Ethnicity", "WBRI"},
        {Purpose::imported_child, "Disability", "NONE"},
        {Purpose::imported_child, "UPNunknown", "UN7"},
        {Purpose::imported_referral, "CINreferralDate", ""},
        {Purpose::imported_referral, "ReferralSource", "1A"},
        {Purpose::imported_referral, "ReferralSource", "10"},
        {Purpose::imported_referral, "PrimaryNeedCode", "N1"},
        {Purpose::imported_referral, "ReasonForClosure", "RC8"},
        {Purpose::imported_referral, "ReferralNFA", ""},
        {Purpose::imported_assessment, "AssessmentFactors", "24A"},
        {Purpose::imported_assessment, "AssessmentAuthorisationDate", ""},
        {Purpose::imported_enquiry, "S47ActualStartDate", ""},
        {Purpose::imported_enquiry, "ICPCnotRequired", ""},
        {Purpose::imported_conference, "DateOfInitialCPC", ""},
        {Purpose::imported_child_protection_plan, "CPPstartDate", ""},
        {Purpose::imported_child_protection_plan, "LatestCategoryOfAbuse", "NEG"},
        {Purpose::imported_child_protection_plan, "NumberOfPreviousCPP", ""},
        {Purpose::imported_review, "CPPreviewDate", ""},
        {Purpose::imported_child_in_need_plan, "CINPlanStartDate", ""},
    };
    for (const Row& row : rows) {
        const Field* const field = manual.form_for(row.purpose)->field_of_element(row.element);
        ASSERT_NE(field, nullptr) << row.element;
        EXPECT_EQ(field->filled_by, FilledBy::system);
        if (*row.code != '\0') {
            EXPECT_NE(field->find_option(row.code), nullptr) << row.element << " " << row.code;
        }
    }
}

TEST(manuals, a_folder_is_checked_over_the_manuals_of_the_program)
{
    const Folder folder;
    folder.write({{"ours/manual.toml", "id = \"ours\"\ntitle = \"Ours\"\npartnership = \"We\"\n"
                                       "extends = \"england\"\n"},
                  {"ours/README.md", "Not a part of the manual."}});
    const CheckReport sound = check_folder(folder.path());
    EXPECT_TRUE(sound.sound);
    EXPECT_EQ(sound.lines.size(), 4U);
    EXPECT_THAT(sound.lines, ::testing::Contains(HasSubstr("ours, from 1 January 2020: 17 forms")));

    folder.write({{"ours/roles.toml", "[[role]]\nid = \"helper\"\n"}});
    const CheckReport bad = check_folder(folder.path());
    EXPECT_FALSE(bad.sound);
    EXPECT_THAT(bad.lines.front(), HasSubstr("ours/roles.toml:1: "));
    EXPECT_THAT(bad.lines.back(), HasSubstr("to put right."));
}

TEST(manuals, a_folder_that_is_not_there_is_reported)
{
    const Folder folder;
    const CheckReport report = check_folder(folder.path() / "nowhere");
    EXPECT_FALSE(report.sound);
    EXPECT_THAT(report.lines.front(), HasSubstr("The folder cannot be read"));
}

template <typename Enum> void expect_explained(const std::string& page)
{
    for (const std::string& word : all_words<Enum>()) {
        EXPECT_THAT(page, HasSubstr("`" + word + "`"));
    }
}

TEST(manuals, the_page_on_writing_one_names_every_word_that_can_be_used)
{
    std::ifstream file{std::filesystem::path{HEED_SOURCE_FOLDER} / "docs/writing-a-manual.md"};
    const std::string page{std::istreambuf_iterator<char>{file}, {}};
    expect_explained<FieldKind>(page);
    expect_explained<StatementKind>(page);
    expect_explained<Source>(page);
    expect_explained<UnknownAnswer>(page);
    expect_explained<Nature>(page);
    expect_explained<DateLimit>(page);
    expect_explained<Purpose>(page);
    expect_explained<Meaning>(page);
    expect_explained<Permission>(page);
    expect_explained<Unit>(page);
    expect_explained<Measures>(page);
    expect_explained<Circumstance>(page);
    expect_explained<Extension>(page);
    expect_explained<WordFault>(page);
}

TEST(manuals, the_words_of_the_vocabulary_are_each_their_own)
{
    for (const std::string& word : all_words<Meaning>()) {
        EXPECT_EQ(to_word(*parse_word<Meaning>(word)), word);
    }
    EXPECT_FALSE(parse_word<Meaning>("Seen").has_value());
    EXPECT_THAT(all_words<YesOrNo>(), ElementsAre("yes", "no"));
}

} // namespace manual
