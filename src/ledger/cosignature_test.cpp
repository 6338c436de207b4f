#include "ledger/cosignature.h"
#include "ledger/verify_text.h"
#include "seal/sodium.h"

#include <gmock/gmock.h>

namespace ledger {

namespace {

/// The example of C2SP tlog-checkpoint.
constexpr std::string_view published_text = "example.com/behind-the-sofa\n20852163\n"
                                            "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

struct KeyPair {
    VerifierKey verifier;
    std::array<std::uint8_t, crypto_sign_ed25519_SECRETKEYBYTES> secret{};

    explicit KeyPair(std::uint8_t first, std::string name = "witness.example/north")
        : verifier{.name = std::move(name)}
    {
        seal::ready_sodium();
        std::array<std::uint8_t, crypto_sign_ed25519_SEEDBYTES> seed{first};
        crypto_sign_ed25519_seed_keypair(verifier.key.data(), secret.data(), seed.data());
    }

    Signer signer() const
    {
        return [this](base::ByteView message) {
            seal::Signature signature{};
            crypto_sign_ed25519_detached(signature.data(), nullptr, message.data(), message.size(),
                                         secret.data());
            return signature;
        };
    }
};

Cosignature made_by(const KeyPair& pair, std::uint64_t seconds = 1679315147)
{
    return cosign(published_text, seconds, pair.verifier, pair.signer());
}

} // namespace

TEST(cosignature, signs_a_header_a_time_and_the_whole_text)
{
    EXPECT_EQ(cosigned_text(published_text, 1679315147),
              "cosignature/v1\ntime 1679315147\n" + std::string{published_text});
}

TEST(cosignature, is_a_signature_line_with_key_id_time_and_signature)
{
    const KeyPair pair{1};
    const std::string line = made_by(pair).line;
    ASSERT_THAT(line, testing::StartsWith("\xE2\x80\x94 witness.example/north "));
    const auto bytes = base::parse_base64(line.substr(line.rfind(' ') + 1));
    ASSERT_TRUE(bytes);
    ASSERT_EQ(bytes->size(), 4U + 8U + 64U);
    base::Bytes named = base::to_bytes("witness.example/north\n\x04");
    named.insert(named.end(), pair.verifier.key.begin(), pair.verifier.key.end());
    const base::Digest digest = base::sha256(named);
    EXPECT_TRUE(std::equal(bytes->begin(), bytes->begin() + 4, digest.begin()));
    EXPECT_EQ(base::to_hex(base::ByteView{*bytes}.subspan(4, 8)), "00000000641850cb");
}

TEST(cosignature, is_found_among_others)
{
    const KeyPair pair{1};
    const Cosignature made = made_by(pair);
    const std::string lines = made_by(KeyPair{2, "witness.example/south"}).line + "\n" +
                              made_by(KeyPair{3}).line + "\n\xE2\x80\x94 other AAAA\n" + made.line +
                              "\n";
    const auto found = find_cosignature(lines, published_text, pair.verifier);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->line, made.line);
    EXPECT_EQ(found->seconds, 1679315147U);
    EXPECT_EQ(found->witness, "witness.example/north");
}

TEST(cosignature, is_refused_after_a_change_of_any_byte)
{
    const KeyPair pair{1};
    const std::string lines = made_by(pair).line + "\n";
    for (std::size_t at = 0; at < lines.size(); ++at) {
        std::string changed = lines;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(find_cosignature(changed, published_text, pair.verifier)) << at;
        EXPECT_FALSE(
            find_cosignature(std::string_view{lines}.substr(0, at), published_text, pair.verifier))
            << at;
    }
    std::string text{published_text};
    for (char& character : text) {
        character = static_cast<char>(character ^ 1);
        EXPECT_FALSE(find_cosignature(lines, text, pair.verifier));
        character = static_cast<char>(character ^ 1);
    }
}

TEST(cosignature, by_a_key_for_ledgers_is_none)
{
    const KeyPair pair{1};
    const auto as_ledger = to_verifier_key(pair.verifier.name, pair.verifier.key);
    const auto as_witness =
        to_verifier_key(pair.verifier.name, pair.verifier.key, KeyKind::witness);
    EXPECT_NE(as_ledger, as_witness);
    EXPECT_TRUE(parse_verifier_key(as_ledger));
    EXPECT_FALSE(parse_verifier_key(as_ledger, KeyKind::witness));
    EXPECT_TRUE(parse_verifier_key(as_witness, KeyKind::witness));
    EXPECT_FALSE(parse_verifier_key(as_witness));
}

TEST(cosignature, is_read_alike_by_the_verifier)
{
    const KeyPair pair{1};
    Checkpoint checkpoint = *parse_note(std::string{published_text} + "\n\xE2\x80\x94 x AAAA\n");
    const auto note = verifying::read_note(checkpoint.note);
    ASSERT_TRUE(note);
    const std::string line = made_by(pair, 7).line;
    const auto& [name, key] = pair.verifier;
    EXPECT_EQ(verifying::cosigned_at(line, *note, name, key), 7U);
    EXPECT_FALSE(verifying::cosigned_at(line, *note, "witness.example/south", key));
    EXPECT_FALSE(verifying::cosigned_at(line, *note, name, KeyPair{2}.verifier.key));
    auto other = *note;
    other.text[0] = 'E';
    EXPECT_FALSE(verifying::cosigned_at(line, other, name, key));
}

TEST(cosignature, names_the_witnesses_under_a_note)
{
    const std::string note = std::string{published_text} +
                             "\n\xE2\x80\x94 example.com/behind-the-sofa AAAA\n"
                             "\xE2\x80\x94 witness.example/north AAAA\n"
                             "\xE2\x80\x94 witness.example/south AAAA\n";
    EXPECT_THAT(witnesses_named(*parse_note(note)),
                testing::ElementsAre("witness.example/north", "witness.example/south"));
}

} // namespace ledger
