#!/usr/bin/env python3
"""Checks the ledgers of a data folder a second time, without Heed.

    tools/verify.py --data FOLDER [--json] [--without-keys] [--key KEY]… [--held FILE]… [--proof FILE]…
                    [--witness KEY]…

Written from docs/ledger-format.md alone and with Python's own library alone, so that nobody has to take
Heed's word for Heed. It opens no content and needs no secret. Exit 0: whole, 1: something is wrong,
2: usage, 3: there is nothing to read, or it cannot be opened.
"""
import argparse
import base64
import contextlib
import dataclasses
import functools
import json
import pathlib
import sqlite3
import sys
import urllib.parse
from typing import Iterator

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import proofs
from proofs import (Checkpoint, leaf_hash, node_hash, open_note, origin_of, read_header, read_proof,
                    read_verifier_key, sha256)

COLUMNS = {
    "ledger_log": {"partnership_id": "blob", "origin": "text", "public_key": "blob"},
    "ledger_leaf": {"partnership_id": "blob", "position": "integer", "record_id": "blob", "sequence": "integer",
                    "leaf": "blob", "header": "blob", "sealed": "blob"},
    "ledger_tile": {"partnership_id": "blob", "level": "integer", "number": "integer", "root": "blob",
                    "hashes": "blob"},
    "ledger_checkpoint": {"partnership_id": "blob", "number": "integer", "size": "integer", "note": "text"},
}
COSIGNATURE_TABLE = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'ledger_cosignature'"
COSIGNATURES = """
    SELECT given.size, given.line, own.note
      FROM ledger_cosignature AS given
      LEFT JOIN ledger_checkpoint AS own
        ON own.partnership_id = given.partnership_id AND own.number = given.checkpoint
     WHERE given.partnership_id = ? AND given.witness = ?
     ORDER BY given.size"""
TILE_WIDTH = 256
ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


# The tree (section 3).

