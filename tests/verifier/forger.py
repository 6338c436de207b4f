"""Makes ledgers, true and false ones, from docs/ledger-format.md: for the tests of tools/verify.py.

The signing is for tests alone: it takes no care to keep a secret.
"""
import base64
import functools
import hashlib
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

import proofs
import verify

SCHEMA = "\n".join(
    f"CREATE TABLE {table} ({', '.join(f'{name} {kind.upper()}' for name, kind in columns.items())}) STRICT;"
    for table, columns in verify.COLUMNS.items())


def write_point(point: tuple) -> bytes:
    inverse = pow(point[2], -1, proofs.FIELD)
    x, y = point[0] * inverse % proofs.FIELD, point[1] * inverse % proofs.FIELD
    return (y | (x & 1) << 255).to_bytes(32, "little")


def secret_of(seed: bytes) -> tuple[int, bytes]:
    digest = hashlib.sha512(seed).digest()
    number = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
    return number, digest[32:]


@functools.lru_cache
def public_key_of(seed: bytes) -> bytes:
    return write_point(proofs.multiply(secret_of(seed)[0], proofs.BASE))


@functools.lru_cache
def sign(seed: bytes, message: bytes) -> bytes:
    """RFC 8032, section 5.1.6."""
    number, prefix = secret_of(seed)
    once = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % proofs.ORDER
    start = write_point(proofs.multiply(once, proofs.BASE))
    digest = hashlib.sha512(start + public_key_of(seed) + message).digest()
    answer = (once + int.from_bytes(digest, "little") * number) % proofs.ORDER
    return start + answer.to_bytes(32, "little")


def signature_line(name: bytes, seed: bytes, text: bytes) -> bytes:
    signature = proofs.key_id(name, public_key_of(seed)) + sign(seed, text)
    return "— ".encode() + name + b" " + base64.b64encode(signature) + b"\n"


def note_of(origin: bytes, seed: bytes, size: int, root: bytes) -> bytes:
    text = b"%s\n%d\n%s\n" % (origin, size, base64.b64encode(root))
    return text + b"\n" + signature_line(origin, seed, text)


def cosignature_line(name: bytes, seed: bytes, note: bytes, seconds: int) -> bytes:
    """What a witness signs, without the LF."""
    text = note[:note.index(b"\n\n") + 1]
    signature = sign(seed, b"cosignature/v1\ntime %d\n" % seconds + text)
    number = proofs.key_id(name, public_key_of(seed), proofs.WITNESS)
    return "— ".encode() + name + b" " + base64.b64encode(number + seconds.to_bytes(8, "big") + signature)


def header_of(values: dict[str, object]) -> bytes:
    """The thirteen lines; each value may be given, to make it wrong."""
    usual = {"position": 0, "record": "01" * 16, "sequence": 1, "previous": "none", "kind": "visit",
             "form": "visit-home@3", "actor": "02" * 16, "event": "03" * 16, "occurred": "2026-11-19",
             "recorded": "2026-11-20T09:30:00.123Z", "ciphertext": f"{'00' * 32} 0", "commitment": "00" * 32}
    lines = [f"{name} {value}\n" for name, value in {**usual, **values}.items()]
    return "".join(["heed-leaf/1\n", *lines]).encode()


def slow_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word by word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return proofs.node_hash(slow_root(leaves[:split]), slow_root(leaves[split:]))


def slow_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962, section 2.1.1, word by word."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return [*slow_path(index, leaves[:split]), slow_root(leaves[split:])]
    return [*slow_path(index - split, leaves[split:]), slow_root(leaves[:split])]


class Made:
    """A ledger's rows by table, which a test may change before it writes them."""

    def __init__(self, sizes: list[int], records: int = 2, seed: bytes = b"s" * 32) -> None:
        self.origin, self.seed = b"heed.example/made", seed
        self.partnership = b"p" * 16
        self.tables: dict[str, list[list]] = {table: [] for table in verify.COLUMNS}
        self.tables["ledger_log"].append([self.partnership, self.origin, public_key_of(seed)])
        last: dict[int, tuple[int, str]] = {}
        for position in range(sizes[-1]):
            sequence, previous = last.get(position % records, (0, "none"))
            record = bytes([position % records]) * 16
            sealed = b"\x01" + hashlib.shake_256(b"%d" % position).digest(90)
            header = header_of({
                "position": position, "record": record.hex(), "sequence": sequence + 1, "previous": previous,
                "ciphertext": f"{hashlib.sha256(sealed).hexdigest()} {len(sealed)}",
                "commitment": sealed[25:57].hex()})
            leaf = proofs.leaf_hash(header)
            last[position % records] = (sequence + 1, leaf.hex())
            self.tables["ledger_leaf"].append(
                [self.partnership, position, record, sequence + 1, leaf, header, sealed])
        self.tables["ledger_checkpoint"] = [[self.partnership, number, size, b""]
                                            for number, size in enumerate(sizes, 1)]
        self.sign()

    def sign(self) -> None:
        """Every hash and every note, of the entries as they are."""
        for row in self.tables["ledger_leaf"]:
            row[4] = proofs.leaf_hash(row[5])
        for row in self.tables["ledger_checkpoint"]:
            row[3] = self.note(row[2])
        self.tables["ledger_tile"].clear()
        self.make_tiles()

    def leaves(self) -> list[bytes]:
        return [row[4] for row in self.tables["ledger_leaf"]]

    def note(self, size: int, seed: bytes | None = None) -> bytes:
        return note_of(self.origin, seed or self.seed, size, verify.root_of(self.leaves()[:size]))

    def make_tiles(self) -> None:
        level, hashes = 0, self.leaves()
        width = verify.TILE_WIDTH
        while len(hashes) >= width:
            full = [hashes[start:start + width] for start in range(0, len(hashes) - width + 1, width)]
            hashes = [verify.root_of(tile) for tile in full]
            self.tables["ledger_tile"] += [[self.partnership, level, number, hashes[number], b"".join(tile)]
                                           for number, tile in enumerate(full)]
            level += 1

    def database(self, file: str = ":memory:") -> sqlite3.Connection:
        database = sqlite3.connect(file, isolation_level=None)
        database.executescript("PRAGMA synchronous = OFF;" + SCHEMA)
        write(database, self.tables)
        database.text_factory = bytes
        return database


def read(database: sqlite3.Connection, partnership: bytes) -> dict[str, list[list]]:
    """The rows of one ledger; `database` gives text as bytes."""
    return {table: [list(row) for row in database.execute(
        f"SELECT {', '.join(columns)} FROM {table} WHERE partnership_id = ? ORDER BY rowid", (partnership,))]
        for table, columns in verify.COLUMNS.items()}


def write(database: sqlite3.Connection, tables: dict[str, list[list]]) -> None:
    """Adds rows. Of two that exclude one another the later stays."""
    for table, rows in tables.items():
        columns = verify.COLUMNS[table]
        places = ", ".join("CAST(? AS TEXT)" if kind == "text" else "?" for kind in columns.values())
        database.executemany(f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)
