// One row a rule: the clean sample with one thing changed, and the rule that must say so.
#include "census/test_files.h"

#include <set>

namespace census {

namespace {

struct Row {
    const char* code;
    const char* why;
    const char* from;
    const char* to;
};

void expect_found(std::string_view code, std::string_view why, const std::string& text)
{
    const Reading reading = read_text(text);
    const Refusal* found = reading.find(code);
    ASSERT_NE(found, nullptr) << code << " " << why << "\n" << reading.plain();
    EXPECT_GT(found->line, 0) << why;
    EXPECT_FALSE(found->element.empty()) << why;
    EXPECT_EQ(found->severity, code.ends_with("Q") ? Severity::query : Severity::error) << code;
    EXPECT_EQ(reading.summary.children, 6U) << why;
}

} // namespace

TEST(census_rule, finds_its_fault)
{
    const std::string clean = sample("clean-2026.xml");
    const Row rows[] = {
        {"100", "the reference date is another year's", "<ReferenceDate>2026",
         "<ReferenceDate>2025"},
        {"100", "no year", "<Year>2026</Year>", ""},
        {"1510", "another check letter", "B003200000011", "C003200000011"},
        {"1530", "no such authority", "B003200000011", "B999200000011"},
        {"1540", "a letter among the digits", "B003200000011", "B0032000X0011"},
        {"1550", "a last letter that is not used", "B003200000011", "B00320000001S"},
        {"1520", "two children with one number", "D003200000022", "B003200000011"},
        {"1560Q", "a former number cut short", "<FormerUPN>", "<FormerUPN>X"},
        {"1570", "a long id", "SAMPLE0001", "SAMPLE000100000000001"},
        {"1580", "an id with a dash", "SAMPLE0001", "SAMPLE-0001"},
        {"8500", "no id", "<LAchildID>SAMPLE0001</LAchildID>", ""},
        {"8510", "two children with one id", "SAMPLE0002", "SAMPLE0001"},
        {"8520", "born after the year", "<PersonBirthDate>2018-11-02",
         "<PersonBirthDate>2026-04-01"},
        {"8525Q", "neither date", "<PersonBirthDate>2018-11-02</PersonBirthDate>", ""},
        {"8525Q", "both dates", "<PersonBirthDate>2018-11-02</PersonBirthDate>",
         "<PersonBirthDate>2018-11-02</PersonBirthDate>"
         "<ExpectedPersonBirthDate>2026-05-01</ExpectedPersonBirthDate>"},
        {"8530Q", "expected long after", "2026-07-08", "2027-02-01"},
        {"4180", "no sex", "<Sex>F</Sex>", ""},
        {"4180", "a sex from an older return", "<Sex>F</Sex>", "<Sex>2</Sex>"},
        {"8750", "sex of an unborn child", "<Sex>U</Sex>", "<Sex>F</Sex>"},
        {"4220", "no such ethnicity", "MWAS", "MWAX"},
        {"8540", "nothing about disability",
         "<Disabilities>\n          <Disability>NONE</Disability>\n        </Disabilities>", ""},
        {"8540", "no such disability", ">LD<", ">LDX<"},
        {"8790", "none and another", ">LD<", ">NONE<"},
        {"8794", "the same twice", ">LD<", ">HEAR<"},
        {"8770Q", "no number and no reason", "<UPN>B003200000011</UPN>", ""},
        {"8770Q", "too old for that reason", "<UPN>B003200000011</UPN>",
         "<UPNunknown>UN1</UPNunknown>"},
        {"8772", "no action, but there was", "<UPN>B003200000011</UPN>",
         "<UPNunknown>UN7</UPNunknown>"},
        {"8775Q", "27 years old", "<PersonBirthDate>2015-05-20", "<PersonBirthDate>1998-05-20"},
        {"8535Q", "died before birth", "<PersonDeathDate>2025-11-17",
         "<PersonDeathDate>2011-11-17"},
        {"8545Q", "died after the year", "<PersonDeathDate>2025-11-17",
         "<PersonDeathDate>2026-04-17"},
        {"8555Q", "referred after death", "<PersonDeathDate>2025-11-17",
         "<PersonDeathDate>2025-06-01"},
        {"8585Q", "closed by death, no date", "<PersonDeathDate>2025-11-17</PersonDeathDate>", ""},
        {"4008", "a plan after death", "<PersonDeathDate>2025-11-17",
         "<PersonDeathDate>2025-07-01"},
        {"4009Q", "a plan that ends after death", "<PersonDeathDate>2025-11-17",
         "<PersonDeathDate>2025-11-03"},
        {"8915", "a protection plan after death", "<Sex>F</Sex>",
         "<Sex>F</Sex><PersonDeathDate>2025-09-02</PersonDeathDate>"},
        {"8920", "a protection plan that ends after death", "<Sex>F</Sex>",
         "<Sex>F</Sex><PersonDeathDate>2025-12-02</PersonDeathDate>"},
        {"8600", "referred after the year", "<CINreferralDate>2026-01-19",
         "<CINreferralDate>2026-04-19"},
        {"8600", "not a day that exists", "<CINreferralDate>2026-01-19",
         "<CINreferralDate>2026-01-32"},
        {"8606", "referred before conception", "<PersonBirthDate>2015-05-20",
         "<PersonBirthDate>2026-03-20"},
        {"8866", "no source", "<ReferralSource>2A</ReferralSource>", ""},
        {"8866", "no such source", "<ReferralSource>2A", "<ReferralSource>2C"},
        {"8568", "no flag", "<ReferralNFA>1</ReferralNFA>", ""},
        {"8568", "a word for the flag", "<ReferralNFA>1", "<ReferralNFA>true"},
        {"8569Q", "an old referral without action", "<CINreferralDate>2025-06-10",
         "<CINreferralDate>2025-03-10"},
        {"8610", "no need", "<PrimaryNeedCode>N1</PrimaryNeedCode>", ""},
        {"8650", "no such need", "<PrimaryNeedCode>N1", "<PrimaryNeedCode>N11"},
        {"8831", "work without action",
         "<ReferralNFA>0</ReferralNFA>\n        <ChildProtectionPlans>",
         "<ReferralNFA>1</ReferralNFA>\n        <ChildProtectionPlans>"},
        {"8832", "a protection plan without action",
         "<ReferralNFA>0</ReferralNFA>\n        <ChildProtectionPlans>",
         "<ReferralNFA>1</ReferralNFA>\n        <ChildProtectionPlans>"},
        {"4000", "a plan without action",
         "<ReferralNFA>0</ReferralNFA>\n        <ChildProtectionPlans>",
         "<ReferralNFA>1</ReferralNFA>\n        <ChildProtectionPlans>"},
        {"8815", "two open episodes", "<CINclosureDate>2025-07-31</CINclosureDate>", ""},
        {"8816", "the earlier episode is open", "<CINclosureDate>2025-07-31</CINclosureDate>", ""},
        {"8820", "closed after the next began", "<CINclosureDate>2025-07-31",
         "<CINclosureDate>2025-09-02"},
        {"8805", "no reason", "<ReasonForClosure>RC7</ReasonForClosure>", ""},
        {"8810", "no closing", "<CINclosureDate>2025-07-31</CINclosureDate>", ""},
        {"8640", "no such reason", "<ReasonForClosure>RC7", "<ReasonForClosure>RC0"},
        {"8620", "closed after the year", "<CINclosureDate>2025-08-29",
         "<CINclosureDate>2026-04-01"},
        {"8630", "closed before it began", "<CINclosureDate>2025-08-29",
         "<CINclosureDate>2025-07-06"},
        {"8565", "work after closing", "<CINclosureDate>2025-08-29", "<CINclosureDate>2025-08-14"},
        {"2990", "more than assessment", "<ReasonForClosure>RC7", "<ReasonForClosure>RC8"},
        {"8867", "an assessment left open",
         "<AssessmentAuthorisationDate>2025-08-15</AssessmentAuthorisationDate>", ""},
        {"8868", "an enquiry left open", "<ICPCnotRequired>1", "<ICPCnotRequired>0"},
        {"1103", "begun before the referral", "<AssessmentActualStartDate>2025-07-08",
         "<AssessmentActualStartDate>2025-07-04"},
        {"8608", "ended before it began", "<AssessmentAuthorisationDate>2025-08-15",
         "<AssessmentAuthorisationDate>2025-07-01"},
        {"8696", "ended after the year", "<AssessmentAuthorisationDate>2026-03-02",
         "<AssessmentAuthorisationDate>2026-04-02"},
        {"8736", "open since before the year", "<AssessmentActualStartDate>2026-02-02",
         "<AssessmentActualStartDate>2025-03-02"},
        {"8670Q", "open for long", "<AssessmentActualStartDate>2026-02-02",
         "<AssessmentActualStartDate>2025-11-03"},
        {"8863Q", "begun while another went on", "<AssessmentActualStartDate>2026-02-02",
         "<AssessmentActualStartDate>2025-10-10"},
        {"8896", "two open",
         "<AssessmentAuthorisationDate>2025-10-10</AssessmentAuthorisationDate>", ""},
        {"8614", "factors too early",
         "<AssessmentAuthorisationDate>2025-10-10</AssessmentAuthorisationDate>", ""},
        {"8898", "the same factor twice", ">3B<", ">16A<"},
        {"8869", "none and another", ">3B<", ">21<"},
        {"8945Q", "retired", ">17A<", ">18A<"},
        {"8950Q", "retired", ">17A<", ">19A<"},
        {"code", "no such factor", ">17A<", ">17Z<"},
        {"2889", "an enquiry before the referral", "<S47ActualStartDate>2025-09-03",
         "<S47ActualStartDate>2025-08-29"},
        {"8615", "a conference before the enquiry", "<DateOfInitialCPC>2025-09-24",
         "<DateOfInitialCPC>2025-09-02"},
        {"1104", "a conference before the referral", "<DateOfInitialCPC>2025-09-24",
         "<DateOfInitialCPC>2025-08-29"},
        {"8715", "a conference after the year", "<DateOfInitialCPC>2025-09-24",
         "<DateOfInitialCPC>2026-04-24"},
        {"8715", "and in the episode too", "<DateOfInitialCPC>2025-05-15",
         "<DateOfInitialCPC>2026-05-15"},
        {"8875", "a conference on a Saturday", "<DateOfInitialCPC>2025-09-24",
         "<DateOfInitialCPC>2025-09-27"},
        {"8870Q", "a target on a Sunday", "<InitialCPCtarget>2025-09-23",
         "<InitialCPCtarget>2025-09-28"},
        {"8675Q", "an enquiry with no conference",
         "<DateOfInitialCPC>2025-09-24</DateOfInitialCPC>", ""},
        {"8740", "an open enquiry from before the year",
         "<S47ActualStartDate>2025-04-16</S47ActualStartDate>\n          <ICPCnotRequired>1",
         "<S47ActualStartDate>2025-03-16</S47ActualStartDate>\n          <ICPCnotRequired>0"},
        {"2884", "a conference in both places",
         "<PrimaryNeedCode>N1</PrimaryNeedCode>\n        <Ass",
         "<PrimaryNeedCode>N1</PrimaryNeedCode>\n        "
         "<DateOfInitialCPC>2025-09-24</DateOfInitialCPC>\n        <Ass"},
        {"8720", "a protection plan after the year", "<CPPstartDate>2025-09-24",
         "<CPPstartDate>2026-04-24"},
        {"1105", "a protection plan before the referral", "<CPPstartDate>2025-09-24",
         "<CPPstartDate>2025-08-24"},
        {"8925", "a protection plan that ends before it starts", "<CPPendDate>2026-02-27",
         "<CPPendDate>2025-09-01"},
        {"8840", "a protection plan of one day", "<CPPendDate>2026-02-27",
         "<CPPendDate>2025-09-24"},
        {"8930", "a protection plan that ended after the year", "<CPPendDate>2026-02-27",
         "<CPPendDate>2026-04-27"},
        {"8841", "a review on the first day", "<CPPreviewDate>2025-12-10",
         "<CPPreviewDate>2025-09-24"},
        {"8841", "also the second review", "<CPPreviewDate>2026-02-27",
         "<CPPreviewDate>2025-09-20"},
        {"2885", "a plan on another day than the conference", "<CPPstartDate>2025-09-24",
         "<CPPstartDate>2025-09-25"},
        {"8905", "no such category", "<InitialCategoryOfAbuse>EMO", "<InitialCategoryOfAbuse>ABC"},
        {"8910", "no category", "<LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse>", ""},
        {"8730", "no number of plans", "<NumberOfPreviousCPP>0</NumberOfPreviousCPP>", ""},
        {"8730", "less than none", "<NumberOfPreviousCPP>0", "<NumberOfPreviousCPP>-1"},
        {"4010", "a plan after the year", "<CINPlanStartDate>2026-02-27",
         "<CINPlanStartDate>2026-04-27"},
        {"4011", "a plan that ends before it starts", "<CINPlanEndDate>2025-07-30",
         "<CINPlanEndDate>2025-05-30"},
        {"4012Q", "a plan of one day", "<CINPlanEndDate>2025-07-30", "<CINPlanEndDate>2025-06-02"},
        {"4013", "a plan that ended after the year", "<CINPlanEndDate>2025-07-30",
         "<CINPlanEndDate>2026-07-30"},
        {"4015", "a plan before the referral", "<CINPlanStartDate>2025-06-02",
         "<CINPlanStartDate>2025-04-02"},
        {"4004", "two open plans", "<CINPlanEndDate>2025-07-30</CINPlanEndDate>", ""},
        {"4014", "two plans at a time", "<CINPlanEndDate>2025-07-30</CINPlanEndDate>", ""},
        {"4001", "both kinds open", "<CPPendDate>2026-02-27</CPPendDate>", ""},
        {"4016", "one kind begins during the other", "<CINPlanStartDate>2026-02-27",
         "<CINPlanStartDate>2026-02-26"},
        {"4017", "and the other way round", "<CINPlanStartDate>2026-02-27",
         "<CINPlanStartDate>2025-09-20"},
        {"4003", "a review during the other kind", "<CINPlanStartDate>2026-02-27",
         "<CINPlanStartDate>2025-12-01"},
        {"structure", "a capital letter", "<CINPlanStartDate>2026-02-27</CINPlanStartDate>",
         "<CINplanStartDate>2026-02-27</CINplanStartDate>"},
        {"structure", "out of order",
         "<UPN>B003200000011</UPN>\n        <PersonBirthDate>2015-05-20</PersonBirthDate>",
         "<PersonBirthDate>2015-05-20</PersonBirthDate><UPN>B003200000011</UPN>"},
        {"structure", "given twice", "<Sex>F</Sex>", "<Sex>F</Sex><Sex>F</Sex>"},
        {"structure", "text between elements", "<Sex>F</Sex>", "Sex<Sex>F</Sex>"},
        {"structure", "an older year's element", "<Sex>F</Sex>",
         "<Sex>F</Sex><GenderCurrent>2</GenderCurrent>"},
        {"structure", "a later year's part", "</CINdetails>",
         "<PreProceedingsandFGDM><PPStartDate>2025-05-05</PPStartDate></PreProceedingsandFGDM>"
         "</CINdetails>"},
        {"format", "a date written the other way", "<PersonBirthDate>2015-05-20",
         "<PersonBirthDate>20/05/2015"},
        {"format", "nothing inside", "<AssessmentAuthorisationDate>2025-08-15",
         "<AssessmentAuthorisationDate>"},
    };
    for (const Row& row : rows) {
        expect_found(row.code, row.why, replaced(clean, row.from, row.to));
    }
}

TEST(census_rule, finds_a_fault_that_takes_several_changes)
{
    const std::string clean = sample("clean-2026.xml");
    const std::string plan = "<ChildProtectionPlans><CPPstartDate>2025-05-16</CPPstartDate>"
                             "<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>"
                             "<LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse>"
                             "<NumberOfPreviousCPP>1</NumberOfPreviousCPP></ChildProtectionPlans>";
    const std::string enquiry = "<Section47><S47ActualStartDate>2025-09-10</S47ActualStartDate>"
                                "<ICPCnotRequired>0</ICPCnotRequired></Section47>";
    struct Changes {
        const char* code;
        const char* why;
        std::vector<std::pair<std::string, std::string>> changes;
    };
    const Changes rows[] = {
        {"8897Q",
         "finished, no factors",
         {{"<FactorsIdentifiedAtAssessment>\n            "
           "<AssessmentFactors>17A</AssessmentFactors>\n"
           "          </FactorsIdentifiedAtAssessment>",
           ""}}},
        {"missing",
         "a group of factors with none in it",
         {{"<AssessmentFactors>17A</AssessmentFactors>", ""}}},
        {"missing",
         "a group of reviews with none in it",
         {{"<CPPreviewDate>2025-12-10</CPPreviewDate>", ""},
          {"<CPPreviewDate>2026-02-27</CPPreviewDate>", ""}}},
        {"8873Q",
         "no factors found, kept open",
         {{"<ReasonForClosure>RC9", "<ReasonForClosure>RC7"},
          {"<AssessmentFactors>4A</AssessmentFactors>\n            "
           "<AssessmentFactors>15A</AssessmentFactors>",
           "<AssessmentFactors>21</AssessmentFactors>"}}},
        {"8825Q",
         "closed after an assessment that is not there",
         {{"<ReferralSource>3A</ReferralSource>",
           "<ReferralSource>3A</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode>"
           "<CINclosureDate>2025-06-30</CINclosureDate><ReasonForClosure>RC8</ReasonForClosure>"},
          {"<ReferralNFA>1", "<ReferralNFA>0"}}},
        {"8935",
         "two open protection plans",
         {{"<CPPendDate>2026-02-27</CPPendDate>", ""},
          {"</ChildProtectionPlans>", "</ChildProtectionPlans>" + plan}}},
        {"8940",
         "protection plans that overlap",
         {{"</ChildProtectionPlans>", "</ChildProtectionPlans>" + plan}}},
        {"8839",
         "two open enquiries",
         {{"<DateOfInitialCPC>2025-09-24</DateOfInitialCPC>", ""},
          {"<Section47>\n          <S47ActualStartDate>2025-09-03",
           enquiry + "<Section47>\n          <S47ActualStartDate>2025-09-03"}}},
        {"8890",
         "an enquiry while another goes on",
         {{"<Section47>\n          <S47ActualStartDate>2025-09-03",
           enquiry + "<Section47>\n          <S47ActualStartDate>2025-09-03"}}},
        {"2991Q",
         "an enquiry and no assessment",
         {{"<ReferralSource>3A</ReferralSource>",
           "<ReferralSource>3A</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode>"
           "<Section47><S47ActualStartDate>2025-06-11</S47ActualStartDate>"
           "<ICPCnotRequired>1</ICPCnotRequired></Section47>"},
          {"<ReferralNFA>1", "<ReferralNFA>0"}}},
    };
    for (const Changes& row : rows) {
        std::string text = clean;
        for (const auto& [from, to] : row.changes)
            text = replaced(text, from, to);
        expect_found(row.code, row.why, text);
    }
}

TEST(census_rule, counts_plans_against_conferences)
{
    const Reading reading = read_text(
        replaced(sample("clean-2026.xml"), "<DateOfInitialCPC>2025-05-15</DateOfInitialCPC>", ""));
    ASSERT_NE(reading.find("2883"), nullptr) << reading.plain();
    EXPECT_EQ(reading.find("2883")->child, 0U);
    EXPECT_EQ(reading.summary.refused_children, std::set<std::size_t>{4});
}

TEST(census_rule, holds_only_in_its_years)
{
    const std::string old = sample("clean-2023.xml");
    const Reading dash = read_text(replaced(old, "OLD1", "OLD-1"));
    EXPECT_TRUE(dash.summary.sound()) << dash.plain();
    const Reading retired = read_text(replaced(replaced(old, ">21<", ">18A<"), "RC8", "RC9"));
    EXPECT_EQ(retired.refusals.size(), 0U) << retired.plain();

    std::string earlier = old;
    for (const char* year : {"<Year>2023", "<ReferenceDate>2023", "2022-05-09", "2022-07-01",
                             "2022-05-10", "2022-06-20"}) {
        std::string moved = year;
        moved.replace(moved.find("202") + 3, 1, moved[moved.find("202") + 3] == '3' ? "1" : "0");
        earlier = replaced(earlier, year, moved);
    }
    const Reading before = read_text(earlier);
    EXPECT_EQ(before.refusals.size(), 0U) << before.plain();
    const Reading too_early = read_text(replaced(earlier, "RC8", "RC9"));
    EXPECT_NE(too_early.find("8640"), nullptr) << too_early.plain();
}

TEST(census_rule, reads_pre_proceedings_from_2027)
{
    std::string text = sample("clean-2023.xml");
    text = replaced(text, "<Year>2023", "<Year>2027");
    text = replaced(text, "<ReferenceDate>2023", "<ReferenceDate>2027");
    text = replaced(text, "<GenderCurrent>2</GenderCurrent>", "<Sex>F</Sex>");
    for (const char* day : {"2022-05-09", "2022-07-01", "2022-05-10", "2022-06-20"}) {
        text = replaced(text, day, "2026" + std::string{day}.substr(4));
    }
    const std::string group =
        "<PreProceedingsandFGDM><PPStartDate>2026-09-09</PPStartDate>"
        "<LBPSentDate>2026-09-21</LBPSentDate>"
        "<FGDMMeetingOffer>1</FGDMMeetingOffer><FGDMMeetingFac>1</FGDMMeetingFac>"
        "<InitialPPMeetingDate>2026-09-28</InitialPPMeetingDate>"
        "<ReviewMeetingsCount>3</ReviewMeetingsCount>"
        "<StepDecisionDate>2026-12-01</StepDecisionDate><PPOutcome>A</PPOutcome>"
        "<CourtAppDate>2026-12-18</CourtAppDate>"
        "<LetterInitCPDate>2027-02-05</LetterInitCPDate></PreProceedingsandFGDM>";
    text = replaced(text, "</CINdetails>", group + "</CINdetails>");
    const Reading clean = read_text(text);
    EXPECT_TRUE(clean.summary.sound()) << clean.plain();
    ASSERT_EQ(clean.refusals.size(), 1U) << clean.plain();
    EXPECT_EQ(clean.refusals.front().code, "not-imported");

    const Row rows[] = {
        {"9000Q", "no start", "<PPStartDate>2026-09-09</PPStartDate>", ""},
        {"9005", "started after the year", "<PPStartDate>2026-09-09", "<PPStartDate>2027-09-09"},
        {"9006", "a letter before the start", "<LBPSentDate>2026-09-21", "<LBPSentDate>2026-09-01"},
        {"9007", "no offer", "<FGDMMeetingOffer>1</FGDMMeetingOffer>", ""},
        {"9008", "a meeting after the year", "<InitialPPMeetingDate>2026",
         "<InitialPPMeetingDate>2027"},
        {"9009", "a decision before the start", "<StepDecisionDate>2026-12",
         "<StepDecisionDate>2026-08"},
        {"9010Q", "offered, and then", "<FGDMMeetingFac>1</FGDMMeetingFac>", ""},
        {"9011", "no such outcome", "<PPOutcome>A", "<PPOutcome>D"},
        {"9012", "to court before the decision", "<CourtAppDate>2026-12", "<CourtAppDate>2026-11"},
        {"9013", "proceedings before the application", "<LetterInitCPDate>2027-02",
         "<LetterInitCPDate>2026-10"},
        {"9015Q", "no number of meetings", "<ReviewMeetingsCount>3</ReviewMeetingsCount>", ""},
    };
    for (const Row& row : rows) {
        const Reading reading = read_text(replaced(text, row.from, row.to));
        EXPECT_NE(reading.find(row.code), nullptr) << row.code << row.why << "\n"
                                                   << reading.plain();
    }
}

} // namespace census
