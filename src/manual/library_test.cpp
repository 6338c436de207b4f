#include "base/errors.h"
#include "manual/library.h"
#include "manual/testing.h"
#include "manual/toml_tree.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <tuple>

namespace manual {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view form_path = "base/forms/everything.toml";

Problems problems_of(const ManualFiles& files)
{
    const auto library = Library::load(files);
    return library ? Problems{} : library.error();
}

std::string all_text(const Problems& problems)
{
    std::string text;
    for (const Problem& problem : problems)
        text += problem.text() + "\n";
    return text;
}

base::Date day(std::string_view iso)
{
    return base::Date::parse(iso).value();
}

constexpr std::string_view local_manual = R"toml(id = "local"
title = "Local"
partnership = "A local partnership"
extends = "base"
)toml";

/// The sound files with a manual `local` over them.
ManualFiles with_local(std::string_view path = {}, std::string_view content = {})
{
    ManualFiles files = testing::sound_files();
    files.push_back({"local/manual.toml", std::string{local_manual}});
    if (!path.empty()) files.push_back({std::string{path}, std::string{content}});
    return files;
}

std::string timescale_of(std::string_view amount, std::string_view unit)
{
    std::string text = R"toml([[timescale]]
id = "call"
title = "Calling"
why = "Somebody waits."
measures = "visit"
starts_on = ["everything"]
amount = AMOUNT
unit = "UNIT"
effective_from = 2026-01-01
cites = ["REC-5"]

[[timescale.example]]
why = "It was late."
start = 2026-04-02
done = 2027-04-02T12:00:00
late = true
)toml";
    text.replace(text.find("AMOUNT"), 6, amount);
    text.replace(text.find("UNIT"), 4, unit);
    return text;
}

std::string second_version(std::string_view version, std::string_view from)
{
    ManualFiles files = testing::sound_files();
    std::string& form = testing::content(files, form_path);
    form.replace(form.find("version = 1"), 11, "version = " + std::string{version});
    form.replace(form.find("2026-01-01"), 10, from);
    form.replace(form.find("title = \"Everything\""), 20, "title = \"Everything anew\"");
    return form;
}

} // namespace

TEST(library, loads_a_sound_manual_and_its_examples_hold)
{
    const CheckReport report = check_files(testing::sound_files());
    EXPECT_TRUE(report.sound);
    EXPECT_THAT(report.lines,
                ElementsAre("base, from 1 January 2026: 1 forms, 1 roles, 2 timescales, 1 terms, "
                            "1 words; 4 examples as they should be."));
}

/// One fault in a file, and what is said of it.
struct BadManual {
    const char* why;
    const char* file;
    const char* from;
    const char* to;
    const char* at;     ///< the problem is on the first line with this text, after the change
    const char* reason; ///< part of it
};

class BadManuals : public ::testing::TestWithParam<BadManual> {};

TEST_P(BadManuals, are_refused_with_file_line_and_reason)
{
    const BadManual& bad = GetParam();
    const ManualFiles files =
        testing::with_change(testing::sound_files(), bad.file, bad.from, bad.to);
    const int line = *bad.at == '\0' ? 1 : testing::line_of(files, bad.file, bad.at);
    const Problems problems = problems_of(files);
    ASSERT_FALSE(problems.empty()) << bad.why;
    EXPECT_THAT(problems, ::testing::Contains(::testing::AllOf(
                              ::testing::Field(&Problem::file, bad.file),
                              ::testing::Field(&Problem::line, line),
                              ::testing::Field(&Problem::reason, HasSubstr(bad.reason)))))
        << bad.why << "\n"
        << all_text(problems);
}

constexpr const char* form_file = "base/forms/everything.toml";
constexpr const char* times_file = "base/timescales.toml";

