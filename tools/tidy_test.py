"""Each rule of tools/tidy finds what it is there to find, and lets the right thing pass."""
import contextlib
import io
import pathlib
import sys
import tempfile
import textwrap
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from tidy_rules import code, cpp, documents, files, headers, includes, run, sizes, sql
from tidy_rules.rule import Finding, Repository, Rule, Skipped


class Folder:
    """A small repository made for one test."""

    def __init__(self, test: unittest.TestCase):
        self._kept = tempfile.TemporaryDirectory()
        test.addCleanup(self._kept.cleanup)
        self.root = pathlib.Path(self._kept.name)

    def write(self, path: str, text: str) -> "Folder":
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text))
        return self

    def found_by(self, look) -> list[str]:
        return [f"{finding.path}:{finding.line}" for finding in look(Repository(self.root))]


def names_of(text: str) -> list[str]:
    return [function.name for function in cpp.functions(cpp.strip(text).code)]


def only(text: str) -> cpp.Function:
    found = list(cpp.functions(cpp.strip(text).code))
    assert len(found) == 1, found
    return found[0]


class Stripping(unittest.TestCase):
    def test_comments_become_spaces_of_the_same_length(self):
        text = "int a; // one {\nint b; /* two\n} */ int c;\n"
        code_ = cpp.strip(text).code
        self.assertEqual(len(code_), len(text))
        self.assertEqual(code_.split(), ["int", "a;", "int", "b;", "int", "c;"])

    def test_quoted_text_is_kept_apart(self):
        stripped = cpp.strip('f("a{b", \'{\', R"sql(SELECT "x" { )sql");')
        self.assertNotIn("{", stripped.code)
        self.assertEqual([inside for _, inside in stripped.strings], ["a{b", 'SELECT "x" { '])

    def test_an_escaped_quote_does_not_end_the_text(self):
        self.assertEqual(cpp.strip(r'f("a\"b{");').strings[0][1], r'a\"b{')

    def test_a_digit_separator_opens_nothing(self):
        self.assertEqual(cpp.strip("x = 1'000'000; y = \"z\";").strings[0][1], "z")


class Functions(unittest.TestCase):
    def test_finds_each_kind_of_function(self):
        rows = [
            ("free", "int f()\n{\n    return 1;\n}", "f"),
            ("member outside its class", "int A::f() const\n{\n}", "A::f"),
            ("constructor with a list", "A::A(int a) : m_a{a}, m_b(2)\n{\n}", "A::A"),
            ("destructor", "A::~A()\n{\n}", "A::~A"),
            ("operator", "bool operator==(const A& a, const A& b)\n{\n}", "operator=="),
            ("trailing return", "auto f(int a) -> std::vector<int>\n{\n}", "f"),
            ("template", "template <typename T>\nT f(T a) requires std::integral<T>\n{\n}", "f"),
            ("declaration", "[[nodiscard]] int f(int a);", "f"),
            ("within a namespace", "namespace a::b {\nint f();\n}", "f"),
            ("within a class", "class A final : public B {\npublic:\n    int f() { return 1; }\n};", "f"),
        ]
        for why, text, name in rows:
            with self.subTest(why):
                self.assertEqual(names_of(text), [name])

    def test_passes_over_what_is_no_function(self):
        rows = [
            ("values", "constexpr int a{1};\nconst std::vector<int> b = {1, 2};"),
            ("enumeration", "enum class A : int { one, two };"),
            ("alias", "using F = std::function<void(int, int)>;"),
            ("plain struct", "struct A {\n    int a = 0;\n    std::vector<int> b{1, 2};\n};"),
            ("directive", "#if defined(A) && B(1)\n#endif"),
        ]
        for why, text in rows:
            with self.subTest(why):
                self.assertEqual(names_of(text), [])

    def test_counts_the_lines_between_the_braces(self):
        rows = [("int f() { return 1; }", 0), ("int f()\n{\n}", 0), ("int f()\n{\n    a;\n\n    b;\n}", 3)]
        for text, lines in rows:
            self.assertEqual(only(text).body_lines, lines, text)
        self.assertIsNone(only("int f();").body_lines)

    def test_reads_past_one_function_to_the_next(self):
        text = "A::A() : m_a{}, m_b{}\n{\n    if (a) { b = {1}; }\n}\n\nint f()\n{\n    auto g = [](int a) { return a; };\n}\n"
        self.assertEqual(names_of(text), ["A::A", "f"])

    def test_counts_parameters_and_not_the_commas_inside_them(self):
        rows = [
            ("void f();", 0),
            ("void f(void);", 0),
            ("void f(std::map<int, int> a, std::function<int(int, int)> b = {});", 2),
            ("void f(int a, int b, int c, int d, int e, int g);", 6),
            ("int operator()(int a, int b) const;", 2),
        ]
        for text, count in rows:
            self.assertEqual(len(only(text).parameters), count, text)


