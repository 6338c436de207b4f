#include "base/errors.h"
#include "ledger/cosignature.h"
#include "seal/seal_test_support.h"
#include "witness/witness_key.h"

#include <fstream>
#include <gmock/gmock.h>
#include <iterator>
#include <sys/stat.h>

namespace witness {

namespace {

std::string content_of(const std::filesystem::path& path)
{
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void put(const std::filesystem::path& path, std::string_view content)
{
    std::ofstream{path, std::ios::trunc} << content;
}

} // namespace

TEST(witness_key, is_a_file_for_its_owner_alone)
{
    const seal::TemporaryFolder folder;
    const auto path = folder.path() / "witness.key";
    const WitnessKey made = WitnessKey::create(path, "witness.example/north");
    struct stat status = {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_THAT(content_of(path), testing::StartsWith("PRIVATE+KEY+witness.example/north+"));
    EXPECT_EQ(WitnessKey::read(path).verifier_key(), made.verifier_key());
}

TEST(witness_key, signs_so_that_its_verifier_key_checks_it)
{
    const seal::TemporaryFolder folder;
    const auto path = folder.path() / "witness.key";
    WitnessKey::create(path, "witness.example/north");
    const WitnessKey key = WitnessKey::read(path);
    const auto verifier = ledger::parse_verifier_key(key.verifier_key(), ledger::KeyKind::witness);
    ASSERT_TRUE(verifier);
    const auto made = ledger::cosign("text\n", 5, key.verifier(),
                                     [&](base::ByteView message) { return key.sign(message); });
    EXPECT_TRUE(ledger::find_cosignature(made.line + "\n", "text\n", *verifier));
}

TEST(witness_key, is_never_written_over)
{
    const seal::TemporaryFolder folder;
    const auto path = folder.path() / "witness.key";
    WitnessKey::create(path, "witness.example/north");
    const std::string before = content_of(path);
    EXPECT_THROW(WitnessKey::create(path, "witness.example/north"), base::Conflict);
    EXPECT_EQ(content_of(path), before);
    EXPECT_THROW(WitnessKey::create(folder.path() / "other", "two words"), base::BadRequest);
    EXPECT_THROW(WitnessKey::create(folder.path() / "other", "a+b"), base::BadRequest);
    EXPECT_THROW(WitnessKey::create(folder.path() / "none" / "key", "name"), base::Unavailable);
}

TEST(witness_key, is_refused_when_it_is_open_to_others_or_changed)
{
    const seal::TemporaryFolder folder;
    const auto path = folder.path() / "witness.key";
    EXPECT_THROW(WitnessKey::read(path), base::Unavailable) << "not there";
    WitnessKey::create(path, "witness.example/north");
    const std::string whole = content_of(path);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        put(path, changed);
        EXPECT_THROW(WitnessKey::read(path), base::Unavailable) << at;
        put(path, whole.substr(0, at));
        EXPECT_THROW(WitnessKey::read(path), base::Unavailable) << at;
    }
    put(path, whole);
    EXPECT_NO_THROW(WitnessKey::read(path));
    ::chmod(path.c_str(), 0640);
    EXPECT_THROW(WitnessKey::read(path), base::Unavailable);
}

} // namespace witness
