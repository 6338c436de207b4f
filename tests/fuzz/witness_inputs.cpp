#include "witness_inputs.h"

#include "base/errors.h"
#include "ledger/cosignature.h"
#include "ledger/verify_text.h"
#include "seal/sodium.h"
#include "witness/rules.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace fuzz {

namespace {

namespace verifying = ledger::verifying;

constexpr std::string_view text = "heed.example/made-up\n8\n"
                                  "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

/// A witness's own key, the same in every run, and what it says of `text`.
class Signatory {
public:
    Signatory()
    {
        seal::ready_sodium();
        const std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed{4, 5, 6};
        crypto_sign_seed_keypair(m_verifier.key.data(), m_secret.data(), seed.data());
        m_verifier.name = "witness.example/made-up";
        m_line = ledger::cosign(text, 1'700'000'000, m_verifier, [this](base::ByteView message) {
                     seal::Signature signature{};
                     crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                                          m_secret.data());
                     return signature;
                 }).line;
    }

    const ledger::VerifierKey& verifier() const { return m_verifier; }
    const std::string& line() const { return m_line; }

private:
    ledger::VerifierKey m_verifier;
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> m_secret{};
    std::string m_line;
};

const Signatory& signatory()
{
    static const Signatory one;
    return one;
}

witness::Held eight_entries()
{
    return {.size = 8,
            .root = ledger::parse_note(std::string{text} + "\n\xE2\x80\x94 x AAAA\n")->root,
            .is_anything = true};
}

void check_reply(std::string_view lines)
{
    const ledger::VerifierKey& key = signatory().verifier();
    const auto found = ledger::find_cosignature(lines, text, key);
    if (!found) return;
    base::check(found->line == signatory().line(), "only what the witness signed is believed");
    const auto note = verifying::read_note(std::string{text} + "\n" + std::string{lines});
    base::check(note &&
                    verifying::cosigned_at(found->line, *note, key.name, key.key) == found->seconds,
                "and the verifier believes it too");
}

} // namespace

void witness_request(std::string_view bytes)
{
    const auto request = witness::parse_body(bytes);
    if (!request) return;
    base::check(witness::to_body(*request) == bytes, "a body is written as it was read");
    base::check(request->path.size() <= 63, "and is not too long");
    const auto offered = ledger::parse_note(request->note);
    if (!offered) return;
    const witness::Held held = eight_entries();
    const witness::Judgement judgement = witness::judge(held, *request, *offered);
    if (judgement.status != 200) return;
    base::check(!judgement.conflict && request->old_size == 8 && offered->size >= 8,
                "nothing is signed that is smaller or was not asked from what is held");
    base::check(offered->size > 8 || offered->root == held.root, "nor another of the same size");
}

void witness_reply(std::string_view bytes)
{
    check_reply(bytes);
    if (const auto size = witness::parse_held_size(bytes)) {
        base::check(std::to_string(*size) + "\n" == bytes, "a size is one line and nothing else");
    }
    if (bytes.size() < 2) return;
    std::string lines = signatory().line() + "\n";
    char& changed = lines[static_cast<std::uint8_t>(bytes[0]) % lines.size()];
    changed = static_cast<char>(changed ^ bytes[1]);
    lines += bytes.substr(2);
    check_reply(lines);
}

} // namespace fuzz
