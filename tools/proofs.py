"""What can be checked of a ledger without its data file: signatures, signed notes and proofs of entries.

Written from docs/ledger-format.md, sections 2 to 5, for tools/verify.py. It needs Python's own library alone.
"""
import argparse
import base64
import dataclasses
import datetime
import functools
import hashlib
import re

# Ed25519 (RFC 8032, section 5.1), verification only. A point is (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, FIELD) % FIELD
NEUTRAL = (0, 1, 1, 0)


def add_points(one: tuple, other: tuple) -> tuple:
    a = (one[1] - one[0]) * (other[1] - other[0]) % FIELD
    b = (one[1] + one[0]) * (other[1] + other[0]) % FIELD
    c = 2 * one[3] * other[3] * CURVE % FIELD
    d = 2 * one[2] * other[2] % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD)


def same_point(one: tuple, other: tuple) -> bool:
    return ((one[0] * other[2] - other[0] * one[2]) % FIELD == 0
            and (one[1] * other[2] - other[1] * one[2]) % FIELD == 0)


def read_point(text: bytes) -> tuple | None:
    number = int.from_bytes(text, "little")
    y, odd = number & (2**255 - 1), number >> 255
    if len(text) != 32 or y >= FIELD:
        return None
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if (x * x - square) % FIELD:
        x = x * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    if (x * x - square) % FIELD or (x == 0 and odd):
        return None
    if x & 1 != odd:
        x = FIELD - x
    return (x, y, 1, x * y % FIELD)


BASE = read_point((4 * pow(5, -1, FIELD) % FIELD).to_bytes(32, "little"))


@functools.lru_cache(maxsize=16)
def doublings(point: tuple) -> list[tuple]:
    """The point times 1, 2, 4, 8 … The base and the ledger's key are multiplied again and again."""
    found = [point]
    while len(found) < 256:
        found.append(add_points(found[-1], found[-1]))
    return found


def multiply(number: int, point: tuple) -> tuple:
    total = NEUTRAL
    for doubling in doublings(point):
        if number & 1:
            total = add_points(total, doubling)
        number >>= 1
    return total


def is_signed_by(public_key: bytes, message: bytes, signature: bytes) -> bool:
    key, start = read_point(public_key), read_point(signature[:32])
    number = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or not key or not start or number >= ORDER:
        return False
    # A key of small order would fit signatures that nobody made.
    if same_point(multiply(8, key), NEUTRAL):
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    return same_point(multiply(number, BASE), add_points(start, multiply(challenge, key)))


# Hashes (section 3).

def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def leaf_hash(header: bytes) -> bytes:
    return sha256(b"\x00" + header)


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


DECIMAL = rb"(?:0|[1-9][0-9]{0,18})"


# An entry's header (section 2).

HASH = rb"[0-9a-f]{64}"
ID = rb"[0-9a-f]{32}"
DAY = rb"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOMENT = DAY + rb"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z"
WORD = rb"[a-z0-9_-]{1,64}"
LINES = {
    "position": DECIMAL,
    "record": ID,
    "sequence": DECIMAL,
    "previous": rb"none|" + HASH,
    "kind": WORD,
    "form": WORD + rb"@[a-z0-9_.-]{1,64}",
    "actor": ID,
    "event": ID,
    "occurred": DAY + rb"|" + MOMENT,
    "recorded": MOMENT,
    "ciphertext": HASH + rb" " + DECIMAL,
    "commitment": HASH,
}
HEADER = re.compile(rb"heed-leaf/1\n" + b"".join(
    b"%s (?P<%s>%s)\n" % (name.encode(), name.encode(), value) for name, value in LINES.items()))


def is_a_day(text: bytes) -> bool:
    try:
        datetime.date.fromisoformat(text[:10].decode())
    except ValueError:
        return False
    return True


def read_header(header: bytes) -> dict[str, bytes] | None:
    found = HEADER.fullmatch(header)
    if not found or (found["previous"] == b"none") != (found["sequence"] == b"1") or found["sequence"] == b"0":
        return None
    if not is_a_day(found["occurred"]) or not is_a_day(found["recorded"]):
        return None
    return found.groupdict()


# Notes.

NOTE = re.compile(rb"(?P<text>(?P<origin>[!-*,-~]+)\n(?P<size>" + DECIMAL + rb")\n(?P<root>[^\n]+)\n)\n"
                  rb"(?P<lines>(?:\xe2\x80\x94 [^ \n]+ [^ \n]+\n)+)")


@dataclasses.dataclass(frozen=True)
class Checkpoint:
    size: int
    root: bytes


def from_base64(text: bytes) -> bytes | None:
    """Only what base64 would write again: no other letters, and no bits left over."""
    try:
        content = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return content if base64.b64encode(content) == text else None


