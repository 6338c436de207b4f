"""The documents agree with the code and with each other."""
import json
import pathlib
import re
import urllib.parse
from typing import Iterator

from tidy_rules.rule import Finding, Repository, Rule, line_of

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
GOOGLE_TEST = re.compile(r"\b(?:TYPED_)?TEST(?:_[FP])?\(\s*(\w+),\s*(\w+)\s*\)")
ADR = re.compile(r"docs/adr/(\d{4})-[a-z0-9-]+\.md")
ADR_PARTS = ("## Context", "## Decision", "## Consequences", "## How it is shown")
FIRST_SCREEN_LINES = 40


def _without_code(markdown: str) -> str:
    def blank(found: re.Match) -> str:
        return re.sub(r"[^\n]", " ", found.group())

    markdown = re.sub(r"^(```|~~~).*?^\1", blank, markdown, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", blank, markdown)


def anchors(markdown: str) -> set[str]:
    """The names that the headings of a page can be reached by."""
    found: set[str] = set()
    plain = re.sub(r"^(```|~~~).*?^\1", "", markdown, flags=re.MULTILINE | re.DOTALL)
    for heading in re.findall(r"^#{1,6}\s+(.+?)\s*#*$", plain, re.MULTILINE):
        heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        number = 1
        while name in found:
            name = f"{name.rstrip('0123456789').rstrip('-')}-{number}"
            number += 1
        found.add(name)
    return found


def links(repository: Repository) -> Iterator[Finding]:
    known = set(repository.paths)
    folders = {str(parent) for path in known for parent in pathlib.PurePath(path).parents}
    for path in repository.ending(".md"):
        text = _without_code(repository.text(path))
        for found in LINK.finditer(text):
            target = urllib.parse.unquote(found.group(1))
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            file, _, anchor = target.partition("#")
            whole = _normal(pathlib.PurePath(path).parent / file) if file else path
            if whole not in known and whole.rstrip("/") not in folders:
                yield Finding(path, line_of(text, found.start()), f"there is no {target}")
            elif anchor and whole.endswith(".md") and anchor not in anchors(repository.text(whole)):
                yield Finding(path, line_of(text, found.start()), f"{whole} has no heading #{anchor}")


def _normal(path: pathlib.PurePath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts) or "."


def decisions(repository: Repository) -> Iterator[Finding]:
    by_number: dict[str, str] = {}
    by_title: dict[str, str] = {}
    for path in repository.paths:
        if not path.startswith("docs/adr/") or not path.endswith(".md"):
            continue
        named = ADR.fullmatch(path)
        if not named:
            yield Finding(path, 1, "a decision is named docs/adr/NNNN-title.md")
            continue
        text = repository.text(path)
        heading = re.match(r"# (\d{4})[.:]? (.+)\n", text)
        if not heading or heading.group(1) != named.group(1):
            yield Finding(path, 1, f"starts with `# {named.group(1)} Title`")
            continue
        for seen, key in ((by_number, named.group(1)), (by_title, heading.group(2).lower())):
            if key in seen:
                yield Finding(path, 1, f"'{key}' is taken by {seen[key]}")
            seen[key] = path
        for part in ADR_PARTS:
            if part not in text:
                yield Finding(path, 1, f"has no part '{part}'")


def wanted_libraries(cmake: str) -> list[str]:
    """The names by which cmake/libraries.cmake asks for what comes from outside."""
    cmake = re.sub(r"#[^\n]*", "", cmake)
    names = re.findall(r"find_package\(\s*([\w.+-]+)", cmake)
    for call in re.findall(r"pkg_check_modules\(([^)]*)\)", cmake):
        names += [re.split(r"[<>=]", word)[0] for word in call.split()[1:]
                  if word not in ("REQUIRED", "IMPORTED_TARGET", "QUIET", "GLOBAL")]
    return [name for name in names if name not in ("PkgConfig", "Threads")]


def dependencies(repository: Repository) -> Iterator[Finding]:
    page = "docs/dependencies.md"
    if page not in repository.paths:
        yield Finding(page, 1, "is not there")
        return
    rows = [line for line in repository.text(page).splitlines() if line.startswith("|")]
    wanted = [("cmake/libraries.cmake", name)
              for name in wanted_libraries(repository.text("cmake/libraries.cmake"))]
    if "package.json" in repository.paths:
        package = json.loads(repository.text("package.json"))
        for kind in ("dependencies", "devDependencies", "optionalDependencies"):
            wanted += [("package.json", name) for name in package.get(kind, {})]
    for path, name in wanted:
        if not any(f"`{name}`" in row for row in rows):
            yield Finding(path, 1, f"{page} has no line for `{name}`: what for, which version, whose licence")


def first_screen(repository: Repository) -> Iterator[Finding]:
    lines = repository.text("README.md").splitlines() if "README.md" in repository.paths else []
    start = "\n".join(lines[:FIRST_SCREEN_LINES])
    for what in ("script/demo", "script/test", "docs/images/"):
        if what not in start:
            yield Finding("README.md", 1, f"the first screen does not show {what}")


def scripts_named(repository: Repository) -> Iterator[Finding]:
    """A script that a document names is there, and each script is named by some document."""
    scripts = {path for path in repository.paths if path.startswith("script/")}
    named: set[str] = set()
    for path in repository.ending(".md"):
        text = repository.text(path)
        for found in re.finditer(r"(?<![\w/.-])script/([a-z_]+)\b(?!/)", text):
            name = f"script/{found.group(1)}"
            named.add(name)
            if name not in scripts:
                yield Finding(path, line_of(text, found.start()), f"there is no {name}")
    for path in sorted(scripts - named):
        yield Finding(path, 1, "no document says what it is for")


def tests_named(repository: Repository) -> Iterator[Finding]:
    """A decision that says which test shows it names one that there is: `suite.name_in_words`."""
    known = set()
    for path in repository.ending("_test.cpp"):
        for found in GOOGLE_TEST.finditer(repository.text(path)):
            known.add(f"{found.group(1)}.{found.group(2)}")
    for path in repository.ending(".md"):
        text = repository.text(path)
        for found in re.finditer(r"`([a-z_]+\.[a-z0-9]+(?:_[a-z0-9]+){2,})`", text):
            if found.group(1) not in known:
                yield Finding(path, line_of(text, found.start()), f"there is no test {found.group(1)}")


RULES = [
    Rule("documents.links", links),
    Rule("documents.decisions", decisions),
    Rule("documents.dependencies", dependencies),
    Rule("documents.first_screen", first_screen),
    Rule("documents.scripts_named", scripts_named),
    Rule("documents.tests_named", tests_named),
]
