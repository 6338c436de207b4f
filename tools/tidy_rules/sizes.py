"""How long files and functions may be, how many parameters a function takes and of what type."""
import re
from typing import Iterator

from tidy_rules import cpp
from tidy_rules.rule import Finding, Repository, Rule, line_of

FILE_LINES = 500
FUNCTION_LINES = 60
PARAMETERS = 5
WRITTEN_BY_HAND = (".cpp", ".h", ".py", ".mjs", ".js", ".css", ".sh", ".cmake", "CMakeLists.txt")


def file_size(repository: Repository) -> Iterator[Finding]:
    shell = [path for path in repository.paths if path.startswith(("script/", ".ci/", "tests/soak/"))]
    for path in sorted(set(repository.ending(*WRITTEN_BY_HAND)) | set(shell)):
        lines = repository.text(path).count("\n")
        if lines > FILE_LINES:
            yield Finding(path, lines, f"{lines} lines; a file has at most {FILE_LINES}: split it by idea")


def without_tables(code: str) -> str:
    """A test's table of rows is data: it has no lines here. `code` is stripped."""
    start = 0
    while found := re.compile(r"\]\s*=?\s*\{|>\s*\w+\s*=?\s*\{").search(code, start):
        opening = found.end() - 1
        closing = cpp.matching(code, opening)
        code = code[:opening + 1] + code[opening + 1:closing].replace("\n", " ") + code[closing:]
        start = opening + 1
    return code


def _functions(repository: Repository) -> Iterator[tuple[str, int, cpp.Function]]:
    for path in repository.cpp_files():
        code = repository.stripped(path).code
        for function in cpp.functions(code):
            yield path, line_of(code, function.start), function


def _long_functions(repository: Repository, path: str) -> Iterator[tuple[int, cpp.Function]]:
    code = repository.stripped(path).code
    longest = [function for function in cpp.functions(code) if (function.body_lines or 0) > FUNCTION_LINES]
    for function in longest:
        if repository.is_test(path):
            end = cpp.matching(code, code.index("{", function.start))
            body = without_tables(code[code.index("{", function.start):end + 1])
            if body.count("\n") - 1 <= FUNCTION_LINES:
                continue
        yield line_of(code, function.start), function


def function_size(repository: Repository) -> Iterator[Finding]:
    for path in repository.cpp_files():
        for line, function in _long_functions(repository, path):
            name = ", ".join(function.parameters) if function.name.startswith("TEST") else function.name
            yield Finding(path, line, f"{name} has {function.body_lines} lines; "
                                      f"a function has at most {FUNCTION_LINES}")


def _is_callback_for_c(function: cpp.Function) -> bool:
    """A C library chose the shape of a function that gets its own pointer back first."""
    first = function.parameters[0] if function.parameters else ""
    return re.fullmatch(r"void\s*\*(\s*\w+)?", first) is not None


def parameter_count(repository: Repository) -> Iterator[Finding]:
    for path, line, function in _functions(repository):
        if len(function.parameters) > PARAMETERS and not _is_callback_for_c(function):
            yield Finding(path, line, f"{function.name} takes {len(function.parameters)} parameters; "
                                      f"more than {PARAMETERS} belong in a struct with names")


def bool_parameter(repository: Repository) -> Iterator[Finding]:
    """The first parameter is what a function is about, and may be a truth; a later one is a switch."""
    for path, line, function in _functions(repository):
        for parameter in function.parameters[1:]:
            if re.fullmatch(r"(const\s+)?bool(\s+\w+)?(\s*=.*)?", parameter):
                yield Finding(path, line, f"{function.name} takes a bool as a switch; its calls "
                                          "cannot be read: use an enum class with two values")


RULES = [
    Rule("size.file", file_size),
    Rule("size.function", function_size),
    Rule("size.parameters", parameter_count),
    Rule("size.bool_parameter", bool_parameter),
]
