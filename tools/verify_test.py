"""The second verifier keeps to docs/ledger-format.md, and names what is wrong."""
import base64
import contextlib
import hashlib
import io
import json
import pathlib
import sqlite3
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "verifier"))

import forger
import proofs
import verify


class Tree(unittest.TestCase):
    leaves = [proofs.leaf_hash(b"%d" % number) for number in range(70)]

    def test_roots_are_those_of_the_rfc(self):
        for size in range(len(self.leaves)):
            self.assertEqual(verify.root_of(self.leaves[:size]), forger.slow_root(self.leaves[:size]), size)


class Headers(unittest.TestCase):
    def test_exactly_the_written_form_is_read(self):
        good = forger.header_of({})
        self.assertEqual(verify.read_header(good)["kind"], b"visit")
        followed = forger.header_of({"sequence": 2, "previous": "00" * 32, "occurred": "2026-11-19T15:00:00.000Z"})
        self.assertIsNotNone(verify.read_header(followed))
        rows = [
            ("nothing", b""), ("no end", good[:-1]), ("more after the end", good + b"\n"),
            ("a line too many", good + b"kind visit\n"), ("other line ends", good.replace(b"\n", b"\r\n")),
            ("another version", good.replace(b"leaf/1", b"leaf/2")),
            ("two spaces", good.replace(b"kind ", b"kind  ")),
            ("another order", forger.header_of({}).replace(b"kind visit\nform visit-home@3\n",
                                                           b"form visit-home@3\nkind visit\n")),
        ]
        wrong = [
            {"position": "00"}, {"position": "-1"}, {"position": "+1"}, {"position": ""}, {"position": "٣"},
            {"record": "01" * 15}, {"record": "AB" * 16}, {"sequence": 0}, {"sequence": 2}, {"previous": "00" * 32},
            {"sequence": 2, "previous": "none"}, {"kind": "Visit"}, {"kind": ""}, {"kind": "v" * 65},
            {"kind": "v.1"}, {"form": "visit"}, {"form": "visit@"}, {"form": "a.b@1"}, {"form": "visit@1@2"},
            {"occurred": "2026-02-30"}, {"occurred": "2026-11-19T24:00:00.000Z"}, {"occurred": "2026-11-19 "},
            {"recorded": "2026-11-20"}, {"recorded": "2026-11-20T09:30:00Z"}, {"recorded": "2026-13-20T09:30:00.123Z"},
            {"ciphertext": "00" * 32}, {"ciphertext": f"{'00' * 32} 01"}, {"commitment": "00" * 31},
        ]
        rows += [(str(values), forger.header_of(values)) for values in wrong]
        for why, header in rows:
            with self.subTest(why):
                self.assertIsNone(verify.read_header(header))


LEAF, CHECKPOINT, TILE = "ledger_leaf", "ledger_checkpoint", "ledger_tile"


def swap_entries(tables: dict) -> None:
    one, other = tables[LEAF][3], tables[LEAF][5]
    one[1], other[1] = other[1], one[1]


def put(table: str, row: int, column: int, value: object):
    def change(tables: dict) -> None:
        tables[table][row][column] = value
    return change


def drop(table: str, row: int):
    def change(tables: dict) -> None:
        del tables[table][row]
    return change


def add_entry(tables: dict) -> None:
    row = list(tables[LEAF][4])
    row[1] = len(tables[LEAF])
    tables[LEAF].append(row)


def cut_end(tables: dict) -> None:
    del tables[LEAF][3:], tables[CHECKPOINT][3:]
    tables[TILE].clear()


def rewrite_header(tables: dict) -> None:
    """An entry changed with every hash that can be changed without the key."""
    row = tables[LEAF][4]
    row[5] = row[5].replace(b"kind visit", b"kind other")
    row[4] = proofs.leaf_hash(row[5])


