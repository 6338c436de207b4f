// Checkpoints: the signed size and root of a ledger, in the C2SP tlog-checkpoint form that other
// agencies' tools read, and the proof file that goes with one entry (C2SP tlog-proof).
#pragma once

#include "ledger/merkle.h"
#include "seal/key_store.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

struct Checkpoint {
    std::string origin; ///< the name of the ledger, a URL without its scheme
    std::uint64_t size = 0;
    base::Digest root{};
    std::string note; ///< the signed note; empty until it is signed
};

/// A name that may stand in a signed note: not empty, no space, control character or `+`.
bool is_origin(std::string_view origin);

/// The text that is signed: three lines.
std::string note_text(const Checkpoint& checkpoint);

using Signer = std::function<seal::Signature(base::ByteView)>;

/// The whole note: the text, an empty line, the signature line.
std::string sign_note(const Checkpoint& checkpoint, const seal::PublicKey& key,
                      const Signer& signer);

/// Reads a note without asking who has signed it. Empty when it is not a checkpoint.
std::optional<Checkpoint> parse_note(std::string_view note);

/// Reads a note and checks the signature that `key` made under the name `origin`; signatures by
/// others (witnesses) are passed over. Empty when it is not a checkpoint of `origin` or not signed
/// by `key`.
std::optional<Checkpoint> open_note(std::string_view note, std::string_view origin,
                                    const seal::PublicKey& key);

/// The part of a checkpoint's note that is signed.
std::string_view signed_text(std::string_view note);

/// The note of a checkpoint that `key` has signed, with that one signature alone.
std::string with_own_signature(const Checkpoint& checkpoint, const seal::PublicKey& key);

/// What a key signs: the byte that key ids and verifier keys have for it.
enum class KeyKind : std::uint8_t { ledger = 1, witness = 4 };

using KeyId = std::array<std::uint8_t, 4>;

/// The first four bytes of SHA-256 of the name, a line feed, the kind's byte and the key.
KeyId key_id(std::string_view name, const seal::PublicKey& key, KeyKind kind = KeyKind::ledger);

/// `<name>+<key id>+<key>`: the public key as other tools for signed notes take it.
std::string to_verifier_key(std::string_view name, const seal::PublicKey& key,
                            KeyKind kind = KeyKind::ledger);

struct VerifierKey {
    std::string name; ///< a ledger's origin, or a witness's name
    seal::PublicKey key{};
};

/// Empty unless `text` is what to_verifier_key writes for a name that a note can hold.
std::optional<VerifierKey> parse_verifier_key(std::string_view text,
                                              KeyKind kind = KeyKind::ledger);

/// A file that proves one entry to somebody who has nothing but it and the ledger's public key: the
/// leaf's header, its path and the checkpoint. `.tlog-proof`.
std::string to_proof_file(std::string_view header, const InclusionProof& proof,
                          const Checkpoint& checkpoint);

struct ProofFile {
    std::string header; ///< the leaf's header, byte for byte
    InclusionProof proof;
    Checkpoint checkpoint;
};

/// Reads a proof file and checks all of it against `key`. Empty when anything does not hold.
std::optional<ProofFile> open_proof_file(std::string_view text, const VerifierKey& key);

} // namespace ledger
