#include "ledger/checkpoint.h"
#include "seal/sodium.h"

#include <gmock/gmock.h>

namespace ledger {

namespace {

struct KeyPair {
    seal::PublicKey key{};
    std::array<std::uint8_t, crypto_sign_ed25519_SECRETKEYBYTES> secret{};

    explicit KeyPair(std::uint8_t first)
    {
        seal::ready_sodium();
        std::array<std::uint8_t, crypto_sign_ed25519_SEEDBYTES> seed{first};
        crypto_sign_ed25519_seed_keypair(key.data(), secret.data(), seed.data());
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

constexpr std::string_view origin = "heed.example/testshire";

Checkpoint a_checkpoint()
{
    return {.origin = std::string{origin},
            .size = 8,
            .root = base::sha256(base::view_bytes("root")),
            .note = {}};
}

} // namespace

TEST(checkpoint, is_a_signed_note_of_three_lines)
{
    const KeyPair pair{1};
    const std::string note = sign_note(a_checkpoint(), pair.key, pair.signer());
    const std::string text =
        "heed.example/testshire\n8\n" + base::to_base64(a_checkpoint().root) + "\n";
    EXPECT_THAT(note, testing::StartsWith(text + "\n\xE2\x80\x94 heed.example/testshire "));
    EXPECT_THAT(note, testing::EndsWith("\n"));
    const auto opened = open_note(note, origin, pair.key);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->size, 8U);
    EXPECT_EQ(opened->root, a_checkpoint().root);
    EXPECT_EQ(opened->note, note);
}

/// Published with Go's signed notes:
/// PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
TEST(checkpoint, names_keys_as_other_tools_do)
{
    constexpr std::string_view published =
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const auto parsed = parse_verifier_key(published);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->name, "PeterNeumann");
    EXPECT_EQ(base::to_hex(key_id(parsed->name, parsed->key)), "c74f20a3");
    EXPECT_EQ(to_verifier_key(parsed->name, parsed->key), published);
}

TEST(checkpoint, refuses_a_verifier_key_that_does_not_name_itself)
{
    EXPECT_FALSE(
        parse_verifier_key("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
    EXPECT_FALSE(
        parse_verifier_key("PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
    EXPECT_FALSE(parse_verifier_key("PeterNeumann"));
    EXPECT_FALSE(parse_verifier_key(""));
}

TEST(checkpoint, refuses_another_name_or_key)
{
    const KeyPair pair{1};
    const std::string note = sign_note(a_checkpoint(), pair.key, pair.signer());
    EXPECT_FALSE(open_note(note, "heed.example/otherham", pair.key));
    EXPECT_FALSE(open_note(note, origin, KeyPair{2}.key));
}

TEST(checkpoint, refuses_a_change_of_any_byte)
{
    const KeyPair pair{1};
    const std::string note = sign_note(a_checkpoint(), pair.key, pair.signer());
    for (std::size_t at = 0; at < note.size(); ++at) {
        std::string changed = note;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(open_note(changed, origin, pair.key)) << at;
        EXPECT_FALSE(open_note(std::string_view{note}.substr(0, at), origin, pair.key)) << at;
    }
}

TEST(checkpoint, passes_over_the_signatures_of_witnesses)
{
    const KeyPair pair{1};
    const std::string note = sign_note(a_checkpoint(), pair.key, pair.signer());
    const std::string witness = "\xE2\x80\x94 witness.example/north AAAAAGFiY2Q=\n";
    EXPECT_TRUE(open_note(note + witness, origin, pair.key));
    EXPECT_FALSE(open_note(note + "something else\n", origin, pair.key));
}

TEST(checkpoint, wants_a_name_that_a_note_can_hold)
{
    struct Row {
        std::string_view name;
        bool is_good;
    };
    const Row rows[] = {{"heed.example/rotherham", true},
                        {"", false},
                        {"two words", false},
                        {"a+b", false},
                        {"a\nb", false},
                        {"n\xC3\xA9", false}};
    for (const Row& row : rows)
        EXPECT_EQ(is_origin(row.name), row.is_good) << row.name;
}

TEST(proof_file, proves_an_entry_to_somebody_with_the_public_key_alone)
{
    const KeyPair pair{3};
    const VerifierKey key{std::string{origin}, pair.key};
    std::vector<base::Digest> leaves;
    for (const std::string_view header : {"first", "second", "third"}) {
        leaves.push_back(leaf_hash(base::view_bytes(header)));
    }
    Checkpoint checkpoint = a_checkpoint();
    checkpoint.size = 3;
    checkpoint.root = node_hash(node_hash(leaves[0], leaves[1]), leaves[2]);
    checkpoint.note = sign_note(checkpoint, pair.key, pair.signer());
    const InclusionProof proof{.position = 1, .size = 3, .path = {leaves[0], leaves[2]}};

    const std::string file = to_proof_file("second", proof, checkpoint);
    EXPECT_THAT(file, testing::StartsWith("c2sp.org/tlog-proof@v1\nextra c2Vjb25k\nindex 1\n" +
                                          base::to_base64(leaves[0]) + "\n"));
    const auto opened = open_proof_file(file, key);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->header, "second");
    EXPECT_EQ(opened->proof.position, 1U);
    EXPECT_EQ(opened->proof.size, 3U);

    EXPECT_FALSE(open_proof_file(to_proof_file("secone", proof, checkpoint), key));
    for (std::size_t at = 0; at < file.size(); ++at) {
        std::string changed = file;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(open_proof_file(changed, key)) << at;
        EXPECT_FALSE(open_proof_file(std::string_view{file}.substr(0, at), key)) << at;
    }
}

} // namespace ledger