class Sizes(unittest.TestCase):
    def test_a_file_a_function_and_a_list_of_parameters_can_be_too_long(self):
        body = "    a;\n" * 61
        folder = Folder(self).write("src/a/a.cpp", "int f()\n{\n" + body + "}\n")
        self.assertEqual(folder.found_by(sizes.function_size), ["src/a/a.cpp:1"])
        folder.write("src/a/a.cpp", "int f()\n{\n" + body[7:] + "}\n")
        self.assertEqual(folder.found_by(sizes.function_size), [])
        folder.write("src/a/a.cpp", "")
        table = "TEST(a, b)\n{\n    const Row rows[] = {\n" + "        {1},\n" * 90 + "    };\n" + "    c;\n" * 50 + "}\n"
        folder.write("src/a/a_test.cpp", table)
        self.assertEqual(folder.found_by(sizes.function_size), [])
        folder.write("src/a/a_test.cpp", table + table.replace("    c;\n", "    c;\n    d;\n"))
        self.assertEqual(folder.found_by(sizes.function_size), ["src/a/a_test.cpp:146"])
        folder.write("src/a/b.h", "\n" * 501).write("src/a/c.h", "\n" * 500)
        self.assertEqual(folder.found_by(sizes.file_size), ["src/a/b.h:501"])
        folder.write("src/a/d.h", "void f(int a, int b, int c, int d, int e, int g);\n")
        self.assertEqual(folder.found_by(sizes.parameter_count), ["src/a/d.h:1"])

    def test_a_callback_for_c_has_the_shape_it_was_given(self):
        folder = Folder(self).write("src/a/a.cpp", "void f(void* self, int b, int c, int d, int e, int g)\n{\n}\n")
        self.assertEqual(folder.found_by(sizes.parameter_count), [])

    def test_a_truth_may_come_first_and_a_switch_may_not(self):
        folder = Folder(self).write("src/a/a.h", "void f(bool a);\nvoid g(int a, bool b = false);\nvoid h(int a, const bool*);\n")
        self.assertEqual(folder.found_by(sizes.bool_parameter), ["src/a/a.h:2"])