INSTANTIATE_TEST_SUITE_P(
    files, BadManuals,
    ::testing::Values(
        BadManual{"not TOML", form_file, "kind = \"date\"", "kind = date", "kind = date",
                  "This is not TOML"},
        BadManual{"a table without a name", form_file, "[[section]]\nid = \"child\"",
                  "[[%section]]\nid = \"child\"", "[[%section]]", "This is not TOML"},
        BadManual{"a letter beyond ASCII", form_file, "title = \"Everything\"",
                  "t\xC3\x8Ctle = \"Everything\"", "t\xC3\x8Ctle", "This is not TOML"},
        BadManual{"curly quotes", form_file, "title = \"Everything\"",
                  "title = \xE2\x80\x9C"
                  "Everything\xE2\x80\x9D",
                  "title = \xE2", "Curly quotes do not count"},
        BadManual{"a key twice", form_file, "kind = \"date\"", "kind = \"date\"\nkind = \"time\"",
                  "kind = \"time\"", "This is not TOML"},
        BadManual{"an unknown key of a field", form_file, "means = [\"account\"]",
                  "meens = [\"account\"]", "meens", "“meens” is not known here"},
        BadManual{"an unknown key of a form", form_file, "nature", "colour = \"red\"\nnature",
                  "colour", "“colour” is not known here"},
        BadManual{"an unknown kind", form_file, "kind = \"person\"", "kind = \"human\"",
                  "kind = \"human\"", "“kind” must be text, long_text, date"},
        BadManual{"a key of another kind of field", form_file, "minimum = 1",
                  "reason_when = \"no\"", "reason_when", "“reason_when” is not known here"},
        BadManual{"an unknown meaning", form_file, "means = [\"seen\"]", "means = [\"glimpsed\"]",
                  "glimpsed", "“glimpsed” is not a word for “means”"},
        BadManual{"a field without a label", form_file, "label = \"Who?\"\n", "",
                  "[[section.field]]\nid = \"who\"", "“label” is missing"},
        BadManual{"an empty label", form_file, "label = \"Who?\"", "label = \" \"", "label = \" \"",
                  "must be text, in quotation marks and not empty"},
        BadManual{"a field without a why", form_file, "why = \"People.\"\n", "",
                  "[[section.field]]\nid = \"who\"", "“why” is missing"},
        BadManual{"a field that cites nothing", form_file,
                  "why = \"People.\"\ncites = [\"REC-5\"]\n", "why = \"People.\"\n",
                  "[[section.field]]\nid = \"who\"", "“cites” is missing"},
        BadManual{"a clause that there is not", form_file, "why = \"People.\"\ncites = [\"REC-5\"]",
                  "why = \"People.\"\ncites = [\"REC-99\"]", "[[section.field]]\nid = \"who\"",
                  "“REC-99” is cited here but is not in clauses.toml"},
        BadManual{"the same field twice", form_file, "id = \"at\"", "id = \"day\"",
                  "[[section.field]]\nid = \"day\"\nkind = \"time\"",
                  "two fields with the id “day”; the other is on line"},
        BadManual{"the same option twice", form_file, "id = \"2B\"", "id = \"1A\"",
                  "[[section.field]]\nid = \"needs\"", "two options with the id “1A”"},
        BadManual{"a choice of one", form_file,
                  "[[section.field.option]]\nid = \"no\"\nlabel = \"Not seen\"\nmeans = "
                  "[\"not_seen\"]\n",
                  "", "[[section.field]]\nid = \"seen\"", "needs two options or more"},
        BadManual{"a condition on an answer that there is not", form_file, "is = [\"yes\"]",
                  "is = [\"alone\"]", "[[section.field]]\nid = \"words\"",
                  "“seen” is “alone”, but that is not one of its answers"},
        BadManual{"a condition on a field that there is not", form_file, "field = \"seen\"",
                  "field = \"sighted\"", "[[section.field]]\nid = \"words\"",
                  "no field before it has that id"},
        BadManual{"a condition on itself", form_file, "field = \"seen\"", "field = \"words\"",
                  "[[section.field]]\nid = \"words\"", "no field before it has that id"},
        BadManual{"an unknown key in a condition", form_file, "is = [\"yes\"] }",
                  "is = [\"yes\"], unless = \"x\" }", "unless", "“unless” is not known here"},
        BadManual{"two fields with one meaning", form_file, "means = [\"account\"]",
                  "means = [\"account\", \"contact_with\"]", "[[section.field]]\nid = \"account\"",
                  "both mean contact_with"},
        BadManual{"a meaning on the wrong kind", form_file, "means = [\"contact_with\"]",
                  "means = [\"contact_with\", \"born\"]", "[[section.field]]\nid = \"who\"",
                  "its kind must be date"},
        BadManual{"a purpose without what it needs", form_file, "means = [\"contact_with\"]\n", "",
                  "", "needs a field that means contact_with"},
        BadManual{"optional and asking why not", form_file, "unknown_answers = [\"not_known\"]",
                  "required = false\nunknown_answers = [\"not_known\"]",
                  "[[section.field]]\nid = \"agreed\"", "may be left blank"},
        BadManual{"a child's name where there are several", form_file, "label = \"Who?\"",
                  "label = \"Who was with {child}?\"", "[[section.field]]\nid = \"who\"",
                  "asked once for several children"},
        BadManual{"several children without a part for each", form_file, "part = \"child\"\n", "",
                  "", "needs a section with part"},
        BadManual{"late without a reason", form_file, "means = [\"late_reason\"]\n", "", "",
                  "needs a field that means late_reason"},
        BadManual{"no examples", form_file,
                  "why = \"Not complete.\"\nmissing = [\"at\", \"words\"]",
                  "why = \"Not complete.\"", "", "an example that is complete and one that is not"},
        BadManual{"an example of a field that there is not", form_file,
                  "missing = [\"at\", \"words\"]", "missing = [\"att\"]",
                  "[[example]]\nwhy = \"Not", "names the field “att”"},
        BadManual{"dates out of order", form_file, "effective_from = 2026-01-01",
                  "effective_from = 2026-01-01\neffective_to = 2025-12-31", "",
                  "“effective_to” is before “effective_from”"},
        BadManual{"a date in quotation marks", form_file, "effective_from = 2026-01-01",
                  "effective_from = \"2026-01-01\"", "effective_from",
                  "must be a date without quotation marks"},
        BadManual{"a role that there is not", form_file, "signed_by = [\"worker\"]",
                  "signed_by = [\"boss\"]", "", "the role “boss”, which is not in roles.toml"},
        BadManual{"an unknown permission", "base/roles.toml", "\"sign_entries\"", "\"rule\"",
                  "may =", "“rule” is not a word for “may”"},
        BadManual{"a limit that there is not", form_file, "late_after = \"recording\"",
                  "late_after = \"call\"", "", "not a timescale for recording"},
        BadManual{"a file called otherwise than its form", form_file, "id = \"everything\"",
                  "id = \"anything\"", "", "must be called anything.toml"},
        BadManual{"a timescale without examples", times_file,
                  "[[timescale.example]]\nwhy = \"Two weeks.\"\nstart = 2026-04-02\ndue = "
                  "2026-04-16\n",
                  "", "[[timescale]]\nid = \"call\"", "has no examples"},
        BadManual{"a timescale of nothing", times_file, "amount = 2", "amount = 0", "amount = 0",
                  "must be a whole number from 1"},
        BadManual{"an unknown unit", times_file, "unit = \"weeks\"", "unit = \"fortnights\"",
                  "unit = \"fortnights\"", "hours, working_days, calendar_days, weeks or months"},
        BadManual{"a start that there is not", times_file, "starts_on = [\"everything\"]",
                  "starts_on = [\"nothing\"]", "[[timescale]]\nid = \"call\"",
                  "the form “nothing”, which the manual does not have"},
        BadManual{"a timescale twice", times_file, "id = \"call\"", "id = \"recording\"",
                  "[[timescale]]\nid = \"recording\"\ntitle = \"Calling\"", "Version 1 of"},
        BadManual{"an example that says nothing", times_file, "due = 2026-04-16", "",
                  "[[timescale.example]]\nwhy = \"Two", "says when it is due"},
        BadManual{"bank holidays out of order", "base/calendar.toml", "2026-04-06", "2026-04-02",
                  "date = 2026-04-02", "in the order of their dates"},
        BadManual{"a bank holiday outside the years", "base/calendar.toml", "last_year = 2026",
                  "last_year = 2026\n\n[[bank_holiday]]\ndate = 2025-12-25\nname = \"Christmas\"",
                  "date = 2025-12-25", "outside the years"},
        BadManual{"a term without what it means", "base/glossary.toml",
                  "means = \"The people who carry out the plan.\"\n", "", "[[term]]",
                  "“means” is missing"},
        BadManual{"a word with capitals", "base/words.toml", "[\"chaotic\"]", "[\"Chaotic\"]",
                  "find =", "must be in small letters"},
        BadManual{"a word twice", "base/words.toml", "[\"chaotic\"]", "[\"chaotic\", \"chaotic\"]",
                  "find =", "has “chaotic” twice"},
        BadManual{"a manual in another's folder", "base/manual.toml", "id = \"base\"",
                  "id = \"other\"", "id =", "calls itself “other”"},
        BadManual{"a manual under it that there is not", "base/manual.toml",
                  "partnership = \"A partnership\"",
                  "partnership = \"A partnership\"\nextends = \"nowhere\"", "",
                  "extends “nowhere”, which there is not"},
        BadManual{"a manual that extends itself", "base/manual.toml",
                  "partnership = \"A partnership\"",
                  "partnership = \"A partnership\"\nextends = \"base\"", "", "extends itself"}),
    [](const auto& row) {
        std::string name{row.param.why};
        for (char& c : name) {
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) c = '_';
        }
        return name;
    });

