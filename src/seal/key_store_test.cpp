#include "seal/key_store.h"
#include "seal/seal_test_support.h"
#include "seal/sodium.h"

#include <fstream>
#include <gmock/gmock.h>
#include <iterator>
#include <thread>

namespace seal {

namespace {

/// A key folder that can be opened again and again.
class KeyStoreTest : public testing::Test {
protected:
    std::unique_ptr<KeyStore> open_store() const
    {
        return KeyStore::open(m_folder.path() / "keys" / "keys.db", MasterKey::from_key(m_master),
                              m_clock);
    }

    base::RecordId new_record() { return base::RecordId::make(m_random); }

    std::string everything_on_disk() const
    {
        std::string all;
        for (const auto& file : std::filesystem::directory_iterator{m_folder.path() / "keys"}) {
            std::ifstream stream{file.path(), std::ios::binary};
            all.append(std::istreambuf_iterator<char>{stream}, {});
        }
        return all;
    }

    TemporaryFolder m_folder;
    base::SetClock m_clock{test_instant()};
    base::SeededRandom m_random{7};
    Key m_master = Key::make();
    base::PartnershipId m_partnership = base::PartnershipId::make(m_random);
};

} // namespace

TEST_F(KeyStoreTest, keeps_keys_across_openings)
{
    const base::RecordId record = new_record();
    std::optional<Key> record_key;
    std::optional<Key> drafts;
    PublicKey public_key{};
    {
        const auto store = open_store();
        store->create_partnership(m_partnership);
        store->create_record_keys(m_partnership, std::array{record});
        record_key = store->record_key(m_partnership, record);
        drafts = store->purpose_key(m_partnership, "drafts");
        public_key = store->public_key(m_partnership);
    }
    const auto store = open_store();
    store->create_partnership(m_partnership);
    store->create_record_keys(m_partnership, std::array{record});
    EXPECT_TRUE(store->record_key(m_partnership, record).equals(*record_key));
    EXPECT_TRUE(store->purpose_key(m_partnership, "drafts").equals(*drafts));
    EXPECT_EQ(store->public_key(m_partnership), public_key);
    EXPECT_THAT(store->partnerships(), testing::ElementsAre(m_partnership));
}

TEST_F(KeyStoreTest, has_no_key_for_a_record_that_was_never_opened)
{
    const auto store = open_store();
    store->create_partnership(m_partnership);
    EXPECT_THROW(store->record_key(m_partnership, new_record()), base::NotFound);
    EXPECT_FALSE(store->find_record_key(m_partnership, new_record()));
}

TEST_F(KeyStoreTest, has_nothing_for_a_partnership_it_does_not_know)
{
    const auto store = open_store();
    EXPECT_THROW(store->purpose_key(m_partnership, "drafts"), base::NotFound);
    EXPECT_THROW(store->public_key(m_partnership), base::NotFound);
    EXPECT_FALSE(store->checkpoint(m_partnership));
}

TEST_F(KeyStoreTest, refuses_another_master_key)
{
    open_store();
    EXPECT_THROW(KeyStore::open(m_folder.path() / "keys" / "keys.db",
                                MasterKey::from_key(Key::make()), m_clock),
                 base::Unavailable);
}

TEST_F(KeyStoreTest, makes_many_record_keys_in_one_commit_each_its_own)
{
    const auto store = open_store();
    store->create_partnership(m_partnership);
    std::vector<base::RecordId> records;
    for (int i = 0; i < 500; ++i)
        records.push_back(new_record());
    store->create_record_keys(m_partnership, records);
    const Key first = store->record_key(m_partnership, records.front());
    for (std::size_t i = 1; i < records.size(); ++i) {
        EXPECT_FALSE(store->record_key(m_partnership, records[i]).equals(first));
    }
}

TEST_F(KeyStoreTest, writes_no_key_in_clear)
{
    const base::RecordId record = new_record();
    const auto store = open_store();
    store->create_partnership(m_partnership);
    store->create_record_keys(m_partnership, std::array{record});
    const Key key = store->record_key(m_partnership, record);
    const std::string disk = everything_on_disk();
    EXPECT_THAT(disk, testing::HasSubstr(std::string{base::view_text(record.bytes())}));
    EXPECT_THAT(disk, testing::Not(testing::HasSubstr(std::string{base::view_text(key.bytes())})));
    EXPECT_THAT(disk,
                testing::Not(testing::HasSubstr(std::string{base::view_text(m_master.bytes())})));
}

TEST_F(KeyStoreTest, is_closed_to_other_users)
{
    open_store();
    EXPECT_EQ(std::filesystem::status(m_folder.path() / "keys").permissions(),
              std::filesystem::perms::owner_all);
}

TEST_F(KeyStoreTest, signs_so_that_anybody_can_check)
{
    const auto store = open_store();
    store->create_partnership(m_partnership);
    const base::Bytes message = base::to_bytes("twelve entries");
    const Signature signature = store->sign(m_partnership, message);
    const PublicKey key = store->public_key(m_partnership);
    EXPECT_EQ(crypto_sign_ed25519_verify_detached(signature.data(), message.data(), message.size(),
                                                  key.data()),
              0);
}

TEST_F(KeyStoreTest, keeps_partnerships_apart)
{
    const auto other = base::PartnershipId::make(m_random);
    const base::RecordId record = new_record();
    const auto store = open_store();
    store->create_partnership(m_partnership);
    store->create_partnership(other);
    store->create_record_keys(m_partnership, std::array{record});
    EXPECT_FALSE(store->find_record_key(other, record));
    EXPECT_NE(store->public_key(m_partnership), store->public_key(other));
    EXPECT_FALSE(
        store->purpose_key(m_partnership, "staff").equals(store->purpose_key(other, "staff")));
}

TEST_F(KeyStoreTest, keeps_the_last_checkpoint_and_never_goes_back)
{
    {
        const auto store = open_store();
        store->keep_checkpoint(m_partnership, {.size = 12, .note = "twelve"});
        store->keep_checkpoint(m_partnership, {.size = 7, .note = "seven"});
    }
    const auto kept = open_store()->checkpoint(m_partnership);
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->size, 12U);
    EXPECT_EQ(kept->note, "twelve");
}

TEST_F(KeyStoreTest, remembers_how_a_passphrase_was_stretched)
{
    const std::filesystem::path file = m_folder.path() / "other" / "keys.db";
    const auto made = KeyStore::passphrase_settings(file, m_clock);
    ASSERT_TRUE(made);
    const auto again = KeyStore::passphrase_settings(file, m_clock);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->salt, made->salt);
    EXPECT_EQ(again->passes, made->passes);
    EXPECT_EQ(again->memory_bytes, made->memory_bytes);
}

TEST_F(KeyStoreTest, wants_no_passphrase_when_it_was_made_with_a_key_file)
{
    open_store();
    EXPECT_FALSE(KeyStore::passphrase_settings(m_folder.path() / "keys" / "keys.db", m_clock));
}

TEST_F(KeyStoreTest, serves_many_threads)
{
    const auto store = open_store();
    store->create_partnership(m_partnership);
    std::vector<base::RecordId> records;
    for (int i = 0; i < 40; ++i)
        records.push_back(new_record());
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (std::size_t i = 0; i < records.size(); ++i) {
                const base::RecordId record = records[(i + thread * 10) % records.size()];
                store->create_record_keys(m_partnership, std::array{record});
                store->record_key(m_partnership, record);
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_TRUE(store->find_record_key(m_partnership, records.back()));
}

} // namespace seal
