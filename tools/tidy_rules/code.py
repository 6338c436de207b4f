"""Names and constructs that do not belong in the project, each with what to write instead."""
import pathlib
import re
from typing import Iterator

from tidy_rules.rule import Finding, Repository, Rule, line_of

VAGUE_NAMES = {"util", "utils", "common", "helper", "helpers", "misc", "manager"}

# In code without comments and quotes: what, where it may stand all the same, and what to do instead.
BANNED = [
    (r"\busing\s+namespace\s+std\b", (), "write std:: where it is used"),
    (r"\bstd\s*::\s*(?:basic_)?regex\b", (), "write the few lines that read the text"),
    # CLI11 copies its callbacks, so what a command's options are kept in has no one owner.
    (r"\b(?:shared_ptr|make_shared)\b", ("src/app/commands/",), "one owner, references down"),
    (r"^[ \t]*#[ \t]*define\b", (), "a function, a constant or an enum class"),
    (r"\bsystem_clock\s*::\s*now\b", ("src/base/",), "ask the base::Clock that is handed in"),
    (r"\b(?:secure_)?getenv\b", ("src/app/",), "src/app reads the environment, once"),
    (r"\bGTEST_SKIP\(\)\s*;", (), "say why: GTEST_SKIP() << reason"),
    (r"\bDISABLED_\w+", (), "a test that is off is no test"),
    (r"\bTEST_?[FP]?\s*\([^)]*\)\s*\{\s*\}", (), "a test that looks at nothing is no test"),
    (r"\b(?:sleep_for|sleep_until|usleep|nanosleep)\b", ("src/store/postgres/",), "wait for the thing itself, not for time"),
]

# The edges: where an unknown exception must become an answer, or nothing else would hear of it; and
# where it would pass through a C library, which cannot carry it.
CATCH_EVERYTHING = ("src/app/", "src/store/", "src/web/", "src/census/xml_stream.cpp")

# Written apart, so that this list does not find itself.
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
WITH_COMMENTS = (".cpp", ".h", ".py", ".mjs", ".js", ".css", ".sql", ".toml", ".cmake", ".sh", ".md",
                 "CMakeLists.txt")


def vague_names(repository: Repository) -> Iterator[Finding]:
    for path in repository.ending(".cpp", ".h", ".py", ".mjs", ".js", ".css"):
        pure = pathlib.PurePath(path)
        words = [re.sub(r"_(test|store|api|pages)$", "", pure.stem), *pure.parts[:-1]]
        for word in words:
            if VAGUE_NAMES & set(re.split(r"[_\-.]", word)[-1:]):
                yield Finding(path, 1, f"'{word}' says nothing: name the idea")


def banned(repository: Repository) -> Iterator[Finding]:
    for path in repository.cpp_files():
        code = repository.stripped(path).code
        for pattern, homes, instead in BANNED:
            if homes and (path.startswith(homes) or repository.is_test(path)):
                continue
            for found in re.finditer(pattern, code, re.MULTILINE):
                yield Finding(path, line_of(code, found.start()), f"{found.group().strip()}: {instead}")


def catch_everything(repository: Repository) -> Iterator[Finding]:
    for path in repository.cpp_files():
        if path.startswith(CATCH_EVERYTHING) or repository.is_test(path):
            continue
        code = repository.stripped(path).code
        for found in re.finditer(r"\bcatch\s*\(\s*\.\.\.\s*\)", code):
            yield Finding(path, line_of(code, found.start()),
                          "only the edges catch everything; let it pass")


def unfinished(repository: Repository) -> Iterator[Finding]:
    shell = [path for path in repository.paths if path.startswith(("script/", ".ci/", "tests/soak/"))]
    for path in [*repository.ending(*WITH_COMMENTS), *shell]:
        for number, line in enumerate(repository.text(path).splitlines(), 1):
            if UNFINISHED.search(line):
                yield Finding(path, number, "finish it, or open an issue and take the note out")


def pragma_once(repository: Repository) -> Iterator[Finding]:
    for path in repository.ending(".h"):
        text = repository.text(path)
        head = re.match(r"((?://[^\n]*\n){1,6})#pragma once\n", text)
        if not head:
            yield Finding(path, 1, "a header starts with what it owns, in 1 to 5 lines of //, "
                                   "and then #pragma once")


def listed_in_cmake(repository: Repository) -> Iterator[Finding]:
    listed = [pattern for cmake in repository.ending(".cmake", "CMakeLists.txt")
              for pattern in listed_sources(cmake, repository.text(cmake))]
    for path in repository.ending(".cpp"):
        is_ours = path.startswith(("src/", "bench/", "tests/"))
        if is_ours and not any(pattern.fullmatch(path) for pattern in listed):
            yield Finding(path, 1, "no CMake file lists it, so nothing builds or tests it")


def listed_sources(cmake: str, text: str) -> Iterator[re.Pattern]:
    """What the sources named in the CMake file `cmake` match. A variable of a loop matches any word."""
    folder = str(pathlib.PurePath(cmake).parent)
    for word in re.findall(r"[^\s()\";]+\.cpp\b", re.sub(r"#[^\n]*", "", text)):
        word = re.sub(r"\$\{(?:CMAKE|PROJECT)_SOURCE_DIR\}/", "//", word)
        word = re.sub(r"\$\{CMAKE_CURRENT_(?:LIST|SOURCE)_DIR\}/", "", word)
        whole = word[2:] if word.startswith("//") else f"{folder}/{word}" if folder != "." else word
        yield re.compile(r"[\w-]+".join(re.escape(part) for part in re.split(r"\$\{\w+\}", whole)))


def slice_readme(repository: Repository) -> Iterator[Finding]:
    for path in repository.ending("CMakeLists.txt"):
        pure = pathlib.PurePath(path)
        is_slice = pure.parts[0] == "src" and len(pure.parts) == 3
        if is_slice and f"{pure.parent}/README.md" not in repository.paths:
            yield Finding(path, 1, f"{pure.parent} has no README.md: its nouns, its rules, its entry points")


RULES = [
    Rule("code.vague_names", vague_names),
    Rule("code.banned", banned),
    Rule("code.catch_everything", catch_everything),
    Rule("code.unfinished", unfinished),
    Rule("code.header_head", pragma_once),
    Rule("code.listed_in_cmake", listed_in_cmake),
    Rule("code.slice_readme", slice_readme),
]
