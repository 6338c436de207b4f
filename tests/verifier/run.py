#!/usr/bin/env python3
"""Sets Heed's own verifier and tools/verify.py, which shares nothing with it, on the same folders.

    tests/verifier/run.py [--heed PROGRAM] [--every] [--only PART]…

PROGRAM is also found in HEED_BINARY. Both must find one changed bit in every byte of a small ledger's
tables, copied many times into one data file. Each in a file of its own, with the keys, is tried for every
67th byte; the bytes of the tiles, which need 256 entries, for every 61st. With --every, which is
`script/soak verifiers`, it is all eight bits of every byte of the tables, and one bit of every byte in a
file of its own and of every byte of the tiles.
"""
import argparse
import base64
import contextlib
import functools
import os
import pathlib
import re
import sys
import tempfile
import time
from typing import Callable
from unittest import mock

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import forger
import proofs
import verify
from flips import Outcome, Rewritten, all_flips, both, try_key_store, try_one_by_one, try_together
from installation import Heed, demonstration, folder_with_nothing, small

COPIES_IN_ONE_FILE = 150
TILED_COPIES_IN_ONE_FILE = 40
LEAF, CHECKPOINT, TILE, LOG = "ledger_leaf", "ledger_checkpoint", "ledger_tile", "ledger_log"


def expect(is_so: bool, otherwise: object) -> None:
    if not is_so:
        raise AssertionError(otherwise)


def show(outcome: Outcome, minimum: int, started: float) -> None:
    print(f"    {outcome.tried} changes in {time.monotonic() - started:.1f} s")
    expect(outcome.tried >= minimum, "that was not all")
    problems = outcome.problems()
    expect(not problems, "\n".join([f"{len(problems)} in all", *problems[:20]]))


class Place:
    """A folder for everything, and what is made once and used by several tests."""

    def __init__(self, heed: Heed, folder: pathlib.Path, is_every: bool) -> None:
        self.heed = heed
        self.folder = folder
        self.is_every = is_every
        self.numbers = 0

    def new(self) -> pathlib.Path:
        self.numbers += 1
        made = self.folder / str(self.numbers)
        made.mkdir()
        return made / "data"

    @functools.cached_property
    def nothing(self) -> pathlib.Path:
        folder = self.new()
        folder_with_nothing(self.heed, folder)
        return folder

    @functools.cached_property
    def small(self) -> tuple[pathlib.Path, dict]:
        folder = self.new()
        return folder, small(self.heed, folder)

    @functools.cached_property
    def demonstration(self) -> pathlib.Path:
        folder = self.new()
        with demonstration(self.heed, folder) as self.said:
            self.while_running = both(self.heed, folder)
            self.has_log = (folder / "heed.db-wal").stat().st_size > 0
        return folder

    def rewritten(self, whole: pathlib.Path) -> Rewritten:
        return Rewritten(whole, self.new())

    def in_batches(self, tables: dict, flips: list, size: int) -> Outcome:
        outcome = Outcome()
        for start in range(0, len(flips), size):
            outcome.add(try_together(self.heed, self.nothing, tables, flips[start:start + size], self.new()))
        return outcome


def agree(place: Place, reports: dict, said: dict) -> None:
    """Both say whole, of the same ledger; and what the pages say is what the second verifier made of it."""
    (code, report), (own_code, own) = reports["heed"], reports["verify.py"]
    expect(code == 0 and report["whole"], report)
    expect(own_code == 0 and own["whole"], own)
    [ledger] = own["ledgers"]
    expect(ledger["entries"] == report["entries"] > 0, "how many entries there are")
    expect(ledger["checkpoints"] == report["checkpoints"] > 0, "how many checkpoints there are")
    expect(ledger["key_source"] == report["key_source"], "which key is trusted")
    expect(ledger["origin"] == said["origin"], "the ledger's name")
    expect(ledger["size"] == said["size"] == report["entries"], "the size")
    expect(base64.b64decode(ledger["root"]).hex() == said["root"], "the root")


def demonstrations(place: Place) -> None:
    folder = place.demonstration
    expect(place.has_log, "there is a write-ahead log while it runs")
    agree(place, place.while_running, place.said)
    agree(place, both(place.heed, folder), place.said)
    agree(place, both(place.heed, folder, "--without-keys"), place.said)
    expect(len(forger_tables(folder)[TILE]) == 2, "it has tiles")


def forger_tables(folder: pathlib.Path) -> dict:
    with contextlib.closing(verify.connect(folder / "heed.db")) as database:
        (partnership,) = database.execute("SELECT partnership_id FROM ledger_log").fetchone()
        return forger.read(database, partnership)


