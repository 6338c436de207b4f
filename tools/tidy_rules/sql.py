"""Where SQL may stand, and what every table must look like."""
import re
from typing import Iterator

from tidy_rules.rule import Finding, Repository, Rule, line_of

SQL = re.compile(
    r"\s*(?:SELECT\s|INSERT\s+(?:INTO|OR)\b|REPLACE\s+INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|"
    r"CREATE\s+(?:TABLE|INDEX|UNIQUE|TRIGGER|VIEW|VIRTUAL)\b|DROP\s+(?:TABLE|INDEX|TRIGGER)\b|"
    r"ALTER\s+TABLE\b|WITH\s+(?:RECURSIVE\s+)?\w+[^;]*\bAS\s*\(|PRAGMA\s|ATTACH\s|SAVEPOINT\s|"
    r"RELEASE\s|ROLLBACK\b|BEGIN\b|COMMIT\b|VALUES\s*\()"
)
DRIVERS = ("src/store/sqlite/", "src/store/postgres/")
DATA_FILE = "src/store/migrations/"
TYPES = {"BLOB", "TEXT", "INTEGER"}
TABLE = re.compile(r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s*\(", re.IGNORECASE)


def _may_hold_sql(path: str) -> bool:
    return path.endswith("_store.cpp") or Repository.is_test(path) or path.startswith((*DRIVERS, "bench/"))


def in_its_place(repository: Repository) -> Iterator[Finding]:
    for path in repository.cpp_files():
        if _may_hold_sql(path):
            continue
        text = repository.text(path)
        for offset, inside in repository.stripped(path).strings:
            if SQL.match(inside):
                yield Finding(path, line_of(text, offset), "SQL belongs in a *_store.cpp, as a named query")


def bound_never_joined(repository: Repository) -> Iterator[Finding]:
    """A query's text is a constant. What changes is bound."""
    for path in repository.cpp_files():
        if path.startswith(DRIVERS) or Repository.is_test(path):
            continue
        stripped = repository.stripped(path)
        text = repository.text(path)
        for offset, inside in stripped.strings:
            if not SQL.match(inside):
                continue
            before = stripped.code[:offset].rstrip()
            if before.endswith(("+", "+=", "format(")):
                yield Finding(path, line_of(text, offset), "SQL put together from parts: bind the value")


def tables(repository: Repository) -> Iterator[Finding]:
    for path in repository.ending(".sql"):
        if "/migrations/" not in path:
            continue
        text = re.sub(r"--[^\n]*", lambda found: " " * len(found.group()), repository.text(path))
        for found in TABLE.finditer(text):
            line = line_of(text, found.start())
            for what in _faults(text, found):
                yield Finding(path, line, f"table {found.group(1)}: {what}")
            if path.startswith(DATA_FILE) and _leading_column(text, found) != "partnership_id":
                yield Finding(path, line, f"table {found.group(1)}: its primary key does not lead with "
                                          "partnership_id, by which a large store is divided")


def _faults(text: str, found: re.Match) -> Iterator[str]:
    body, after = _body(text, found.end())
    if not re.match(r"\s*[^;]*\bSTRICT\b", after.split(";")[0] + ";"):
        yield "is not STRICT"
    for column in _columns(body):
        words = column.split()
        if words and words[0].upper() not in ("PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT"):
            if len(words) < 2 or words[1].upper() not in TYPES:
                yield f"{words[0]} is not one of BLOB, TEXT, INTEGER"


def _leading_column(text: str, found: re.Match) -> str:
    """The first column of the primary key, however it is written; empty when there is none."""
    body, _ = _body(text, found.end())
    key = re.search(r"PRIMARY\s+KEY\s*\(\s*(\w+)", body, re.IGNORECASE)
    if key:
        return key.group(1)
    single = [column for column in _columns(body) if re.search(r"\bPRIMARY\s+KEY\b", column, re.IGNORECASE)]
    return single[0].split()[0] if single else ""


def _columns(body: str) -> list[str]:
    parts, depth, last = [], 0, 0
    for at, character in enumerate(body):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append(body[last:at].strip())
            last = at + 1
    return [*parts, body[last:].strip()]


def _body(text: str, start: int) -> tuple[str, str]:
    depth, at = 1, start
    while at < len(text) and depth:
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return text[start:at - 1], text[at:]


RULES = [
    Rule("sql.in_its_place", in_its_place),
    Rule("sql.bound_never_joined", bound_never_joined),
    Rule("sql.tables", tables),
]