class Includes(unittest.TestCase):
    def three_slices(self) -> Folder:
        folder = Folder(self).write("CMakeLists.txt", "foreach(slice IN ITEMS base store web record)\n")
        folder.write("src/base/CMakeLists.txt", "heed_slice(base SOURCES a.cpp)\n")
        folder.write("src/base/a.h", "")
        folder.write("src/store/CMakeLists.txt", "heed_slice(store\n  SOURCES s.cpp\n  DEPENDS base\n  LIBRARIES x)\n")
        folder.write("src/store/s.h", "").write("src/web/w.h", "")
        folder.write("src/web/CMakeLists.txt", "heed_slice(web DEPENDS base)\n")
        return folder.write("src/record/CMakeLists.txt", "heed_slice(record DEPENDS store web)\n")

    def test_a_slice_uses_what_it_names_and_what_stands_behind_that(self):
        folder = self.three_slices()
        folder.write("src/record/r.cpp", '#include "base/a.h"\n#include "store/s.h"\n#include <vector>\n')
        self.assertEqual(folder.found_by(includes.direction), [])
        folder.write("src/store/s.cpp", '#include "store/s.h"\n#include "web/w.h"\n')
        self.assertEqual(folder.found_by(includes.direction), ["src/store/s.cpp:2"])

    def test_an_include_names_a_whole_path(self):
        folder = self.three_slices().write("src/store/s.cpp", '#include "s.h"\n')
        self.assertEqual(folder.found_by(includes.direction), ["src/store/s.cpp:1"])

    def test_nothing_depends_on_what_stands_above_it(self):
        folder = self.three_slices()
        self.assertEqual(folder.found_by(includes.order), [])
        folder.write("src/store/CMakeLists.txt", "heed_slice(store DEPENDS base web gone)\n")
        self.assertEqual(folder.found_by(includes.order), ["src/store/CMakeLists.txt:1"] * 2)

    def test_pages_are_a_library_of_their_own(self):
        folder = self.three_slices().write("src/record/CMakeLists.txt", """\
            set(pages pages/show.cpp)
            heed_slice(record SOURCES rules.cpp DEPENDS store)
            heed_slice(record_web SOURCES ${pages} record_api.cpp DEPENDS record web)
            """)
        for path in ("rules.h", "rules.cpp", "record_api.cpp", "pages/show.h", "pages/show.cpp", "pages/paths.h"):
            folder.write(f"src/record/{path}", '#include "web/w.h"\n#include "record/rules.h"\n')
        self.assertEqual(folder.found_by(includes.direction), ["src/record/rules.cpp:1", "src/record/rules.h:1"])
        folder.write("src/record/rules.cpp", '#include "record/pages/paths.h"\n').write("src/record/rules.h", "")
        self.assertEqual(folder.found_by(includes.direction), ["src/record/rules.cpp:1"])

    def test_no_library_comes_back_to_itself(self):
        folder = self.three_slices().write("src/record/CMakeLists.txt", """\
            heed_slice(record_web DEPENDS record_frame)
            heed_slice(record_frame DEPENDS record_web)
            """)
        self.assertEqual(folder.found_by(includes.order), ["src/record/CMakeLists.txt:1"] * 2)

    def test_only_pages_and_the_interface_know_the_web(self):
        folder = self.three_slices()
        for path in ("rules.cpp", "record_api.cpp", "record_pages.cpp", "pages/show.cpp", "record_api_test.cpp"):
            folder.write(f"src/record/{path}", '#include "web/w.h"\n')
        self.assertEqual(folder.found_by(includes.web_stays_outside), ["src/record/rules.cpp:1"])

    def test_a_library_stays_in_its_room(self):
        folder = self.three_slices().write("src/record/r.cpp", "#include <sqlite3.h>\n")
        folder.write("src/store/sqlite/s.cpp", "#include <sqlite3.h>\n")
        self.assertEqual(folder.found_by(includes.rooms), ["src/record/r.cpp:1"])

    def test_the_verifier_shares_nothing_with_the_writer(self):
        folder = Folder(self).write("src/ledger/verify_tree.cpp", '#include "base/sha256.h"\n#include "ledger/merkle.h"\n')
        folder.write("src/ledger/verify_test.cpp", '#include "ledger/ledger.h"\n')
        self.assertEqual(folder.found_by(includes.verifier_stands_alone), ["src/ledger/verify_tree.cpp:2"])


