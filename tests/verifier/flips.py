"""One bit changed in the ledger's tables, every byte in its turn, and what the two verifiers make of it.

Headers do not say which partnership they belong to, and each ledger is checked by itself. So a data file
can hold hundreds of copies of one ledger, each with another bit changed and a partnership of its own, and
one run of a verifier must name every one of them. That is what makes every byte affordable.
"""
import contextlib
import copy
import dataclasses
import hashlib
import pathlib
import shutil
import sqlite3
from typing import Iterator

import forger
import verify
from installation import Heed

INTEGER_BYTES = 8
WHOLE_COPIES = 2


@dataclasses.dataclass(frozen=True)
class Flip:
    table: str
    row: int
    column: int
    byte: int
    bit: int

    def __str__(self) -> str:
        name = list(verify.COLUMNS[self.table])[self.column]
        return f"{self.table}.{name}, row {self.row}, byte {self.byte}, bit {self.bit}"

    def change(self, value: bytes | int) -> bytes | int:
        is_integer = isinstance(value, int)
        content = bytearray(value.to_bytes(INTEGER_BYTES, "big", signed=True) if is_integer else value)
        content[self.byte] ^= 1 << self.bit
        return int.from_bytes(content, "big", signed=True) if is_integer else bytes(content)

    def apply(self, tables: dict[str, list[list]]) -> dict[str, list[list]]:
        changed = {name: [list(row) for row in rows] for name, rows in tables.items()}
        row = changed[self.table][self.row]
        row[self.column] = self.change(row[self.column])
        return changed


def all_flips(tables: dict[str, list[list]], bits: int = 1) -> Iterator[Flip]:
    """Every byte of every value; `bits` says how many of each byte's bits."""
    for table, rows in tables.items():
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                for byte in range(INTEGER_BYTES if isinstance(value, int) else len(value)):
                    for turn in range(bits):
                        yield Flip(table, number, column, byte, (byte + turn) % 8)


def moved_to(tables: dict[str, list[list]], partnership: bytes) -> dict[str, list[list]]:
    return {name: [[partnership, *row[1:]] for row in rows] for name, rows in tables.items()}


@dataclasses.dataclass
class Outcome:
    tried: int = 0
    missed: dict[str, list[str]] = dataclasses.field(default_factory=lambda: {"heed": [], "verify.py": []})
    false_alarms: list[str] = dataclasses.field(default_factory=list)

    def problems(self) -> list[str]:
        return [f"{name} does not find {what}" for name, all_ in self.missed.items() for what in all_] + \
            [f"{name} finds fault with a whole copy" for name in self.false_alarms]

    def add(self, other: "Outcome") -> None:
        self.tried += other.tried
        self.false_alarms += other.false_alarms
        for name, missed in other.missed.items():
            self.missed[name] += missed


def try_together(heed: Heed, template: pathlib.Path, tables: dict[str, list[list]], flips: list[Flip],
                 folder: pathlib.Path) -> Outcome:
    """All in one data file, without keys. `template` is an installation without a ledger."""
    outcome = Outcome(tried=len(flips))
    shutil.copytree(template, folder)
    names: list[set[str]] = []
    with contextlib.closing(sqlite3.connect(folder / "heed.db", isolation_level=None)) as database:
        database.executescript("PRAGMA synchronous = OFF; BEGIN")
        for number in range(len(flips) + WHOLE_COPIES):
            own = hashlib.sha256(b"copy %d" % number).digest()[:16]
            rows = moved_to(tables, own)
            names.append({verify.id_text(own)})
            if number < len(flips):
                rows = flips[number].apply(rows)
                names[-1] |= {verify.id_text(row[0]) for rows_ in rows.values() for row in rows_}
            forger.write(database, rows)
        database.execute("COMMIT")
    _, report = heed.verify(folder, "--without-keys")
    if report["findings_not_listed"]:
        raise RuntimeError("heed verify does not list all it finds: fewer copies in one file")
    with contextlib.closing(verify.connect(folder / "heed.db")) as database:
        own_report = verify.check_database(database, verify.Trust())
    named = {"heed": {finding.get("partnership") for finding in report["findings"]},
             "verify.py": {finding.partnership for finding in own_report.findings}}
    for verifier, found in named.items():
        outcome.missed[verifier] += [str(flip) for flip, own in zip(flips, names) if not own & found]
        outcome.false_alarms += [verifier for own in names[len(flips):] if own & found]
    shutil.rmtree(folder)
    return outcome


