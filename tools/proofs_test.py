"""Signatures, paths and notes keep to the RFCs and to docs/ledger-format.md."""
import base64
import hashlib
import pathlib
import sys
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "verifier"))

import forger
import proofs

# RFC 8032, section 7.1: public key, message, signature.
VECTORS = {
    "TEST 1": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b"),
    "TEST 2": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00"),
    "TEST 3": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a"),
    "TEST 1024": (
        "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e",
        "08b8b2b733424243760fe426a4b54908632110a66c2f6591eabd3345e3e4eb98fa6e264bf09efe12ee50f8f54e9f77b1e355f6c50544e2"
        "3fb1433ddf73be84d879de7c0046dc4996d9e773f4bc9efe5738829adb26c81b37c93a1b270b20329d658675fc6ea534e0810a4432826b"
        "f58c941efb65d57a338bbd2e26640f89ffbc1a858efcb8550ee3a5e1998bd177e93a7363c344fe6b199ee5d02e82d522c4feba15452f80"
        "288a821a579116ec6dad2b3b310da903401aa62100ab5d1a36553e06203b33890cc9b832f79ef80560ccb9a39ce767967ed628c6ad573c"
        "b116dbefefd75499da96bd68a8a97b928a8bbc103b6621fcde2beca1231d206be6cd9ec7aff6f6c94fcd7204ed3455c68c83f4a41da4af"
        "2b74ef5c53f1d8ac70bdcb7ed185ce81bd84359d44254d95629e9855a94a7c1958d1f8ada5d0532ed8a5aa3fb2d17ba70eb6248e594e1a"
        "2297acbbb39d502f1a8c6eb6f1ce22b3de1a1f40cc24554119a831a9aad6079cad88425de6bde1a9187ebb6092cf67bf2b13fd65f27088"
        "d78b7e883c8759d2c4f5c65adb7553878ad575f9fad878e80a0c9ba63bcbcc2732e69485bbc9c90bfbd62481d9089beccf80cfe2df16a2"
        "cf65bd92dd597b0707e0917af48bbb75fed413d238f5555a7a569d80c3414a8d0859dc65a46128bab27af87a71314f318c782b23ebfe80"
        "8b82b0ce26401d2e22f04d83d1255dc51addd3b75a2b1ae0784504df543af8969be3ea7082ff7fc9888c144da2af58429ec96031dbcad3"
        "dad9af0dcbaaaf268cb8fcffead94f3c7ca495e056a9b47acdb751fb73e666c6c655ade8297297d07ad1ba5e43f1bca32301651339e229"
        "04cc8c42f58c30c04aafdb038dda0847dd988dcda6f3bfd15c4b4c4525004aa06eeff8ca61783aacec57fb3d1f92b0fe2fd1a85f672451"
        "7b65e614ad6808d6f6ee34dff7310fdc82aebfd904b01e1dc54b2927094b2db68d6f903b68401adebf5a7e08d78ff4ef5d63653a65040c"
        "f9bfd4aca7984a74d37145986780fc0b16ac451649de6188a7dbdf191f64b5fc5e2ab47b57f7f7276cd419c17a3ca8e1b939ae49e488ac"
        "ba6b965610b5480109c8b17b80e1b7b750dfc7598d5d5011fd2dcc5600a32ef5b52a1ecc820e308aa342721aac0943bf6686b64b257937"
        "6504ccc493d97e6aed3fb0f9cd71a43dd497f01f17c0e2cb3797aa2a2f256656168e6c496afc5fb93246f6b1116398a346f1a641f3b041"
        "e989f7914f90cc2c7fff357876e506b50d334ba77c225bc307ba537152f3f1610e4eafe595f6d9d90d11faa933a15ef1369546868a7f3a"
        "45a96768d40fd9d03412c091c6315cf4fde7cb68606937380db2eaaa707b4c4185c32eddcdd306705e4dc1ffc872eeee475a64dfac86ab"
        "a41c0618983f8741c5ef68d3a101e8a3b8cac60c905c15fc910840b94c00a0b9d0",
        "0aab4c900501b3e24d7cdf4663326a3a87df5e4843b2cbdb67cbf6e460fec350aa5371b1508f9f4528ecea23c436d94b"
        "5e8fcd4f681e30a6ac00a9704a188a03"),
    "TEST SHA(abc)": (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf", hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704"),
}