class Tree:
    """The tree over the leaves so far, as the roots of its full subtrees, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.full: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        self.full.append(leaf)
        self.size += 1
        width = self.size
        while width % 2 == 0:
            right = self.full.pop()
            self.full.append(node_hash(self.full.pop(), right))
            width //= 2

    def root(self) -> bytes:
        if not self.full:
            return sha256(b"")
        return functools.reduce(lambda right, left: node_hash(left, right), reversed(self.full))


def root_of(leaves: list[bytes]) -> bytes:
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


# What is found, and what is trusted.

@dataclasses.dataclass(frozen=True)
class Finding:
    fault: str
    what: str
    partnership: str | None = None
    position: int | None = None
    record: str | None = None
    sequence: int | None = None
    checkpoint: int | None = None

    def facts(self) -> dict:
        return {name: value for name, value in vars(self).items() if value is not None}

    def __str__(self) -> str:
        words = {"partnership": "ledger", "position": "place", "sequence": "entry"}
        place = [f"{words.get(name, name)} {value}" for name, value in self.facts().items()
                 if name not in ("fault", "what")]
        return f"{self.fault}: {', '.join([*place, ''])}{self.what}"


@dataclasses.dataclass
class Trust:
    """What did not come from the data file."""
    keys: dict[bytes, bytes] = dataclasses.field(default_factory=dict)  # by origin, from outside
    store_keys: dict[bytes, bytes] = dataclasses.field(default_factory=dict)  # by partnership
    kept: dict[bytes, bytes] = dataclasses.field(default_factory=dict)  # a note by partnership
    held: list[bytes] = dataclasses.field(default_factory=list)  # notes, from outside
    witnesses: dict[bytes, bytes] = dataclasses.field(default_factory=dict)  # by name, from outside


@dataclasses.dataclass
class Report:
    findings: list[Finding] = dataclasses.field(default_factory=list)
    ledgers: list[dict] = dataclasses.field(default_factory=list)
    witnesses: dict[bytes, dict] = dataclasses.field(default_factory=dict)  # by name

    def facts(self) -> dict:
        return {"whole": not self.findings, "ledgers": self.ledgers, "witnesses": [*self.witnesses.values()],
                "findings": [finding.facts() for finding in self.findings]}


def id_text(content: bytes) -> str:
    """Sixteen bytes in 26 letters, as the pages and `heed verify` write an id."""
    if len(content) != 16:
        return f"x{content.hex()}"
    number = int.from_bytes(content, "big")
    return "".join(ID_LETTERS[number >> shift & 31] for shift in range(125, -1, -5))


class Ledger:
    """One ledger of the data file, read once from its first entry to its last (section 9)."""

    def __init__(self, database: sqlite3.Connection, partnership: bytes, trust: Trust, report: Report) -> None:
        self.database = database
        self.partnership = partnership
        self.trust = trust
        self.report = report
        self.tree = Tree()
        self.entries = self.expected = self.signed = 0
        self.gap = False
        self.chains: dict[bytes, tuple[int, bytes]] = {}
        self.claims: list[tuple[Checkpoint, Finding]] = []
        self.tiles: list[list[bytes]] = []

    def rows(self, words: str, *more) -> sqlite3.Cursor:
        return self.database.execute(words, (self.partnership, *more))

    def fault(self, fault: str, what: str, **where) -> Finding:
        return Finding(fault, what, id_text(self.partnership), **where)

    def found(self, fault: str, what: str, **where) -> None:
        self.report.findings.append(self.fault(fault, what, **where))

    def check(self) -> None:
        if not self.settle_key():
            return
        last = self.read_checkpoints()
        self.read_kept(last)
        self.signed = max((claim.size for claim, _ in self.claims), default=0)
        sizes = {claim.size for claim, _ in self.claims}
        roots = {0: self.tree.root()}
        columns = "position, record_id, sequence, leaf, header, sealed"
        for row in self.rows(f"SELECT {columns} FROM ledger_leaf WHERE partnership_id = ? ORDER BY position"):
            if self.read_entry(row) and self.tree.size in sizes:
                roots[self.tree.size] = self.tree.root()
        self.note_missing(self.signed)
        self.compare(roots)
        for witness, public_key in self.trust.witnesses.items():
            self.read_cosignatures(witness, public_key)
        self.look_for_other_tiles()
        self.report.ledgers.append({
            "partnership": id_text(self.partnership), "origin": self.origin.decode(errors="replace"),
            "key_source": self.key_source, "size": self.signed, "entries": self.entries,
            "records": len(self.chains), "checkpoints": last,
            "root": base64.b64encode(roots.get(self.signed, b"")).decode()})

    def settle_key(self) -> bool:
        """Which key and name to trust (section 4); 6 of section 9."""
        logs = self.rows("SELECT origin, public_key FROM ledger_log WHERE partnership_id = ?").fetchall()
        log = logs[0] if logs else (None, None)
        kept_origin = origin_of(self.trust.kept.get(self.partnership, b""))
        self.origin = kept_origin or log[0]
        self.public_key, self.key_source = log[1], "data_file"
        if self.partnership in self.trust.store_keys:
            self.public_key, self.key_source = self.trust.store_keys[self.partnership], "key_store"
        if self.origin in self.trust.keys:
            self.public_key, self.key_source = self.trust.keys[self.origin], "outside"
        if not logs:
            self.found("log_altered", "There are rows of a ledger that has no name and no public key.")
        elif log != (self.origin, self.public_key) or len(logs) > 1:
            self.found("log_altered", "The ledger's name or public key is not the one that is trusted.")
        return self.origin is not None and self.public_key is not None

    def read_checkpoints(self) -> int:
        """5 of section 9, but for the roots. Gives how many there are."""
        expected, largest, count = 1, -1, 0
        words = "SELECT number, size, note FROM ledger_checkpoint WHERE partnership_id = ? ORDER BY number"
        for number, size, note in self.rows(words):
            count += 1
            if number != expected:
                self.found("checkpoint_missing", f"The next checkpoint should be number {expected}.",
                           checkpoint=number)
            expected = number + 1
            claim = open_note(note, self.origin, self.public_key)
            if not claim:
                self.found("checkpoint_forged", "It is not signed with the ledger's key.", checkpoint=number)
                continue
            if claim.size != size or claim.size <= largest or (number == 1) != (claim.size == 0):
                self.found("checkpoint_wrong", "It does not follow the one before it.", checkpoint=number)
            first, largest = max(largest, 0), max(largest, claim.size)
            self.claims.append((claim, self.fault(
                "checkpoint_wrong", f"The entries from here to place {claim.size - 1} do not add up to it.",
                position=first, checkpoint=number)))
        if largest < 0:
            self.found("checkpoint_missing", "No checkpoint is signed with the ledger's key.")
        return count

    def read_kept(self, count: int) -> None:
        """7 of section 9, but for the roots."""
        held = [(note, "that was handed in") for note in self.trust.held if origin_of(note) == self.origin]
        if self.partnership in self.trust.kept:
            held.append((self.trust.kept[self.partnership], "in the key store"))
        known = max((claim.size for claim, _ in self.claims), default=0)
        for note, whose in held:
            claim = open_note(note, self.origin, self.public_key)
            if not claim:
                self.found("checkpoint_forged", f"The checkpoint {whose} is not signed with the ledger's key.")
                continue
            if claim.size > known:
                self.found("checkpoint_missing", f"The checkpoint {whose} is for {claim.size} entries, "
                                                 f"the last of {count} here for {known}.")
            self.claims.append((claim, self.fault(
                "history_cut", f"The entries do not add up to the checkpoint {whose}, for {claim.size} entries.")))

    def read_entry(self, row: tuple) -> bool:
        """1 to 4 of section 9. Whether the tree has grown by it."""
        position, record, sequence, leaf, header, sealed = row
        self.entries += 1
        where = {"position": position, "record": id_text(record), "sequence": sequence}
        if position < self.expected:
            self.found("entry_extra", "Another entry stands in this place, or none can.", **where)
            return False
        self.note_missing(min(position, self.signed))
        self.expected = position + 1
        if position >= self.signed:
            self.found("entry_extra", "No checkpoint covers it.", **where)
        own = leaf_hash(header)
        if own != leaf:
            self.found("entry_altered", "Its header does not have the hash beside it.", **where)
        fields = read_header(header)
        if not fields:
            self.found("entry_altered", "Its header is not one.", **where)
        else:
            self.check_fields(fields, own, sealed, where)
        if self.gap or position >= self.signed:
            return False
        self.tree.add(own)
        self.add_to_tiles(own)
        return True

    def check_fields(self, fields: dict[str, bytes], own: bytes, sealed: bytes, where: dict) -> None:
        if int(fields["position"]) != where["position"]:
            self.found("entry_moved", f"It was signed for place {int(fields['position'])}.", **where)
        record, sequence = bytes.fromhex(fields["record"].decode()), int(fields["sequence"])
        if id_text(record) != where["record"] or sequence != where["sequence"]:
            self.found("entry_altered", f"It was signed as record {id_text(record)}, entry {sequence}.", **where)
        before, previous = self.chains.get(record, (0, b""))
        if sequence != before + 1 or fields["previous"] != (previous.hex().encode() or b"none"):
            self.found("record_broken", "It does not follow the entry before it in the record.", **where)
        self.chains[record] = (sequence, own)
        ciphertext = b"%s %d" % (sha256(sealed).hex().encode(), len(sealed))
        if fields["ciphertext"] != ciphertext or sealed[:1] != b"\x01":
            self.found("entry_altered", "Its sealed content is not the one that was signed.", **where)
        if fields["commitment"] != sealed[25:57].hex().encode():
            self.found("entry_altered", "Its sealed content does not hold the commitment that was signed.", **where)

    def note_missing(self, end: int) -> None:
        if self.expected < end:
            self.gap = True
            self.found("entry_missing", f"There is no entry from here to place {end - 1}.", position=self.expected)

    def compare(self, roots: dict[int, bytes]) -> None:
        """The first checkpoint that does not add up tells where; those after it only follow from it."""
        is_first = True
        for claim, finding in self.claims:
            is_kept = finding.fault == "history_cut"
            if roots.get(claim.size) == claim.root or not (is_first or is_kept):
                continue
            self.report.findings.append(finding)
            is_first = is_first and is_kept

    def read_cosignatures(self, witness: bytes, public_key: bytes) -> None:
        """11 of section 9. Older data files have no such table."""
        if not self.database.execute(COSIGNATURE_TABLE).fetchone():
            return
        said = self.report.witnesses[witness]
        for size, line, note in self.rows(COSIGNATURES, witness.decode()):
            found = proofs.NOTE.fullmatch(note or b"")
            seconds = proofs.cosigned_at(line, note, witness, public_key) if found else None
            if seconds is None or int(found["size"]) != size:
                self.found("cosignature_wrong", f"What the witness {witness.decode()} signed for {size} entries "
                                                "is not a checkpoint that is here.")
                continue
            said.update(cosignatures=said["cosignatures"] + 1, size=size, seconds=seconds)

    def add_to_tiles(self, hash_: bytes, level: int = 0) -> None:
        """8 of section 9."""
        if level == len(self.tiles):
            self.tiles.append([])
        self.tiles[level].append(hash_)
        if len(self.tiles[level]) % TILE_WIDTH:
            return
        number = self.tree.size // TILE_WIDTH ** (level + 1) - 1
        hashes, self.tiles[level] = self.tiles[level], []
        root = root_of(hashes)
        words = "SELECT root, hashes FROM ledger_tile WHERE partnership_id = ? AND level = ? AND number = ?"
        if self.rows(words, level, number).fetchall() != [(root, b"".join(hashes))]:
            self.found("tree_altered", f"Tile {number} of level {level} is not that of the entries.",
                       position=number * TILE_WIDTH ** (level + 1))
        self.add_to_tiles(root, level + 1)

    def look_for_other_tiles(self) -> None:
        for level, number in self.rows("SELECT level, number FROM ledger_tile WHERE partnership_id = ?"):
            # Beyond the largest level there can be, the power would only take long.
            if not (0 <= level < 8 and 0 <= number < self.signed // TILE_WIDTH ** (level + 1)):
                self.found("tree_altered", f"Tile {number} of level {level} should not be there.")


# The folder (section 1).

def connect(file: pathlib.Path) -> sqlite3.Connection:
    """Opens a file that is only read. One in a folder that cannot be written to is taken as it stands."""
    address = f"file:{urllib.parse.quote(str(file.resolve()))}?mode=ro"
    database = sqlite3.connect(address, uri=True, isolation_level=None)
    try:
        database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        log = file.with_name(file.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise
        database = sqlite3.connect(address + "&immutable=1", uri=True, isolation_level=None)
    database.text_factory = bytes
    return database


def read_key_store(file: pathlib.Path, trust: Trust) -> None:
    with contextlib.closing(connect(file)) as database:
        trust.store_keys = dict(database.execute("SELECT partnership_id, signing_public FROM partnership_key"))
        trust.kept = dict(database.execute("SELECT partnership_id, note FROM kept_checkpoint"))


def damage(database: sqlite3.Connection) -> Iterator[Finding]:
    """10 of section 9."""
    for (words,) in database.execute("PRAGMA integrity_check"):
        if words != b"ok":
            yield Finding("store_damaged", words.decode(errors="replace"))


def foreign_values(database: sqlite3.Connection) -> Iterator[Finding]:
    for table, columns in COLUMNS.items():
        others = " OR ".join(f"typeof({name}) <> '{kind}'" for name, kind in columns.items())
        (count,) = database.execute(f"SELECT count(*) FROM {table} WHERE {others}").fetchone()
        if count:
            yield Finding("store_damaged", f"{count} rows of {table} hold something that does not belong there.")


def check_database(database: sqlite3.Connection, trust: Trust) -> Report:
    """All that stands in section 9, but for what needs a secret."""
    database.execute("BEGIN")
    report = Report([*damage(database)])
    for witness in trust.witnesses:
        report.witnesses[witness] = {"name": witness.decode(), "cosignatures": 0, "size": 0, "seconds": 0}
    strangers = [*foreign_values(database)]
    report.findings += strangers
    if strangers:
        return report
    of_each = " UNION ".join(f"SELECT partnership_id FROM {table}" for table in COLUMNS)
    partnerships = {partnership for (partnership,) in database.execute(of_each)} | set(trust.kept)
    origins = set()
    for partnership in sorted(partnerships):
        ledger = Ledger(database, partnership, trust, report)
        ledger.check()
        origins.add(ledger.origin)
    for note in trust.held:
        if origin_of(note) is None:
            report.findings.append(Finding("checkpoint_forged", "What was handed in is not a checkpoint."))
        elif origin_of(note) not in origins:
            name = origin_of(note).decode()
            report.findings.append(Finding("history_cut", f"A checkpoint of {name} was handed in; it is not here."))
    for origin in set(trust.keys) - origins:
        report.findings.append(Finding("log_altered", f"There is no ledger called {origin.decode()}."))
    for said in report.witnesses.values():
        if not said["cosignatures"]:
            report.findings.append(Finding("cosignature_missing",
                                           f"Nothing here is signed by the witness {said['name']}."))
    database.execute("ROLLBACK")
    return report


def check_proof(content: bytes, trust: Trust) -> Finding | None:
    """Follows the path to its checkpoint, which is then held against the ledger like any other."""
    proof = read_proof(content)
    fields = read_header(proof.header) if proof else None
    if not proof or not fields:
        return Finding("proof_wrong", "The file is not a proof of an entry.")
    trust.held.append(proof.note)
    if not proof.leads_to_root() or int(fields["position"]) != proof.index:
        return Finding("proof_wrong", "The path does not lead to the checkpoint.", position=proof.index)
    for witness, public_key in trust.witnesses.items():
        if not proofs.is_cosigned(proof.note, witness, public_key):
            return Finding("cosignature_missing", f"The proof is not signed by the witness {witness.decode()}.",
                           position=proof.index)
    return None


def check_folder(folder: pathlib.Path, options: argparse.Namespace) -> Report:
    trust = Trust(keys=dict(options.key), held=[path.read_bytes() for path in options.held],
                  witnesses=dict(options.witness))
    findings = [check_proof(path.read_bytes(), trust) for path in options.proof]
    store = folder / "keys" / "keys.db"
    if store.exists() and not options.without_keys:
        try:
            read_key_store(store, trust)
        except sqlite3.DatabaseError as error:
            findings.append(Finding("store_damaged", f"The key store: {error}."))
    try:
        with contextlib.closing(connect(folder / "heed.db")) as database:
            report = check_database(database, trust)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "no such" not in str(error):
            raise
        report = Report([Finding("store_damaged", f"The data file: {error}.")])
    report.findings[:0] = [finding for finding in findings if finding]
    return report


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Checks the ledgers of a data folder a second time, without Heed.")
    parser.add_argument("--data", type=pathlib.Path, required=True, help="the folder that holds the installation")
    parser.add_argument("--json", action="store_true", help="print the report as one line of JSON")
    parser.add_argument("--without-keys", action="store_true", help="read the data file alone")
    parser.add_argument("--key", type=read_verifier_key, action="append", default=[],
                        help="the verifier key of a ledger, name+number+key, got from elsewhere")
    parser.add_argument("--held", type=pathlib.Path, action="append", default=[],
                        help="a checkpoint that somebody else kept")
    parser.add_argument("--proof", type=pathlib.Path, action="append", default=[],
                        help="the proof of one entry, as a file")
    parser.add_argument("--witness", type=proofs.read_witness_key, action="append", default=[],
                        help="the verifier key of a witness that must have signed this history")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    options = parse(words)
    try:
        report = check_folder(options.data, options)
    except (OSError, sqlite3.OperationalError) as error:
        print(f"verify: {options.data}: {error}", file=sys.stderr)
        return 3
    if options.json:
        print(json.dumps(report.facts()))
        return 1 if report.findings else 0
    for finding in report.findings:
        print(finding)
    for ledger in report.ledgers:
        print("{origin}: {size} entries signed, of {records} records, in {checkpoints} checkpoints; "
              "root {root}; key from {key_source}".format(**ledger))
    for witness in report.witnesses.values():
        print("witness {name}: {cosignatures} states signed, the last of {size} entries, {seconds} s after 1970"
              .format(**witness))
    print("The ledger is NOT whole." if report.findings else "The ledger is whole.")
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