LEDGER, WITNESS = b"\x01", b"\x04"


def key_id(name: bytes, public_key: bytes, kind: bytes = LEDGER) -> bytes:
    return sha256(name + b"\n" + kind + public_key)[:4]


def origin_of(note: bytes) -> bytes | None:
    found = NOTE.fullmatch(note)
    return found["origin"] if found else None


def open_note(note: bytes, origin: bytes, public_key: bytes) -> Checkpoint | None:
    """What the ledger says in the note, or nothing unless it says so itself."""
    found = NOTE.fullmatch(note)
    root = from_base64(found["root"]) if found else None
    if not found or found["origin"] != origin or root is None or len(root) != 32:
        return None
    signatures = 0
    for line in found["lines"].split(b"\n")[:-1]:
        _, name, text = line.split(b" ")
        signature = from_base64(text)
        if name != origin or signature is None or signature[:4] != key_id(origin, public_key):
            continue
        if not is_signed_by(public_key, found["text"], signature[4:]):
            return None
        signatures += 1
    return Checkpoint(int(found["size"]), root) if signatures else None


def read_typed_key(text: str, kind: bytes) -> tuple[bytes, bytes]:
    parts = text.encode().split(b"+", 2)
    typed = from_base64(parts[2]) if len(parts) == 3 else None
    if typed is None or len(typed) != 33 or typed[:1] != kind:
        raise argparse.ArgumentTypeError("is not such a verifier key")
    if parts[1] != key_id(parts[0], typed[1:], kind).hex().encode():
        raise argparse.ArgumentTypeError("is not whole: its number is not that of its key")
    return parts[0], typed[1:]


def read_verifier_key(text: str) -> tuple[bytes, bytes]:
    """Origin and public key of a ledger's `origin+id+key`."""
    return read_typed_key(text, LEDGER)


def read_witness_key(text: str) -> tuple[bytes, bytes]:
    """Name and public key of a witness's `name+id+key`."""
    return read_typed_key(text, WITNESS)


def cosigned_at(line: bytes, note: bytes, witness: bytes, public_key: bytes) -> int | None:
    """When the witness signed the note in this line, in seconds since 1970, or nothing unless it did."""
    found = NOTE.fullmatch(note)
    parts = line.split(b" ")
    signature = from_base64(parts[2]) if len(parts) == 3 and parts[0] == "—".encode() else None
    if not found or signature is None or parts[1] != witness or len(signature) != 76:
        return None
    seconds = int.from_bytes(signature[4:12], "big")
    message = b"cosignature/v1\ntime %d\n" % seconds + found["text"]
    if signature[:4] != key_id(witness, public_key, WITNESS):
        return None
    return seconds if is_signed_by(public_key, message, signature[12:]) else None


def is_cosigned(note: bytes, witness: bytes, public_key: bytes) -> bool:
    """Whether the witness's own line stands under the note."""
    found = NOTE.fullmatch(note)
    lines = found["lines"].split(b"\n")[:-1] if found else []
    return any(cosigned_at(line, note, witness, public_key) is not None for line in lines)


# Proofs.

PROOF = re.compile(rb"c2sp\.org/tlog-proof@v1\nextra (?P<header>[^\n]+)\nindex (?P<index>" + DECIMAL +
                   rb")\n(?P<path>(?:[^\n]+\n)*)\n(?P<note>.+)", re.DOTALL)


def root_from_path(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes | None:
    """Where the path leads from a leaf (RFC 9162 section 2.1.3.2), or nothing if it does not fit the tree."""
    if index >= size:
        return None
    place, last, root = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if place % 2 == 1 or place == last:
            root = node_hash(step, root)
            while place % 2 == 0 and place != 0:
                place, last = place // 2, last // 2
        else:
            root = node_hash(root, step)
        place, last = place // 2, last // 2
    return root if last == 0 else None


@dataclasses.dataclass(frozen=True)
class Proof:
    header: bytes
    index: int
    path: list[bytes]
    note: bytes

    def leads_to_root(self) -> bool:
        claim = NOTE.fullmatch(self.note)
        root = root_from_path(self.index, int(claim["size"]), leaf_hash(self.header), self.path)
        return root is not None and root == from_base64(claim["root"])


def read_proof(content: bytes) -> Proof | None:
    found = PROOF.fullmatch(content)
    if not found or not NOTE.fullmatch(found["note"]):
        return None
    header = from_base64(found["header"])
    path = [from_base64(line) for line in found["path"].split(b"\n")[:-1]]
    if header is None or not all(step and len(step) == 32 for step in path):
        return None
    return Proof(header, int(found["index"]), path, found["note"])