class Code(unittest.TestCase):
    def test_each_banned_construct_is_found_in_code_and_not_in_words_about_it(self):
        rows = ["using namespace std;", "std::regex r;", "std::shared_ptr<int> p;", "#define A 1",
                "auto t = std::chrono::system_clock::now();", "getenv(\"A\");", "GTEST_SKIP();",
                "TEST(a, DISABLED_b)\n{\n    c;\n}", "TEST(a, b) {}", "std::this_thread::sleep_for(1s);"]
        for text in rows:
            with self.subTest(text):
                folder = Folder(self).write("src/a/a.cpp", text + "\n")
                self.assertEqual(folder.found_by(code.banned), ["src/a/a.cpp:1"])
                folder.write("src/a/a.cpp", "".join(f"// {line}\n" for line in text.split("\n")))
                self.assertEqual(folder.found_by(code.banned), [])

    def test_what_is_at_home_somewhere_may_stand_there(self):
        folder = Folder(self).write("src/base/clock.cpp", "system_clock::now();\n")
        folder.write("src/app/config.cpp", "std::getenv(name);\n")
        folder.write("src/a/a_test.cpp", 'GTEST_SKIP() << "why";\n')
        self.assertEqual(folder.found_by(code.banned), [])

    def test_only_the_edges_catch_everything(self):
        folder = Folder(self)
        for path in ("src/app/main.cpp", "src/web/server.cpp", "src/record/sign.cpp"):
            folder.write(path, "try { f(); } catch (...) { }\n")
        self.assertEqual(folder.found_by(code.catch_everything), ["src/record/sign.cpp:1"])

    def test_vague_names_and_unfinished_work_are_found(self):
        folder = Folder(self).write("src/a/date_utils.h", "")
        folder.write("src/misc/a.cpp", "")
        folder.write("src/a/manager_view.h", "")
        self.assertEqual(folder.found_by(code.vague_names), ["src/a/date_utils.h:1", "src/misc/a.cpp:1"])
        folder.write("src/a/b.cpp", "// TO" + "DO later\n")
        self.assertEqual(folder.found_by(code.unfinished), ["src/a/b.cpp:1"])

    def test_a_header_says_what_it_owns(self):
        folder = Folder(self).write("src/a/a.h", "// What a is.\n#pragma once\n")
        folder.write("src/a/b.h", "#pragma once\n")
        self.assertEqual(folder.found_by(code.pragma_once), ["src/a/b.h:1"])

    def test_a_source_file_that_nothing_builds_is_found(self):
        folder = Folder(self).write("src/a/CMakeLists.txt", "heed_slice(a SOURCES a.cpp pages/b.cpp TESTS a_test.cpp)\n")
        folder.write("src/a/more.cmake", "set(more c.cpp ${CMAKE_CURRENT_LIST_DIR}/d_${one}.cpp)\n")
        folder.write("tests/CMakeLists.txt", "f(${CMAKE_SOURCE_DIR}/src/a/e.cpp)\n")
        for path in ("a.cpp", "a_test.cpp", "pages/b.cpp", "b_test.cpp", "b.cpp", "c.cpp", "d_e.cpp", "e.cpp"):
            folder.write(f"src/a/{path}", "")
        self.assertEqual(folder.found_by(code.listed_in_cmake), ["src/a/b.cpp:1", "src/a/b_test.cpp:1"])
        self.assertEqual(folder.found_by(code.slice_readme), ["src/a/CMakeLists.txt:1"])


class Sql(unittest.TestCase):
    def test_sql_stands_in_a_store_file_only(self):
        query = 'constexpr auto q = R"sql(\n   SELECT a FROM b)sql";\n'
        folder = Folder(self).write("src/a/a_store.cpp", query).write("src/a/a.cpp", "\n" + query)
        folder.write("src/a/b.cpp", 'f("Select a child from the list");\n').write("src/store/sqlite/c.cpp", query)
        self.assertEqual(folder.found_by(sql.in_its_place), ["src/a/a.cpp:2"])

    def test_sql_is_not_put_together(self):
        folder = Folder(self).write("src/a/a_store.cpp", 'auto q = fmt::format("SELECT {} FROM b", a);\n')
        self.assertEqual(folder.found_by(sql.bound_never_joined), ["src/a/a_store.cpp:1"])

    def test_tables_are_strict_typed_and_lead_with_the_partnership(self):
        good = ("CREATE TABLE a (\n  partnership_id BLOB NOT NULL, -- whose, and why\n  n INTEGER CHECK (n IN (1, 2)),\n"
                "  PRIMARY KEY (partnership_id, n)\n) STRICT;\n")
        rows = [
            ("right", good, 0),
            ("not strict", good.replace(" STRICT", ""), 1),
            ("another type", good.replace("n INTEGER", "n REAL"), 1),
            ("another key", good.replace("(partnership_id, n)", "(n, partnership_id)"), 1),
            ("no key", good.replace(",\n  PRIMARY KEY (partnership_id, n)", ""), 1),
        ]
        for why, text, count in rows:
            with self.subTest(why):
                folder = Folder(self).write("src/store/migrations/0001_a.sql", text)
                self.assertEqual(len(folder.found_by(sql.tables)), count)