class Rewritten:
    """A copy of an installation whose ledger is written anew each time, as one with the file could do it."""

    def __init__(self, whole: pathlib.Path, folder: pathlib.Path) -> None:
        self.folder = folder
        shutil.copytree(whole, folder)
        with contextlib.closing(self.open()) as database:
            words = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'ledger_%'"
            for (name,) in database.execute(words).fetchall():
                database.execute(f"DROP TRIGGER {name.decode()}")
            (self.partnership,) = database.execute("SELECT partnership_id FROM ledger_log").fetchone()
            self.tables = forger.read(database, self.partnership)

    def open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.folder / "heed.db", isolation_level=None)
        database.execute("PRAGMA synchronous = OFF")
        database.text_factory = bytes
        return database

    def copy(self) -> dict[str, list[list]]:
        return copy.deepcopy(self.tables)

    def write(self, tables: dict[str, list[list]]) -> None:
        with contextlib.closing(self.open()) as database:
            database.execute("BEGIN")
            for table in verify.COLUMNS:
                database.execute(f"DELETE FROM {table}")
            forger.write(database, tables)
            database.execute("COMMIT")

    def change_keys(self, words: str, *values: bytes) -> None:
        with contextlib.closing(sqlite3.connect(self.folder / "keys" / "keys.db", isolation_level=None)) as database:
            database.execute("PRAGMA synchronous = OFF")
            database.execute(words, values)


def both(heed: Heed, folder: pathlib.Path, *words: object) -> dict[str, tuple[int, dict]]:
    """The codes and reports of both verifiers."""
    options = verify.parse(["--data", str(folder), *map(str, words)])
    report = verify.check_folder(folder, options)
    return {"heed": heed.verify(folder, *words), "verify.py": (int(bool(report.findings)), report.facts())}


def try_one_by_one(heed: Heed, rewritten: Rewritten, flips: list[Flip]) -> Outcome:
    """Each in the installation itself, with its keys."""
    outcome = Outcome(tried=len(flips))
    for flip in flips:
        rewritten.write(flip.apply(rewritten.tables))
        for verifier, (code, _) in both(heed, rewritten.folder).items():
            if code != 1:
                outcome.missed[verifier].append(f"with keys: {flip}")
    rewritten.write(rewritten.tables)
    return outcome


def try_key_store(heed: Heed, rewritten: Rewritten, every: int) -> Outcome:
    """The public key and the checkpoint that are kept there: all that needs no secret to be checked."""
    outcome = Outcome()
    changes = {"partnership_key": ("signing_public", "UPDATE partnership_key SET signing_public = ?"),
               "kept_checkpoint": ("note", "UPDATE kept_checkpoint SET note = CAST(? AS TEXT)")}
    for table, (column, words) in changes.items():
        with contextlib.closing(verify.connect(rewritten.folder / "keys" / "keys.db")) as database:
            (value,) = database.execute(f"SELECT {column} FROM {table}").fetchone()
        for byte in range(0, len(value), every):
            changed = bytearray(value)
            changed[byte] ^= 1 << byte % 8
            rewritten.change_keys(words, bytes(changed))
            outcome.tried += 1
            for verifier, (code, _) in both(heed, rewritten.folder).items():
                if code != 1:
                    outcome.missed[verifier].append(f"{table}.{column}, byte {byte}")
        rewritten.change_keys(words, value)
    return outcome