def flipped(content: bytes, at: int, bit: int = 0) -> bytes:
    return content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1:]


class Ed25519(unittest.TestCase):
    def test_the_rfcs_signatures_hold(self):
        for name, row in VECTORS.items():
            with self.subTest(name):
                self.assertTrue(proofs.is_signed_by(*map(bytes.fromhex, row)))

    def test_one_bit_changed_anywhere_is_refused(self):
        row = [bytes.fromhex(part) for part in VECTORS["TEST 3"]]
        for part, content in enumerate(row):
            for at in range(len(content)):
                changed = [*row[:part], flipped(content, at, at % 8), *row[part + 1:]]
                self.assertFalse(proofs.is_signed_by(*changed), f"part {part}, byte {at}")

    def test_what_could_be_read_in_two_ways_is_refused(self):
        key, message, signature = map(bytes.fromhex, VECTORS["TEST 3"])
        number = int.from_bytes(signature[32:], "little") + proofs.ORDER
        one = (1).to_bytes(32, "little")
        rows = [
            ("the number plus the order", key, signature[:32] + number.to_bytes(32, "little")),
            ("a key that is the neutral point fits 'nothing was signed'", one, one + bytes(32)),
            ("a point beyond the field", (proofs.FIELD + 1).to_bytes(32, "little"), one + bytes(32)),
            ("the neutral point with a sign", flipped(one, 31, 7), one + bytes(32)),
            ("a point that is not on the curve", (2).to_bytes(32, "little"), signature),
            ("a signature that is too short", key, signature[:63]),
            ("a signature that is too long", key, signature + b"\0"),
            ("no signature", key, b""),
            ("a key that is too short", key[:31], signature),
        ]
        for why, public_key, given in rows:
            with self.subTest(why):
                self.assertFalse(proofs.is_signed_by(public_key, message, given))


class Paths(unittest.TestCase):
    leaves = [proofs.leaf_hash(b"%d" % number) for number in range(70)]

    def test_a_path_leads_to_its_root_and_to_no_other(self):
        for size in range(1, 20):
            leaves = self.leaves[:size]
            for index, leaf in enumerate(leaves):
                path = forger.slow_path(index, leaves)
                self.assertEqual(proofs.root_from_path(index, size, leaf, path), forger.slow_root(leaves))
                self.assertNotEqual(proofs.root_from_path(index, size, leaf, [*path, leaf]), forger.slow_root(leaves))
                self.assertNotEqual(proofs.root_from_path(index, size, self.leaves[-1], path), forger.slow_root(leaves))
        self.assertIsNone(proofs.root_from_path(3, 3, self.leaves[3], []))


