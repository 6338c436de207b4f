"""Every header compiles alone.

One that a source file includes first has been compiled alone by the build. The rest are compiled here, and
what compiled once is remembered by the content of all that it includes.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
from typing import Iterator, Optional

from tidy_rules.includes import INCLUDE
from tidy_rules.rule import Finding, Repository, Rule, Skipped

AT_ONCE = 2
KEPT_FLAGS = ("-I", "-D", "-std=", "-f")
KEPT_WITH_NEXT = ("-I", "-isystem", "-D")


def flags_of(command: str) -> list[str]:
    """What of a compile command says how to read a header: folders, definitions, the language."""
    words = shlex.split(command)
    kept = []
    for at, word in enumerate(words):
        if word in KEPT_WITH_NEXT:
            kept += words[at:at + 2]
        elif word.startswith(KEPT_FLAGS) and not word.startswith("-fsanitize"):
            kept.append(word)
    return kept


def _shown_by_the_build(repository: Repository, built: set[str]) -> set[str]:
    """The headers that some source file of the build includes before anything else."""
    found = set()
    for path in built:
        first = INCLUDE.search(repository.text(path)) if (repository.root / path).is_file() else None
        if first and first.group(1) == '"':
            found.add("src/" + first.group(2))
    return found


def _read_database(database: pathlib.Path, root: pathlib.Path) -> tuple[dict[str, list[str]], set[str]]:
    """The flags of each slice, and the source files that the build compiles."""
    flags: dict[str, list[str]] = {}
    built = set()
    for entry in json.loads(database.read_text()):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if path.is_relative_to(root.resolve() / "src"):
            inside = path.relative_to(root.resolve())
            built.add(str(inside))
            flags.setdefault(inside.parts[1], flags_of(entry["command"]))
    return flags, built


def _content_hash(repository: Repository, path: str, flags: list[str]) -> str:
    """Of the header, all of the project's own headers behind it, and the flags."""
    seen, waiting = set(), [path]
    while waiting:
        at = waiting.pop()
        if at in seen or not (repository.root / at).is_file():
            continue
        seen.add(at)
        waiting += ["src/" + found.group(2) for found in INCLUDE.finditer(repository.text(at))
                    if found.group(1) == '"']
    state = hashlib.sha256("\0".join(flags).encode())
    for at in sorted(seen):
        state.update(f"\0{at}\0{repository.text(at)}".encode())
    return state.hexdigest()


def _compile(root: pathlib.Path, header: str, flags: list[str]) -> Optional[str]:
    """The first complaint, if there is one."""
    command = [os.environ.get("CXX", "g++"), *flags, "-fsyntax-only", "-w", "-x", "c++", "-"]
    source = f'#include "{header}"\n'
    done = subprocess.run(command, input=source, text=True, capture_output=True, cwd=root)
    if done.returncode == 0:
        return None
    errors = [line for line in done.stderr.splitlines() if "error" in line]
    return (errors or done.stderr.splitlines() or ["the compiler failed"])[0]


def compile_alone(repository: Repository) -> Iterator[Finding]:
    database = repository.build / "compile_commands.json"
    if not database.is_file():
        raise Skipped("there is no compile_commands.json; configure a build first, or give --build")
    by_slice, built = _read_database(database, repository.root)
    shown = _shown_by_the_build(repository, built)
    cache_path = repository.build / "headers_that_compile.txt"
    known = set(cache_path.read_text().split()) if cache_path.is_file() else set()
    kept, waiting = set(), []
    for path in repository.ending(".h"):
        parts = pathlib.PurePath(path).parts
        if parts[0] != "src" or parts[1] not in by_slice or path in shown:
            continue
        flags = by_slice[parts[1]]
        key = _content_hash(repository, path, flags)
        if key in known:
            kept.add(key)
        else:
            waiting.append((path, flags, key))
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(lambda job: _compile(repository.root, job[0][len("src/"):], job[1]), waiting)
        for (path, _, key), complaint in zip(waiting, answers):
            if complaint is None:
                kept.add(key)
            else:
                yield Finding(path, 1, f"does not compile alone: {complaint}")
    cache_path.write_text("".join(f"{key}\n" for key in sorted(kept)))


RULES = [Rule("headers.compile_alone", compile_alone)]