@mock.patch.object(verify, "TILE_WIDTH", 4)
class Ledgers(unittest.TestCase):
    sizes = [0, 1, 3, 4, 19]

    def check(self, made: forger.Made, trust: verify.Trust | None = None) -> verify.Report:
        return verify.check_database(made.database(), trust or verify.Trust())

    def test_a_whole_ledger_is_whole(self):
        made = forger.Made(self.sizes)
        report = self.check(made)
        self.assertEqual(report.findings, [])
        [ledger] = report.ledgers
        self.assertEqual((ledger["size"], ledger["records"], ledger["checkpoints"]), (19, 2, 5))
        self.assertEqual(base64.b64decode(ledger["root"]), forger.slow_root(made.leaves()))
        self.assertEqual(len(made.tables[TILE]), 5)

    def test_each_attack_is_named(self):
        rows = [
            ("an entry is deleted", drop(LEAF, 3), ("entry_missing", 3)),
            ("two are swapped", swap_entries, ("entry_moved", 3)),
            ("one stands there twice", add_entry, ("entry_extra", 19)),
            ("one before the first", put(LEAF, 0, 1, -1), ("entry_extra", -1)),
            ("the last is cut off", drop(LEAF, 18), ("entry_missing", 18)),
            ("content is exchanged", put(LEAF, 2, 6, b"\x01" + b"x" * 89), ("entry_altered", 2)),
            ("content is longer", lambda tables: tables[LEAF][2].__setitem__(6, tables[LEAF][2][6] + b"x"),
             ("entry_altered", 2)),
            ("content is empty", put(LEAF, 2, 6, b""), ("entry_altered", 2)),
            ("the hash beside it", put(LEAF, 2, 4, b"h" * 32), ("entry_altered", 2)),
            ("no header", put(LEAF, 2, 5, b""), ("entry_altered", 2)),
            ("another record", put(LEAF, 2, 2, b"r" * 16), ("entry_altered", 2)),
            ("another number", put(LEAF, 2, 3, 9), ("entry_altered", 2)),
            ("a header with all its hashes", rewrite_header, ("checkpoint_wrong", 4)),
            ("and then the next of its record", rewrite_header, ("record_broken", 6)),
            ("a checkpoint is deleted", drop(CHECKPOINT, 2), ("checkpoint_missing", None)),
            ("the first is deleted", drop(CHECKPOINT, 0), ("checkpoint_missing", None)),
            ("the last is deleted", drop(CHECKPOINT, 4), ("entry_extra", 4)),
            ("its size", put(CHECKPOINT, 2, 2, 4), ("checkpoint_wrong", None)),
            ("a note that is no text", put(CHECKPOINT, 2, 3, b"\xff"), ("checkpoint_forged", None)),
            ("a note of another", put(CHECKPOINT, 2, 3, forger.Made(self.sizes, 3).note(3)),
             ("checkpoint_wrong", 1)),
            ("a tile is deleted", drop(TILE, 1), ("tree_altered", 4)),
            ("a tile too many", put(TILE, 1, 2, 9), ("tree_altered", None)),
            ("a tile of another level", put(TILE, 1, 1, 2**40), ("tree_altered", None)),
            ("a tile's root", put(TILE, 1, 3, b"h" * 32), ("tree_altered", 4)),
            ("an upper tile's hashes", put(TILE, 4, 4, b"h" * 128), ("tree_altered", 0)),
            ("two names and keys", lambda tables: tables["ledger_log"].append(list(tables["ledger_log"][0])),
             ("log_altered", None)),
            ("no name and no key", drop("ledger_log", 0), ("log_altered", None)),
            ("another key", put("ledger_log", 0, 2, forger.public_key_of(b"o" * 32)), ("checkpoint_forged", None)),
            ("no key", put("ledger_log", 0, 2, b""), ("checkpoint_forged", None)),
            ("another name", put("ledger_log", 0, 1, b"heed.example/other"), ("checkpoint_forged", None)),
        ]
        for why, change, expected in rows:
            with self.subTest(why):
                made = forger.Made(self.sizes)
                change(made.tables)
                found = [(finding.fault, finding.position) for finding in self.check(made).findings]
                self.assertIn(expected, found)

    def test_what_is_signed_is_held_to_the_form_all_the_same(self):
        rows = [
            ("an entry's number is left out", 4, b"\nsequence 3\n", b"\nsequence 4\n", "record_broken"),
            ("the entry before is another", 4, b"\nprevious ", b"\nprevious 0", "entry_altered"),
            ("its place is another", 4, b"\nposition 4\n", b"\nposition 5\n", "entry_moved"),
            ("its kind is no word", 4, b"\nkind visit\n", b"\nkind Visit\n", "entry_altered"),
            ("it commits to another key", 4, b"\ncommitment ", b"\ncommitment 0", "entry_altered"),
            ("its content has another size", 4, b" 91\n", b" 90\n", "entry_altered"),
        ]
        for why, row, old, new, expected in rows:
            with self.subTest(why):
                made = forger.Made(self.sizes)
                header = made.tables[LEAF][row][5]
                self.assertIn(old, header)
                made.tables[LEAF][row][5] = header.replace(old, new)
                made.sign()
                found = [(finding.fault, finding.position) for finding in self.check(made).findings]
                self.assertIn((expected, row), found)

    def test_sealed_content_of_another_version_is_found_though_it_is_signed(self):
        made = forger.Made(self.sizes)
        row = made.tables[LEAF][18]
        old = hashlib.sha256(row[6]).hexdigest().encode()
        row[6] = b"\x02" + row[6][1:]
        row[5] = row[5].replace(old, hashlib.sha256(row[6]).hexdigest().encode())
        made.sign()
        self.assertEqual([finding.fault for finding in self.check(made).findings], ["entry_altered"])

    def test_sealed_content_must_hold_the_commitment_that_was_signed(self):
        made = forger.Made(self.sizes)
        row = made.tables[LEAF][18]
        row[5] = row[5].replace(row[6][25:57].hex().encode(), b"00" * 32)
        made.sign()
        self.assertEqual([finding.fault for finding in self.check(made).findings], ["entry_altered"])

    def test_witnesses_that_are_asked_for_must_have_signed_this_history(self):
        name, seed = b"witness.example/north", b"w" * 32
        trust = verify.Trust(witnesses={name: forger.public_key_of(seed)})
        made = forger.Made(self.sizes)
        right = forger.cosignature_line(name, seed, made.note(3), 9)
        rows = [("right", [(3, 3, right)], [], 1),
                ("none", [], ["cosignature_missing"], 0),
                ("another's alone", [(3, 3, right.replace(b"north", b"south"))],
                 ["cosignature_wrong", "cosignature_missing"], 0),
                ("one right and one for another state", [(3, 3, right), (4, 4, right)], ["cosignature_wrong"], 1),
                ("for a state that is not here", [(3, 99, right)], ["cosignature_wrong", "cosignature_missing"], 0),
                ("another size", [(4, 3, right)], ["cosignature_wrong", "cosignature_missing"], 0)]
        for why, given, faults, count in rows:
            with self.subTest(why):
                database = made.database()
                database.execute("CREATE TABLE ledger_cosignature (partnership_id BLOB, size INTEGER, witness TEXT, "
                                 "checkpoint INTEGER, line TEXT)")
                for size, checkpoint, line in given:
                    database.execute("INSERT INTO ledger_cosignature VALUES (?, ?, ?, ?, CAST(? AS TEXT))",
                                     (made.partnership, size, name.decode(), checkpoint, line))
                report = verify.check_database(database, trust)
                self.assertEqual([finding.fault for finding in report.findings], faults)
                self.assertEqual(report.witnesses[name]["cosignatures"], count)
        older = verify.check_database(made.database(), trust)
        self.assertEqual([finding.fault for finding in older.findings], ["cosignature_missing"])

    def test_a_ledger_without_entries_has_its_first_checkpoint(self):
        made = forger.Made([0])
        self.assertEqual(self.check(made).findings, [])
        made.tables[CHECKPOINT].clear()
        self.assertEqual([finding.fault for finding in self.check(made).findings], ["checkpoint_missing"])

    def test_signed_sizes_start_at_nothing_and_rise(self):
        for sizes in ([1, 3], [0, 3, 3], [0, 0, 3], [0, 3, 2, 3]):
            report = self.check(forger.Made(sizes))
            self.assertIn("checkpoint_wrong", [finding.fault for finding in report.findings], sizes)

    def test_only_what_was_kept_elsewhere_tells_that_the_end_is_gone(self):
        made = forger.Made(self.sizes)
        note = made.note(19)
        cut_end(made.tables)
        self.assertEqual(self.check(made).findings, [])
        for trust in (verify.Trust(kept={made.partnership: note}), verify.Trust(held=[note])):
            faults = {finding.fault for finding in self.check(made, trust).findings}
            self.assertLessEqual({"history_cut", "entry_missing", "checkpoint_missing"}, faults)
        before = verify.Trust(held=[made.note(1)])
        self.assertEqual(self.check(made, before).findings, [])

    def test_a_ledger_made_anew_with_another_key_is_found_by_whoever_has_the_key_or_a_checkpoint(self):
        true, false = forger.Made(self.sizes), forger.Made(self.sizes, seed=b"o" * 32)
        elsewhere = forger.Made(self.sizes)
        elsewhere.origin = b"heed.example/elsewhere"
        key = true.tables["ledger_log"][0][2]
        self.assertEqual(self.check(false).findings, [])
        rows = [
            ("the key store", verify.Trust(store_keys={true.partnership: key}), "log_altered"),
            ("a key from outside", verify.Trust(keys={true.origin: key}), "log_altered"),
            ("a checkpoint in the key store", verify.Trust(kept={true.partnership: true.note(3)}), "checkpoint_forged"),
            ("one from outside", verify.Trust(held=[true.note(3)]), "checkpoint_forged"),
            ("one of a ledger that is not here", verify.Trust(held=[elsewhere.note(3)]), "history_cut"),
            ("a key of a ledger that is not here", verify.Trust(keys={elsewhere.origin: key}), "log_altered"),
            ("no checkpoint", verify.Trust(held=[b"?"]), "checkpoint_forged"),
        ]
        for why, trust, expected in rows:
            with self.subTest(why):
                self.assertIn(expected, [finding.fault for finding in self.check(false, trust).findings])
        gone = forger.Made([0])
        gone.tables = {}
        kept = verify.Trust(store_keys={true.partnership: key}, kept={true.partnership: true.note(3)})
        self.assertIn("history_cut", [finding.fault for finding in self.check(gone, kept).findings])

    def test_values_of_another_kind_are_found_and_not_stumbled_over(self):
        made = forger.Made(self.sizes)
        database = made.database()
        database.executescript("DROP TABLE ledger_leaf; CREATE TABLE ledger_leaf (partnership_id, position, "
                               "record_id, sequence, leaf, header, sealed)")
        made.tables[LEAF][3][5] = None
        forger.write(database, {LEAF: made.tables[LEAF]})
        [finding] = verify.check_database(database, verify.Trust()).findings
        self.assertEqual(finding.fault, "store_damaged")

    def test_a_proof_is_followed_to_a_checkpoint_of_this_ledger(self):
        made = forger.Made(self.sizes)

        def proof_of(index: int, size: int, shift: int = 0, made: forger.Made = made) -> bytes:
            path = b"".join(base64.b64encode(step) + b"\n" for step in forger.slow_path(index, made.leaves()[:size]))
            header = base64.b64encode(made.tables[LEAF][index][5])
            return b"c2sp.org/tlog-proof@v1\nextra %s\nindex %d\n%s\n%s" % (
                header, index + shift, path, made.note(size))

        for index in range(4):
            trust = verify.Trust()
            self.assertIsNone(verify.check_proof(proof_of(index, 4), trust))
            self.assertEqual(self.check(made, trust).findings, [])
        step = base64.b64encode(forger.slow_path(0, made.leaves()[:4])[1])
        other = proof_of(0, 4).replace(step, base64.b64encode(b"o" * 32))
        misplaced = forger.Made(self.sizes)
        misplaced.tables[LEAF][0][5] = misplaced.tables[LEAF][0][5].replace(b"position 0", b"position 7")
        misplaced.sign()
        good = proof_of(0, 4)
        for wrong in (other, proof_of(0, 4, made=misplaced), proof_of(0, 4, 1), b"", b"x" + good,
                      good.replace(b"extra ", b"extra A")):
            self.assertEqual(verify.check_proof(wrong, verify.Trust()).fault, "proof_wrong")


