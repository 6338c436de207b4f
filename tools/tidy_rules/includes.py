"""Who may include whom. The slices and what they use are read from CMake, so there is one list."""
import dataclasses
import pathlib
import re
from typing import Iterator

from tidy_rules.rule import Finding, Repository, Rule, line_of

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)[">]', re.MULTILINE)

# A library from outside stays in the rooms that are its own; everybody else uses the room.
ROOMS = {
    "boost/asio": ("src/web/",),
    "boost/beast": ("src/web/",),
    "openssl/ssl.h": ("src/web/",),
    "sqlite3.h": ("src/store/sqlite/", "src/ledger/verify"),
    "libpq-fe.h": ("src/store/postgres/", "src/store/place_for_test.cpp", "src/ledger/verify"),
    "toml++/": ("src/manual/",),
    "libxml/": ("src/census/",),
    "CLI/": ("src/app/",),
}


@dataclasses.dataclass(frozen=True)
class Library:
    """What one heed_slice() call makes. A folder has one of its own name, and may have more beside it
    for its pages (`record` and `record_web`)."""
    name: str
    folder: str  # under src/
    sources: frozenset[str]  # relative to the folder
    depends: tuple[str, ...]


def folders(repository: Repository) -> list[str]:
    """Every slice's folder, lowest first as the root CMakeLists.txt has them."""
    order = re.search(r"foreach\(slice IN ITEMS ([^)]*)\)", repository.text("CMakeLists.txt"))
    return order.group(1).split() if order else []


def libraries(repository: Repository) -> dict[str, Library]:
    found = {}
    for folder in folders(repository):
        own = [path for path in repository.ending(".cmake", "CMakeLists.txt")
               if str(pathlib.PurePath(path).parent) == f"src/{folder}"]
        for library in read_libraries(folder, "\n".join(repository.text(path) for path in own)):
            found[library.name] = library
    return found


def read_libraries(folder: str, cmake: str) -> Iterator[Library]:
    cmake = re.sub(r"#[^\n]*", "", cmake)
    values: dict[str, str] = {}
    for name, value in re.findall(r"\bset\(\s*(\w+)([^)]*)\)", cmake):
        values[name] = values.get(name, "") + value
    for name, call in re.findall(r"\bheed_slice\(\s*(\w+)([^)]*)\)", cmake):
        call = re.sub(r"\$\{(\w+)\}", lambda found: values.get(found.group(1), ""), call)
        parts = dict.fromkeys(("SOURCES", "TESTS", "DEPENDS", "LIBRARIES"), "")
        words = re.split(r"\b(SOURCES|TESTS|DEPENDS|LIBRARIES)\b", call)
        for key, value in zip(words[1::2], words[2::2]):
            parts[key] += value
        sources = (parts["SOURCES"] + " " + parts["TESTS"]).split()
        yield Library(name, folder, frozenset(sources), tuple(parts["DEPENDS"].split()))


def reach(name: str, known: dict[str, Library]) -> set[str]:
    """The library itself and all that it uses, directly or through another."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        at = waiting.pop()
        if at not in found and at in known:
            found.add(at)
            waiting += known[at].depends
    return found


def homes(path: str, known: dict[str, Library]) -> set[str]:
    """The libraries that `path` may be part of. A header goes with the source of its name; one without a
    source goes with its folder's pages or with its folder's rules, as its own name says."""
    folder, inside = re.fullmatch(r"src/(\w+)/(.+)", path).groups()
    here = [library for library in known.values() if library.folder == folder]
    stem = re.sub(r"\.(h|cpp)$", "", inside)
    listed = {library.name for library in here if f"{stem}.cpp" in library.sources}
    if listed:
        return listed
    outer = {library.name for library in here if library.name != folder}
    return outer if outer and _may_use_web(path) else {folder} & set(known)


def _includes(repository: Repository, path: str) -> Iterator[tuple[int, str, str]]:
    text = repository.text(path)
    for found in INCLUDE.finditer(text):
        yield line_of(text, found.start()), found.group(1), found.group(2)


def order(repository: Repository) -> Iterator[Finding]:
    """A slice's rules use only folders below; no library comes back to itself."""
    known = libraries(repository)
    ranks = {folder: rank for rank, folder in enumerate(folders(repository))}
    for library in known.values():
        path = f"src/{library.folder}/CMakeLists.txt"
        for other in library.depends:
            if other not in known:
                yield Finding(path, 1, f"{library.name} uses {other}, which there is not")
            elif library.name in reach(other, known):
                yield Finding(path, 1, f"{library.name} uses {other}, which uses {library.name}")
            elif library.name == library.folder and ranks[known[other].folder] >= ranks[library.folder]:
                yield Finding(path, 1, f"{library.name} uses {other}, which does not stand below it")


def direction(repository: Repository) -> Iterator[Finding]:
    known = libraries(repository)
    ours = {library.folder for library in known.values()}
    for path in repository.cpp_files():
        parts = pathlib.PurePath(path).parts
        if parts[0] != "src" or parts[1] not in ours:
            continue
        own = homes(path, known)
        allowed = set().union(*(reach(name, known) for name in own))
        for line, quote, target in _includes(repository, path):
            if quote == "<" and target.split("/")[0] not in ours:
                continue
            if not (repository.root / "src" / target).is_file():
                yield Finding(path, line, f'"{target}" is not a file under src/; write the whole path')
            elif not homes(f"src/{target}", known) & allowed:
                yield Finding(path, line, f'{" or ".join(sorted(own))} may not use "{target}": '
                                          "its library is not among the DEPENDS in CMakeLists.txt")


def _may_use_web(path: str) -> bool:
    pure = pathlib.PurePath(path)
    if pure.parts[1] in ("web", "site", "demo", "app") or "pages" in pure.parts:
        return True
    stem = re.sub(r"_test$", "", pure.stem)
    return stem.endswith(("_api", "_pages", "_page"))


def web_stays_outside(repository: Repository) -> Iterator[Finding]:
    for path in repository.cpp_files():
        if not path.startswith("src/") or _may_use_web(path):
            continue
        for line, _, target in _includes(repository, path):
            if target.startswith(("web/", "site/")):
                yield Finding(path, line, "a slice's rules know nothing of the web: "
                                          "only pages/, *_api and *_pages include it")


def rooms(repository: Repository) -> Iterator[Finding]:
    for path in repository.cpp_files():
        if not path.startswith("src/") or repository.is_test(path):
            continue
        for line, _, target in _includes(repository, path):
            for library, rooms_of_library in ROOMS.items():
                if target.startswith(library) and not path.startswith(rooms_of_library):
                    yield Finding(path, line, f"<{target}> belongs in {' and '.join(rooms_of_library)} only")


def verifier_stands_alone(repository: Repository) -> Iterator[Finding]:
    """What checks the ledger must not share the code that wrote it. Seal opens keys and envelopes and
    writes nothing into the ledger, so the verifier may use it."""
    for path in repository.cpp_files():
        if not path.startswith("src/ledger/verify") or repository.is_test(path):
            continue
        for line, quote, target in _includes(repository, path):
            if quote == '"' and not target.startswith(("base/", "seal/", "ledger/verify")):
                yield Finding(path, line, f'the verifier shares no code with the writer: not "{target}"')


RULES = [
    Rule("include.order", order),
    Rule("include.direction", direction),
    Rule("include.web", web_stays_outside),
    Rule("include.rooms", rooms),
    Rule("include.verifier", verifier_stands_alone),
]