class Files(unittest.TestCase):
    def test_white_space_is_found(self):
        folder = Folder(self).write("a.md", "a \nb\n").write("b.md", "a").write("c.md", "a\n")
        self.assertEqual(folder.found_by(files.white_space), ["a.md:1", "b.md:1"])

    def test_private_names_are_found(self):
        folder = Folder(self).write("a.md", "see /ho" + "me/jo/a\n")
        folder.write("b.json", "https://registry.npm" + "js.org/a\n")
        folder.write("c.md", "a/home/page, https://example.org/home/page\n")
        self.assertEqual(folder.found_by(files.private_names), ["a.md:1", "b.json:1"])

    def test_the_checkout_s_own_folder_is_found(self):
        folder = Folder(self)
        folder.write("a.md", f"in {folder.root}/build\n")
        self.assertEqual(folder.found_by(files.private_names), ["a.md:1"])

    def test_shell_scripts_are_read_by_bash(self):
        folder = Folder(self).write("script/a", "#!/usr/bin/env bash\nset -euo pipefail\nif true; then\n")
        folder.write("script/b", "#!/usr/bin/env bash\nset -euo pipefail\ntrue\n")
        folder.write("script/c", "#!/bin/sh\ntrue\n")
        self.assertEqual(folder.found_by(files.shell_syntax), ["script/a:1", "script/c:1"])
        self.assertEqual(len(folder.found_by(files.executable)), 3)


class Documents(unittest.TestCase):
    def test_links_lead_somewhere(self):
        folder = Folder(self).write("docs/b.md", "# One two\n\n## It's `this`\n\n## One two\n")
        folder.write("README.md", """\
            [a](docs/b.md) [b](docs/b.md#one-two) [c](docs/b.md#its-this) [d](docs) [e](https://example.org/x)
            [f](docs/c.md)
            [g](docs/b.md#three) `[h](no.md)` [i](docs/b.md#one-two-1)
            ```
            [j](no.md)
            ```
            """)
        self.assertEqual(folder.found_by(documents.links), ["README.md:2", "README.md:3"])

    def test_decisions_have_one_number_and_every_part(self):
        parts = "\n\n".join(documents.ADR_PARTS) + "\n"
        folder = Folder(self).write("docs/adr/0001-a.md", "# 0001 A\n\n" + parts)
        folder.write("docs/adr/0001-b.md", "# 0001 B\n\n" + parts)
        folder.write("docs/adr/0002-c.md", "# 0002 C\n").write("docs/adr/notes.md", "")
        found = folder.found_by(documents.decisions)
        self.assertEqual(found, ["docs/adr/0001-b.md:1"] + ["docs/adr/0002-c.md:1"] * 4 + ["docs/adr/notes.md:1"])

    def test_every_dependency_has_a_line(self):
        folder = Folder(self).write("cmake/libraries.cmake", "find_package(fmt 9 REQUIRED) # find_package(no)\n"
                                    "pkg_check_modules(A REQUIRED IMPORTED_TARGET sqlite3>=3 libxml-2.0)\n")
        folder.write("package.json", '{"devDependencies": {"axe-core": "4"}}')
        folder.write("docs/dependencies.md", "| `fmt` | a |\n| `libxml-2.0` | b |\n")
        self.assertEqual(folder.found_by(documents.dependencies), ["cmake/libraries.cmake:1", "package.json:1"])

    def test_scripts_and_documents_know_each_other(self):
        folder = Folder(self).write("script/a", "")
        folder.write("script/b", "")
        folder.write("README.md", "Run script/a.\n`script/c`\n")
        self.assertEqual(folder.found_by(documents.scripts_named), ["README.md:2", "script/b:1"])

    def test_a_test_that_a_document_names_is_there(self):
        folder = Folder(self).write("src/a/a_test.cpp", "TEST(a, does_one_thing)\n{\n}\nTYPED_TEST(b, does_two_things)\n")
        folder.write("docs/a.md", "`a.does_one_thing` `heed.db`\n`b.does_two_things`\n`a.does_two_things`\n")
        self.assertEqual(folder.found_by(documents.tests_named), ["docs/a.md:3"])

    def test_the_first_screen_shows_how_to_start(self):
        folder = Folder(self).write("README.md", "script/demo script/test docs/images/a.png\n")
        self.assertEqual(folder.found_by(documents.first_screen), [])
        folder.write("README.md", "\n" * 50 + "script/demo script/test docs/images/a.png\n")
        self.assertEqual(len(folder.found_by(documents.first_screen)), 3)


