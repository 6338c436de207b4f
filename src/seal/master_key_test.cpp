#include "seal/master_key.h"
#include "seal/seal_test_support.h"

#include <fstream>
#include <gmock/gmock.h>

namespace seal {

namespace {

using std::filesystem::perms;

class MasterKeyFile {
public:
    std::filesystem::path path() const { return m_folder.path() / "master.key"; }

    void write(std::string_view text, perms mode) const
    {
        std::ofstream{path(), std::ios::binary} << text;
        std::filesystem::permissions(path(), mode);
    }

private:
    TemporaryFolder m_folder;
};

constexpr perms owner_only = perms::owner_read | perms::owner_write;

} // namespace

TEST(master_key, is_made_once_and_read_back)
{
    const MasterKeyFile file;
    const auto made = MasterKey::create_file(file.path());
    ASSERT_TRUE(made);
    EXPECT_EQ(std::filesystem::status(file.path()).permissions(), owner_only);
    const auto read = MasterKey::from_file(file.path());
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->key().equals(made->key()));
}

TEST(master_key, is_never_written_over)
{
    const MasterKeyFile file;
    ASSERT_TRUE(MasterKey::create_file(file.path()));
    const auto again = MasterKey::create_file(file.path());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().problem, MasterKeyProblem::already_there);
}

TEST(master_key, refuses_a_file_that_others_can_reach_and_says_what_to_do)
{
    struct Row {
        perms mode;
        std::string_view why;
    };
    const Row rows[] = {
        {owner_only | perms::group_read, "the group could read it"},
        {owner_only | perms::others_read, "everybody could read it"},
        {owner_only | perms::group_write, "the group could change it"},
    };
    const std::string key(64, 'a');
    for (const Row& row : rows) {
        const MasterKeyFile file;
        file.write(key + "\n", row.mode);
        const auto read = MasterKey::from_file(file.path());
        ASSERT_FALSE(read) << row.why;
        EXPECT_EQ(read.error().problem, MasterKeyProblem::too_open) << row.why;
        EXPECT_THAT(read.error().advice, testing::HasSubstr("chmod 600")) << row.why;
        EXPECT_THAT(read.error().advice, testing::Not(testing::HasSubstr(key))) << row.why;
    }
}

TEST(master_key, takes_a_file_that_is_stricter_than_needed)
{
    const MasterKeyFile file;
    file.write(std::string(64, 'a'), perms::owner_read);
    EXPECT_TRUE(MasterKey::from_file(file.path()));
}

TEST(master_key, refuses_a_file_that_is_not_a_key)
{
    struct Row {
        std::string text;
        std::string_view why;
    };
    const Row rows[] = {
        {"", "empty"},
        {std::string(63, 'a'), "too short"},
        {std::string(65, 'a'), "too long"},
        {std::string(64, 'a') + "\n\n", "a second line"},
        {std::string(64, 'x'), "not hexadecimal"},
    };
    for (const Row& row : rows) {
        const MasterKeyFile file;
        file.write(row.text, owner_only);
        const auto read = MasterKey::from_file(file.path());
        ASSERT_FALSE(read) << row.why;
        EXPECT_EQ(read.error().problem, MasterKeyProblem::not_a_key) << row.why;
    }
}

TEST(master_key, refuses_a_file_that_is_missing_or_only_points_elsewhere)
{
    const MasterKeyFile file;
    const auto missing = MasterKey::from_file(file.path());
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().problem, MasterKeyProblem::missing);

    const MasterKeyFile real;
    real.write(std::string(64, 'a'), owner_only);
    std::filesystem::create_symlink(real.path(), file.path());
    EXPECT_FALSE(MasterKey::from_file(file.path()));
}

TEST(master_key, reads_a_systemd_credential)
{
    const MasterKeyFile file;
    file.write(std::string(64, 'b') + "\n", perms::owner_read | perms::group_read);
    EXPECT_TRUE(MasterKey::from_credential(file.path()));
    file.write(std::string(64, 'b') + "\n", owner_only | perms::others_read);
    const auto open_to_all = MasterKey::from_credential(file.path());
    ASSERT_FALSE(open_to_all);
    EXPECT_EQ(open_to_all.error().problem, MasterKeyProblem::too_open);
}

TEST(master_key, comes_out_of_a_passphrase_and_its_salt)
{
    PassphraseSettings settings = PassphraseSettings::make();
    settings.passes = 1;
    settings.memory_bytes = 1U << 20U;
    PassphraseSettings other_salt = settings;
    other_salt.salt[0] ^= 1U;
    const MasterKey key = MasterKey::from_passphrase("seven calm herons", settings);
    EXPECT_TRUE(key.key().equals(MasterKey::from_passphrase("seven calm herons", settings).key()));
    EXPECT_FALSE(key.key().equals(MasterKey::from_passphrase("seven calm heron", settings).key()));
    EXPECT_FALSE(
        key.key().equals(MasterKey::from_passphrase("seven calm herons", other_salt).key()));
}

} // namespace seal