class Notes(unittest.TestCase):
    origin, seed = b"heed.example/notes", b"n" * 32
    key = forger.public_key_of(b"n" * 32)

    def open(self, note: bytes) -> proofs.Checkpoint | None:
        return proofs.open_note(note, self.origin, self.key)

    def test_a_note_says_what_it_says(self):
        note = forger.note_of(self.origin, self.seed, 7, b"r" * 32)
        self.assertEqual(self.open(note), proofs.Checkpoint(7, b"r" * 32))

    def test_lines_of_others_are_passed_over(self):
        note = forger.note_of(self.origin, self.seed, 7, b"r" * 32)
        text = note[:note.index(b"\n\n") + 1]
        witness = "— witness.example ".encode() + base64.b64encode(b"w" * 76) + b"\n"
        namesake = forger.signature_line(self.origin, b"o" * 32, text)
        self.assertIsNotNone(self.open(note + witness + namesake))
        self.assertIsNone(self.open(text + b"\n" + witness + namesake))

    def test_what_the_ledger_did_not_say_is_refused(self):
        note = forger.note_of(self.origin, self.seed, 7, b"r" * 32)
        text, line = note.split(b"\n\n")
        bad = self.origin + b" " + base64.b64encode(proofs.key_id(self.origin, self.key) + b"b" * 64)
        rows = [
            ("another key", forger.note_of(self.origin, b"o" * 32, 7, b"r" * 32)),
            ("another name", forger.note_of(b"heed.example/other", self.seed, 7, b"r" * 32)),
            ("a second line of ours that is wrong", note + "— ".encode() + bad + b"\n"),
            ("a root that is too short", forger.note_of(self.origin, self.seed, 7, b"r" * 31)),
            ("no signature", text + b"\n\n"), ("no end", note[:-1]), ("more after the end", note + b"\n"),
            ("a fourth line", text + b"\nmore\n\n" + line), ("no empty line", text + b"\n" + line),
            ("a hyphen", note.replace("—".encode(), b"-")), ("nothing", b""),
            ("letters that no text has", b"\xff" + note),
            ("a return in the line", note[:-9] + b"\r" + note[-8:]),
        ]
        for why, given in rows:
            with self.subTest(why):
                self.assertIsNone(self.open(given))

    def test_one_bit_changed_anywhere_is_refused(self):
        note = forger.note_of(self.origin, self.seed, 7, b"r" * 32)
        with mock.patch("proofs.is_signed_by", side_effect=lambda *row: row == whole) as asked:
            whole = (self.key, note[:note.index(b"\n\n") + 1], base64.b64decode(note.split(b" ")[-1])[4:])
            self.assertIsNotNone(self.open(note))
            for at in range(len(note)):
                for bit in range(8):
                    self.assertIsNone(self.open(flipped(note, at, bit)), f"byte {at}, bit {bit}")
        self.assertGreater(asked.call_count, 1)

    def test_a_verifier_key_is_read_and_held_against_its_number(self):
        number = proofs.key_id(self.origin, self.key).hex().encode()
        text = b"%s+%s+%s" % (self.origin, number, base64.b64encode(b"\x01" + self.key))
        self.assertEqual(proofs.read_verifier_key(text.decode()), (self.origin, self.key))
        for wrong in (text[:-4], text.replace(b"notes", b"other"), b"", b"a+b", text.replace(b"+A", b"+B", 1)):
            with self.assertRaises(proofs.argparse.ArgumentTypeError):
                proofs.read_verifier_key(wrong.decode())


class Cosignatures(unittest.TestCase):
    name, seed = b"witness.example/north", b"w" * 32
    key = forger.public_key_of(b"w" * 32)
    note = forger.note_of(b"heed.example/notes", b"n" * 32, 7, b"r" * 32)

    def test_a_line_says_when_it_was_signed(self):
        line = forger.cosignature_line(self.name, self.seed, self.note, 1679315147)
        self.assertEqual(proofs.cosigned_at(line, self.note, self.name, self.key), 1679315147)
        self.assertTrue(proofs.is_cosigned(self.note + line + b"\n", self.name, self.key))
        self.assertFalse(proofs.is_cosigned(self.note, self.name, self.key))

    def test_what_the_witness_did_not_say_is_refused(self):
        line = forger.cosignature_line(self.name, self.seed, self.note, 7)
        other = forger.note_of(b"heed.example/notes", b"n" * 32, 8, b"r" * 32)
        as_ledger = forger.signature_line(self.name, self.seed, self.note)[:-1]
        rows = [("another note", line, other, self.name, self.key),
                ("another name", line, self.note, b"witness.example/south", self.key),
                ("another key", line, self.note, self.name, forger.public_key_of(b"o" * 32)),
                ("signed as a ledger signs", as_ledger, self.note, self.name, self.key),
                ("cut", line[:-4], self.note, self.name, self.key),
                ("a word more", line + b" x", self.note, self.name, self.key)]
        for why, *given in rows:
            with self.subTest(why):
                self.assertIsNone(proofs.cosigned_at(*given))
        for at in range(len(line)):
            self.assertIsNone(proofs.cosigned_at(flipped(line, at, 0), self.note, self.name, self.key), at)

    def test_a_witness_key_is_none_of_a_ledger(self):
        number = proofs.key_id(self.name, self.key, proofs.WITNESS).hex().encode()
        text = b"%s+%s+%s" % (self.name, number, base64.b64encode(b"\x04" + self.key))
        self.assertEqual(proofs.read_witness_key(text.decode()), (self.name, self.key))
        with self.assertRaises(proofs.argparse.ArgumentTypeError):
            proofs.read_verifier_key(text.decode())


if __name__ == "__main__":
    unittest.main()