class Headers(unittest.TestCase):
    def test_flags_that_matter_are_kept(self):
        command = "g++ -DA=1 -I/x/src -isystem /y -std=c++20 -Wall -O1 -o a.o -c a.cpp -fsanitize=address"
        self.assertEqual(headers.flags_of(command), ["-DA=1", "-I/x/src", "-isystem", "/y", "-std=c++20"])

    def test_a_header_that_leans_on_another_is_found_and_the_rest_remembered(self):
        # a.cpp includes c.h first, so whether c.h compiles is for the build to say.
        folder = Folder(self).write("src/a/a.h", "#pragma once\nstruct A {};\n")
        folder.write("src/a/b.h", "#pragma once\nA b();\n")
        folder.write("src/a/c.h", "#pragma once\nunknown d();\n")
        folder.write("src/a/a.cpp", '#include "a/c.h"\n#include "a/b.h"\n')
        command = f"g++ -I{folder.root}/src -std=c++20 -c src/a/a.cpp"
        folder.write("build/dev/compile_commands.json",
                     f'[{{"directory": "{folder.root}", "file": "src/a/a.cpp", "command": "{command}"}}]')
        self.assertEqual(folder.found_by(headers.compile_alone), ["src/a/b.h:1"])
        self.assertEqual(len((folder.root / "build/dev/headers_that_compile.txt").read_text().split()), 1)

    def test_says_so_when_there_is_nothing_to_go_by(self):
        with self.assertRaises(Skipped):
            list(headers.compile_alone(Repository(Folder(self).root)))


class Running(unittest.TestCase):
    def run_rules(self, *rules: Rule) -> tuple[int, str]:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            ended = run.run(Repository(Folder(self).root), list(rules))
        return ended, printed.getvalue().splitlines()[-1]

    def test_counts_rules(self):
        def skip(_):
            raise Skipped("no reason")

        good = Rule("good", lambda _: [])
        bad = Rule("bad", lambda _: [Finding("a", 1, "b")])
        self.assertEqual(self.run_rules(good, Rule("off", skip)), (0, "1 passed, 0 failed, 1 skipped"))
        self.assertEqual(self.run_rules(good, bad), (1, "1 passed, 1 failed"))
        self.assertEqual(self.run_rules(), (1, "0 passed, 0 failed"))

    def test_no_two_rules_share_a_name(self):
        names = [rule.name for rule in run.all_rules()]
        self.assertEqual(len(names), len(set(names)))


if __name__ == "__main__":
    unittest.main()