TEST(library, everything_wrong_is_told_at_once_in_the_order_of_the_files)
{
    ManualFiles files =
        testing::with_change(testing::sound_files(), form_path, "label = \"Who?\"\n", "");
    files =
        testing::with_change(std::move(files), form_path, "kind = \"number\"", "kind = \"sum\"");
    files = testing::with_change(std::move(files), "base/roles.toml", "title = \"Worker\"\n", "");
    const Problems problems = problems_of(files);
    ASSERT_GE(problems.size(), 3U) << all_text(problems);
    EXPECT_TRUE(std::is_sorted(
        problems.begin(), problems.end(), [](const Problem& left, const Problem& right) {
            return std::tie(left.file, left.line) < std::tie(right.file, right.line);
        }));
    EXPECT_EQ(problems.back().text(), "base/roles.toml:1: “title” is missing.");
}

TEST(library, a_role_signs_only_what_its_permissions_allow)
{
    const ManualFiles files =
        testing::with_change(testing::sound_files(), "base/roles.toml",
                             "\"read_team\", \"sign_entries\"", "\"read_team\"");
    EXPECT_EQ(all_text(problems_of(files)),
              "base/forms/everything.toml:1: “signed_by” names the role “worker”, which may not "
              "sign_entries.\n");
}

TEST(library, files_that_no_manual_has_are_refused_so_that_a_misspelt_name_is_noticed)
{
    ManualFiles files = testing::sound_files();
    files.push_back({"base/timescale.toml", ""});
    files.push_back({"stray.toml", ""});
    files.push_back({"base/forms/more/deep.toml", ""});
    EXPECT_EQ(problems_of(files).size(), 3U);
    files = testing::sound_files();
    testing::content(files, "base/words.toml") = "find = \"\xff\"";
    EXPECT_THAT(all_text(problems_of(files)), HasSubstr("not UTF-8"));
    EXPECT_THAT(all_text(problems_of({})), HasSubstr("no manual"));
    EXPECT_THAT(all_text(problems_of({{"empty/roles.toml", ""}})),
                HasSubstr("no file manual.toml"));
}

