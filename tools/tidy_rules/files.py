"""Rules for files of any kind: white space, formatting, shell syntax, and what must not be in them."""
import re
import shutil
import subprocess
from typing import Iterator

from tidy_rules.rule import Finding, Repository, Rule, Skipped

CHECKED_FOR_SPACES = (".cpp", ".h", ".py", ".mjs", ".js", ".css", ".sql", ".toml", ".cmake", ".sh", ".md",
                      ".json", ".yml", ".yaml", ".html", "CMakeLists.txt", ".clang-format", ".clang-tidy")

# Hosts that packages come from, and folders of one person's machine. The patterns do not match themselves.
PRIVATE = [
    (re.compile(r"\bregistry[.]npmjs[.]|\bnpmjs[.]org/-/|[.]pkg[.]dev\b|\bartifactory\b|"
                r"\bdeb[.]debian[.]org\b|\bproxy[.]golang[.]org\b"),
     "names the host that packages come from; leave that to the machine's own settings"),
    (re.compile(r"(?<![\w.])/(?:home|Users)/[a-z]\w+|(?<![\w.])/root/\w"),
     "a folder of one machine"),
]
BIGGEST = 1024 * 1024


def _shell_scripts(repository: Repository) -> list[str]:
    return [path for path in repository.paths
            if re.match(r"#!.*\b(?:ba)?sh\b", _first_line(repository, path))]


def _first_line(repository: Repository, path: str) -> str:
    with (repository.root / path).open("rb") as file:
        return file.readline(200).decode(errors="replace")


def white_space(repository: Repository) -> Iterator[Finding]:
    for path in sorted({*repository.ending(*CHECKED_FOR_SPACES), *_shell_scripts(repository)}):
        if path == "package-lock.json":
            continue
        text = repository.text(path)
        for number, line in enumerate(text.split("\n"), 1):
            if line.endswith((" ", "\t", "\r")):
                yield Finding(path, number, "white space at the end of the line")
        if text and not text.endswith("\n"):
            yield Finding(path, text.count("\n") + 1, "the last line has no end")


def private_names(repository: Repository) -> Iterator[Finding]:
    here = str(repository.root)
    for path in repository.paths:
        if not repository.is_text(path):
            continue
        for number, line in enumerate(repository.text(path).splitlines(), 1):
            for pattern, what in PRIVATE:
                if pattern.search(line):
                    yield Finding(path, number, what)
            if len(here) > 5 and re.search(re.escape(here) + r"\b", line):
                yield Finding(path, number, "the folder of this checkout")


def size(repository: Repository) -> Iterator[Finding]:
    for path in repository.paths:
        if (repository.root / path).stat().st_size > BIGGEST:
            yield Finding(path, 1, "larger than 1 MiB; a repository is no place to keep data")


def shell_syntax(repository: Repository) -> Iterator[Finding]:
    for path in _shell_scripts(repository):
        done = subprocess.run(["bash", "-n", path], cwd=repository.root, capture_output=True, text=True)
        if done.returncode != 0:
            yield Finding(path, 1, (done.stderr.splitlines() or ["bash -n fails"])[0])
        if "set -euo pipefail" not in repository.text(path):
            yield Finding(path, 1, "set -euo pipefail, or an error passes unseen")


def executable(repository: Repository) -> Iterator[Finding]:
    for path in repository.paths:
        can_run = bool((repository.root / path).stat().st_mode & 0o100)
        has_line = _first_line(repository, path).startswith("#!")
        if can_run != has_line:
            yield Finding(path, 1, "can be run but does not say by what" if can_run
                          else "says by what it is run, but cannot be")


def clang_format(repository: Repository) -> Iterator[Finding]:
    program = shutil.which("clang-format-14")
    if not program:
        raise Skipped("there is no clang-format-14; script/setup --for test installs it")
    paths = repository.cpp_files()
    if not paths:
        return
    done = subprocess.run([program, "--dry-run", "--Werror", *paths], cwd=repository.root,
                          capture_output=True, text=True)
    seen = set()
    for found in re.finditer(r"^(.+?):(\d+):\d+: error: ", done.stderr, re.MULTILINE):
        if found.group(1) not in seen:
            seen.add(found.group(1))
            yield Finding(found.group(1), int(found.group(2)), "clang-format-14 -i would change it")
    if done.returncode != 0 and not seen:
        yield Finding(".clang-format", 1, done.stderr.strip()[:200])


RULES = [
    Rule("files.white_space", white_space),
    Rule("files.private_names", private_names),
    Rule("files.size", size),
    Rule("files.shell_syntax", shell_syntax),
    Rule("files.executable", executable),
    Rule("files.clang_format", clang_format),
]
