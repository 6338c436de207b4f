#include "ledger_inputs.h"

#include "base/errors.h"
#include "ledger/checkpoint.h"
#include "ledger/header.h"
#include "ledger/verify_text.h"
#include "seal/sodium.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace fuzz {

namespace {

namespace verifying = ledger::verifying;

constexpr std::string_view origin = "heed.example/made-up";

/// The verifier reads numbers of up to nineteen digits, which is more than anything can count.
constexpr std::uint64_t longest_number = 9'999'999'999'999'999'999U;

/// A ledger's own key, the same in every run.
class Signatory {
public:
    Signatory()
    {
        seal::ready_sodium();
        const std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed{1, 2, 3};
        crypto_sign_seed_keypair(m_public.data(), m_secret.data(), seed.data());
    }

    const seal::PublicKey& public_key() const { return m_public; }

    seal::Signature sign(base::ByteView message) const
    {
        seal::Signature signature{};
        crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                             m_secret.data());
        return signature;
    }

private:
    seal::PublicKey m_public{};
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> m_secret{};
};

const Signatory& signatory()
{
    static const Signatory one;
    return one;
}

/// `text` as a note with the right signature under it, whatever it says.
std::string signed_text(std::string_view text)
{
    const auto id = ledger::key_id(origin, signatory().public_key());
    const seal::Signature signature = signatory().sign(base::view_bytes(text));
    base::Bytes line{id.begin(), id.end()};
    line.insert(line.end(), signature.begin(), signature.end());
    std::string note{text};
    note += "\n\xE2\x80\x94 ";
    note += origin;
    return note + " " + base::to_base64(line) + "\n";
}

void check_note(std::string_view note)
{
    const auto opened = ledger::open_note(note, origin, signatory().public_key());
    const auto read = verifying::read_note(note);
    if (!opened) return;
    base::check(opened->origin == origin && opened->note == note, "a note is its own");
    if (opened->size > longest_number) return;
    base::check(read && read->size == opened->size && read->root == opened->root,
                "the verifier reads a note alike");
    base::check(verifying::is_signed(*read, origin, signatory().public_key()),
                "and finds it signed");
}

/// A file that proves `header` to be the first of two entries.
std::string proof_of(std::string_view header)
{
    const base::Digest other{9};
    const base::Digest leaf = ledger::leaf_hash(base::view_bytes(header));
    ledger::Checkpoint checkpoint{.origin = std::string{origin},
                                  .size = 2,
                                  .root = ledger::node_hash(leaf, other),
                                  .note = {}};
    checkpoint.note = ledger::sign_note(checkpoint, signatory().public_key(),
                                        [](base::ByteView text) { return signatory().sign(text); });
    return ledger::to_proof_file(header, {.position = 0, .size = 2, .path = {other}}, checkpoint);
}

} // namespace

void ledger_header(std::string_view bytes)
{
    const auto read = verifying::read_header(bytes);
    const auto header = ledger::parse_header(bytes);
    if (!header) return;
    base::check(to_text(*header) == bytes, "a header is written as it was read");
    base::check(ledger::Occurred::parse(header->occurred.text()) == header->occurred,
                "so is when it happened");
    const bool countable = header->position <= longest_number &&
                           header->sequence <= longest_number &&
                           header->ciphertext_size <= longest_number;
    if (!countable) return;
    base::check(read.has_value(), "the verifier reads what the writer reads");
    const bool alike = read->position == header->position && read->sequence == header->sequence &&
                       read->record == header->record.raw() && read->previous == header->previous &&
                       read->ciphertext == header->ciphertext &&
                       read->ciphertext_size == header->ciphertext_size &&
                       read->commitment == header->commitment;
    base::check(alike, "and reads it alike");
    base::check(read->context == context_of(*header), "the context too");
}

void ledger_note(std::string_view bytes)
{
    check_note(bytes);
    check_note(signed_text(bytes));
    if (const auto key = ledger::parse_verifier_key(bytes)) {
        base::check(ledger::to_verifier_key(key->name, key->key) == bytes,
                    "a key is written as it was read");
    }
}

void ledger_proof(std::string_view bytes)
{
    const ledger::VerifierKey key{std::string{origin}, signatory().public_key()};
    ledger::open_proof_file(bytes, key);
    if (bytes.size() < 3) return;
    const std::string_view header = bytes.substr(3);
    std::string file = proof_of(header);
    const auto opened = ledger::open_proof_file(file, key);
    base::check(opened && opened->header == header, "a proof proves its header");

    const auto place = static_cast<std::size_t>(static_cast<std::uint8_t>(bytes[0]) * 256U +
                                                static_cast<std::uint8_t>(bytes[1]));
    char& changed = file[place % file.size()];
    changed = static_cast<char>(changed ^ bytes[2]);
    const auto after = ledger::open_proof_file(file, key);
    base::check(!after || after->header == header, "no change proves another header");
}

} // namespace fuzz