TEST(library, nesting_without_end_is_refused)
{
    ManualFiles files = testing::sound_files();
    testing::content(files, "base/words.toml") = "x = " + std::string(5'000, '[');
    EXPECT_THAT(all_text(problems_of(files)), HasSubstr("base/words.toml:1: This is not TOML"));
}

TEST(library, texts_and_comments_may_hold_any_letter)
{
    const auto parsed = parse_toml("a.toml", "# caf\xC3\xA9 \"\n"
                                             "a = \"Zo\xC3\xAB \\\" \xC3\xAB\" # \xC3\xAB\n"
                                             "b = 'Zo\xC3\xAB \\'\n"
                                             "c = \"\"\"\n\xC3\xAB \\\n \"\" \xC3\xAB\"\"\"\"\n"
                                             "d = '''\n\xC3\xAB' \\'''\n"
                                             "e = [\"\", \"\xC3\xAB\", '']\n");
    ASSERT_TRUE(parsed) << parsed.error().text();
    EXPECT_EQ(parsed->find("a")->value.text, "Zo\xC3\xAB \" \xC3\xAB");
    EXPECT_EQ(parsed->find("c")->value.text, "\xC3\xAB \"\" \xC3\xAB\"");
    EXPECT_EQ(parsed->find("e")->value.items.size(), 3U);
}

TEST(library, an_example_that_does_not_come_out_is_reported_with_its_line)
{
    const ManualFiles files = testing::with_change(testing::sound_files(), times_file,
                                                   "due = 2026-04-08", "due = 2026-04-07");
    const CheckReport report = check_files(files);
    EXPECT_FALSE(report.sound);
    EXPECT_THAT(report.lines,
                ElementsAre("base/timescales.toml:11: 2 working days from 2026-04-02 is "
                            "2026-04-08, but the example says 2026-04-07.",
                            "1 to put right."));

    const CheckReport form = check_files(testing::with_change(
        testing::sound_files(), form_path, "missing = [\"at\", \"words\"]", "missing = [\"at\"]"));
    EXPECT_THAT(form.lines.front(), HasSubstr("stopped by at, but is stopped by at and words"));
}

TEST(library, tim_1_a_local_manual_may_only_shorten_a_timescale)
{
    struct Row {
        const char* amount;
        const char* unit;
        const char* reason; ///< empty when it is allowed
    };
    const Row rows[] = {
        {"1", "weeks", ""},
        {"2", "weeks", ""},
        {"14", "calendar_days", ""},
        {"3", "weeks", "would be 3 weeks, but base/timescales.toml gives 2 weeks"},
        {"15", "calendar_days", "may only shorten"},
        {"5", "working_days", "Count it in the same unit"},
    };
    for (const Row& row : rows) {
        const ManualFiles files =
            with_local("local/timescales.toml", timescale_of(row.amount, row.unit));
        const Problems problems = problems_of(files);
        EXPECT_EQ(problems.empty(), *row.reason == '\0') << all_text(problems);
        EXPECT_THAT(all_text(problems), HasSubstr(row.reason));
        for (const Problem& problem : problems)
            EXPECT_EQ(problem.file, "local/timescales.toml");
    }
    const auto library =
        Library::load(with_local("local/timescales.toml", timescale_of("1", "weeks")));
    const auto plain = [&](std::string_view manual) {
        return library->in_force(manual, day("2026-06-01")).find_timescale("call")->plain();
    };
    EXPECT_EQ(plain("local"), "1 week");
    EXPECT_EQ(plain("base"), "2 weeks");
}

TEST(library, a_local_manual_adds_and_does_not_take_over)
{
    const auto text = [](std::string_view path, std::string_view content) {
        return all_text(problems_of(with_local(path, content)));
    };
    EXPECT_THAT(text("local/roles.toml", "[[role]]\nid = \"worker\"\ntitle = \"W\"\nwhy = \"W\"\n"
                                         "cites = [\"REC-5\"]\nmay = [\"read_partnership\"]\n"),
                HasSubstr("local/roles.toml:1: There is a role “worker” already"));
    EXPECT_THAT(text("local/calendar.toml", "first_year = 2026\nlast_year = 2026\n"),
                HasSubstr("Bank holidays are those of the manual that this one extends"));
    EXPECT_THAT(text("local/forms/everything.toml", second_version("2", "2026-02-01")),
                HasSubstr("Number the local versions of it from 1001"));
    EXPECT_EQ(text("local/forms/everything.toml", second_version("1001", "2026-02-01")), "");
    EXPECT_EQ(text("local/glossary.toml", "[[term]]\nterm = \"Core group\"\nmeans = \"Ours.\"\n"),
              "");
}

TEST(library, two_manuals_that_extend_each_other_are_refused)
{
    ManualFiles files = with_local();
    files = testing::with_change(std::move(files), "base/manual.toml", "title",
                                 "extends = \"local\"\ntitle");
    EXPECT_THAT(all_text(problems_of(files)), HasSubstr("The manual extends itself"));
}

TEST(library, a_new_version_takes_effect_on_its_day_and_the_old_one_can_still_be_read)
{
    ManualFiles files = testing::sound_files();
    files.push_back({"base/forms/everything-2.toml", second_version("2", "2026-07-01")});
    const auto library = Library::load(files);
    ASSERT_TRUE(library.has_value()) << all_text(library.error());
    ASSERT_EQ(library->editions("base").size(), 2U);
    EXPECT_EQ(library->in_force("base", day("2026-06-30")).form("everything").version, 1);
    EXPECT_EQ(library->in_force("base", day("2026-07-01")).form("everything").version, 2);
    EXPECT_EQ(library->form_signed("base", "everything@1").title, "Everything");
    EXPECT_EQ(library->form_signed("base", "everything@2").title, "Everything anew");
    EXPECT_THROW(library->form_signed("base", "everything@3"), base::NotFound);
    EXPECT_THROW(library->in_force("base", day("2025-12-31")), base::NotFound);
    EXPECT_THROW(library->in_force("elsewhere", day("2026-07-01")), base::NotFound);
}

TEST(library, a_new_version_must_begin_later_than_the_one_before)
{
    ManualFiles files = testing::sound_files();
    files.push_back({"base/forms/everything-2.toml", second_version("2", "2026-01-01")});
    EXPECT_THAT(all_text(problems_of(files)), HasSubstr("must take effect after version 1"));
}

TEST(library, an_operators_manual_stands_in_place_of_the_whole_one_of_the_same_id)
{
    ManualFiles own = testing::with_change(testing::sound_files(), form_path,
                                           "title = \"Everything\"", "title = \"Our own\"");
    own.erase(std::remove_if(own.begin(), own.end(),
                             [](const ManualFile& file) { return file.path == "base/words.toml"; }),
              own.end());
    const auto library = Library::load(overridden(testing::sound_files(), std::move(own)));
    ASSERT_TRUE(library.has_value());
    const Manual& manual = library->in_force("base", day("2026-06-01"));
    EXPECT_EQ(manual.form("everything").title, "Our own");
    EXPECT_TRUE(manual.words.empty()) << "no file of the replaced manual is left";
}

} // namespace manual