def small_ones(place: Place) -> None:
    folder, said = place.small
    agree(place, both(place.heed, folder), said)
    agree(place, both(place.heed, folder, "--without-keys"), said)
    note, proof = folder.parent / "note", folder.parent / "proof"
    note.write_text(said["note"])
    proof.write_text(said["proof"])
    agree(place, both(place.heed, folder, "--held", note), said)
    words = ["--data", str(folder), "--key", said["verifier_key"], "--held", str(note), "--proof", str(proof)]
    report = verify.check_folder(folder, verify.parse(words)).facts()
    expect(report["whole"] and report["ledgers"][0]["key_source"] == "outside", report)
    proof.write_text(re.sub(r"\nindex (\d+)\n", lambda found: f"\nindex {int(found[1]) - 1}\n", said["proof"]))
    expect(not verify.check_folder(folder, verify.parse(words)).facts()["whole"], "a false proof is believed")


def every_byte(place: Place) -> None:
    started = time.monotonic()
    tables = forger_tables(place.small[0])
    flips = list(all_flips(tables, 8 if place.is_every else 1))
    size = sum(8 if isinstance(value, int) else len(value)
               for rows in tables.values() for row in rows for value in row)
    show(place.in_batches(tables, flips, COPIES_IN_ONE_FILE), size, started)


def one_by_one(place: Place) -> None:
    started = time.monotonic()
    rewritten = place.rewritten(place.small[0])
    flips = list(all_flips(rewritten.tables))[::1 if place.is_every else 67]
    outcome = try_one_by_one(place.heed, rewritten, flips)
    outcome.add(try_key_store(place.heed, rewritten, 1 if place.is_every else 23))
    show(outcome, 100, started)


def tiles(place: Place) -> None:
    """In a ledger with one tile, made from the document alone: Heed takes it for one of its own."""
    started = time.monotonic()
    tables = forger.Made([0, verify.TILE_WIDTH]).tables
    flips = [flip for flip in all_flips(tables) if flip.table == TILE][::1 if place.is_every else 61]
    show(place.in_batches(tables, flips, TILED_COPIES_IN_ONE_FILE), 100, started)


# What somebody does to the tables who may write to the file: to a ledger of 675 entries, in its own folder.

def remove(table: str, start: int, end: int | None = None) -> Callable:
    def change(tables: dict) -> None:
        del tables[table][start:start + 1 if end is None else end]
    return change


def swap(tables: dict) -> None:
    one, other = tables[LEAF][20], tables[LEAF][41]
    one[1], other[1] = other[1], one[1]


def repeat(tables: dict) -> None:
    row = list(tables[LEAF][20])
    row[1], row[3] = len(tables[LEAF]), 99
    tables[LEAF].append(row)


def exchange_content(tables: dict) -> None:
    one, other = tables[LEAF][20], tables[LEAF][41]
    one[6], other[6] = other[6], one[6]


def rewrite(tables: dict) -> None:
    """An entry changed, with every hash of it that is not signed."""
    row = tables[LEAF][20]
    row[5] = row[5].replace(b"\nkind entry\n", b"\nkind other\n")
    row[4] = proofs.leaf_hash(row[5])
    leaves = [leaf[4] for leaf in tables[LEAF][:verify.TILE_WIDTH]]
    tables[TILE][0][3:] = [verify.root_of(leaves), b"".join(leaves)]