class Folders(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_on(self, *words: str) -> tuple[int, str]:
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()):
            try:
                code = verify.main(["--data", str(self.folder), *words])
            except SystemExit as end:
                code = end.code
        return code, output.getvalue()

    def make(self, made: forger.Made | None = None) -> forger.Made:
        made = made or forger.Made([0, 2, 5])
        made.database(str(self.folder / "heed.db")).close()
        return made

    def test_the_code_says_how_it_went(self):
        self.assertEqual(self.run_on()[0], 3)
        made = self.make()
        code, text = self.run_on()
        self.assertEqual((code, text.splitlines()[-1]), (0, "The ledger is whole."))
        for words in (["--no-such-word"], ["--key", "?"]):
            self.assertEqual(self.run_on(*words)[0], 2)
        self.assertEqual(self.run_on("--held", str(self.folder / "nothing"))[0], 3)
        (self.folder / "heed.db").unlink()
        made.tables[LEAF][1][6] = b"?"
        self.make(made)
        code, text = self.run_on()
        self.assertEqual((code, text.splitlines()[-1]), (1, "The ledger is NOT whole."))
        self.assertIn(f"place 1, record {verify.id_text(made.tables[LEAF][1][2])}, entry 1", text)
        code, text = self.run_on("--json")
        self.assertEqual((code, json.loads(text)["findings"][0]["position"]), (1, 1))

    def test_files_that_hold_something_else_are_damaged(self):
        for content in (b"", b"not a database " * 100):
            (self.folder / "heed.db").write_bytes(content)
            self.assertEqual(self.run_on()[0], 1)

    def test_the_write_ahead_log_is_read_and_nothing_is_written(self):
        made = self.make()
        database = sqlite3.connect(self.folder / "heed.db", isolation_level=None)
        self.addCleanup(database.close)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA wal_autocheckpoint = 0")
        before = (self.folder / "heed.db").read_bytes()
        database.execute("DELETE FROM ledger_leaf WHERE position = 4")
        log = (self.folder / "heed.db-wal").read_bytes()
        code, text = self.run_on()
        self.assertEqual(code, 1)
        self.assertIn("entry_missing: ledger", text)
        forger.write(database, {LEAF: made.tables[LEAF][4:]})
        self.assertEqual(self.run_on()[0], 0)
        self.assertEqual((self.folder / "heed.db").read_bytes(), before)
        self.assertTrue((self.folder / "heed.db-wal").read_bytes().startswith(log))

    def test_the_key_store_is_believed_before_the_data_file(self):
        made = self.make(forger.Made([0, 2, 5], seed=b"o" * 32))
        (self.folder / "keys").mkdir()
        store = sqlite3.connect(self.folder / "keys" / "keys.db", isolation_level=None)
        store.execute("CREATE TABLE partnership_key (partnership_id BLOB, signing_public BLOB)")
        store.execute("CREATE TABLE kept_checkpoint (partnership_id BLOB, note TEXT)")
        store.execute("INSERT INTO partnership_key VALUES (?, ?)", (made.partnership, forger.public_key_of(b"s" * 32)))
        store.close()
        code, text = self.run_on()
        self.assertEqual(code, 1)
        self.assertIn("log_altered", text)
        self.assertEqual(self.run_on("--without-keys")[0], 0)
        (self.folder / "keys" / "keys.db").write_bytes(b"not a database " * 100)
        self.assertEqual(self.run_on()[0], 1)


if __name__ == "__main__":
    unittest.main()