def cut(tables: dict) -> None:
    """The end, with every sign that it was there."""
    size = tables[CHECKPOINT][200][2]
    del tables[CHECKPOINT][201:], tables[LEAF][size:], tables[TILE][size // verify.TILE_WIDTH:]


def sign_again(tables: dict, start: int) -> None:
    origin = tables[LOG][0][1]
    leaves = [row[4] for row in tables[LEAF]]
    for row in tables[CHECKPOINT][start:]:
        row[3] = forger.note_of(origin, b"forger" * 6, row[2], verify.root_of(leaves[:row[2]]))


def forge_last(tables: dict) -> None:
    sign_again(tables, len(tables[CHECKPOINT]) - 1)


def replace_key(tables: dict) -> None:
    tables[LOG][0][2] = forger.public_key_of(b"forger" * 6)


def replace_everything(tables: dict) -> None:
    replace_key(tables)
    sign_again(tables, 0)


def rename(tables: dict) -> None:
    tables[LOG][0][1] = b"heed.example/other"


def add_witness(tables: dict) -> None:
    tables[CHECKPOINT][-1][3] += "— witness.example ".encode() + base64.b64encode(b"w" * 76) + b"\n"


def bend_letter(tables: dict) -> None:
    """One bit beside what base64 has letters for: a decoder that only looks at the others reads the same."""
    row = next(row for row in tables[CHECKPOINT] if b"/" in row[3][-96:])
    at = row[3].rindex(b"/")
    row[3] = row[3][:at] + bytes([row[3][at] | 0x80]) + row[3][at + 1:]


# What, whether it can be told from the data file alone, and the place that both must name.
ATTACKS = [
    ("an entry is deleted", remove(LEAF, 20), True, 20),
    ("two entries are swapped", swap, True, 20),
    ("an entry stands there twice", repeat, True, 675),
    ("two entries have each other's content", exchange_content, True, 41),
    ("an entry is rewritten with its hashes", rewrite, True, None),
    ("the last entry is cut off", remove(LEAF, 674), True, 674),
    ("the end is cut off with its checkpoints", cut, False, None),
    ("a checkpoint is deleted", remove(CHECKPOINT, 30), True, None),
    ("the last checkpoint is deleted", remove(CHECKPOINT, 384), True, None),
    ("every checkpoint is deleted", remove(CHECKPOINT, 0, 385), True, None),
    ("a tile is deleted", remove(TILE, 0), True, None),
    ("the last checkpoint is signed with another key", forge_last, True, None),
    ("a letter of a signature has its highest bit set", bend_letter, True, None),
    ("the public key is replaced", replace_key, True, None),
    ("the public key is replaced and everything signed again", replace_everything, False, None),
    ("the ledger has another name", rename, True, None),
    ("the ledger has no name", remove(LOG, 0), True, None),
]


def attack(name: str, change: Callable, is_told_without: bool, position: int | None) -> Callable:
    def run(place: Place) -> None:
        rewritten = place.rewritten(place.demonstration)
        tables = rewritten.copy()
        change(tables)
        rewritten.write(tables)
        for verifier, (code, report) in both(place.heed, rewritten.folder).items():
            expect(code == 1 and not report["whole"], f"{verifier} does not find it")
            places = [finding.get("position") for finding in report["findings"]]
            expect(position is None or position in places, f"{verifier} does not name place {position}")
        for verifier, (code, report) in both(place.heed, rewritten.folder, "--without-keys").items():
            expect(code == int(is_told_without), f"without keys {verifier} ends with {code}: {report}")
    run.__name__ = name
    return run


def witnesses(place: Place) -> None:
    rewritten = place.rewritten(place.demonstration)
    tables = rewritten.copy()
    add_witness(tables)
    rewritten.write(tables)
    agree(place, both(place.heed, rewritten.folder), place.said)


TESTS = {
    "both agree on a demonstration, while it runs and afterwards": demonstrations,
    "both agree on a small ledger, with a key, a checkpoint and a proof from its pages": small_ones,
    "a witness's line on a checkpoint is no fault": witnesses,
    **{row[0]: attack(*row) for row in ATTACKS},
    "one bit in every byte, many copies in one file": every_byte,
    "one bit in a file of its own, with keys": one_by_one,
    "one bit in a tile": tiles,
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Sets Heed's own verifier and tools/verify.py on the same folders.")
    parser.add_argument("--heed", default=os.environ.get("HEED_BINARY"), help="the program")
    parser.add_argument("--every", action="store_true", help="leave no byte and no bit out")
    parser.add_argument("--only", action="append", default=[], help="part of a test's name")
    options = parser.parse_args()
    if not options.heed or not pathlib.Path(options.heed).is_file():
        print("say which program to test with --heed", file=sys.stderr)
        print("0 passed, 1 failed")
        return 1
    passed = failed = 0
    # The same few notes are checked thousands of times, and the answer depends on nothing else.
    remembered = functools.lru_cache(maxsize=4096)(proofs.is_signed_by)
    with tempfile.TemporaryDirectory(prefix="heed-verifier-") as folder, \
            mock.patch.object(proofs, "is_signed_by", remembered):
        place = Place(Heed(options.heed), pathlib.Path(folder), options.every)
        for name, test in TESTS.items():
            if options.only and not any(part in name for part in options.only):
                continue
            started = time.monotonic()
            try:
                test(place)
                passed += 1
                print(f"ok {name} ({time.monotonic() - started:.1f} s)")
            except Exception as error:
                failed += 1
                print(f"FAILED {name}\n  {type(error).__name__}: {error}")
            sys.stdout.flush()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
