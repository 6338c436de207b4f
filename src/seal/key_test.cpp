#include "base/errors.h"
#include "seal/key.h"

#include <gmock/gmock.h>
#include <type_traits>

namespace seal {

TEST(key, is_new_each_time)
{
    EXPECT_FALSE(Key::make().equals(Key::make()));
}

TEST(key, keeps_its_bytes_when_copied)
{
    const Key key = Key::make();
    const Key copy = key;
    EXPECT_TRUE(copy.equals(key));
    EXPECT_TRUE(Key::from_bytes(key.bytes()).equals(key));
}

TEST(key, is_thirty_two_bytes)
{
    const base::Bytes short_one(31, 7);
    EXPECT_THROW(Key::from_bytes(short_one), base::CheckFailed);
}

TEST(key, makes_another_key_for_each_purpose)
{
    const Key key = Key::make();
    EXPECT_TRUE(key.derive("drafts").equals(key.derive("drafts")));
    EXPECT_FALSE(key.derive("drafts").equals(key.derive("search")));
    EXPECT_FALSE(key.derive("drafts").equals(key));
    EXPECT_FALSE(Key::make().derive("drafts").equals(key.derive("drafts")));
}

TEST(key, is_wiped_when_it_goes)
{
    alignas(Key) std::array<std::uint8_t, sizeof(Key)> memory{};
    Key* const key = new (memory.data()) Key{Key::make()};
    EXPECT_NE(memory, (std::array<std::uint8_t, sizeof(Key)>{}));
    key->~Key();
    EXPECT_EQ(memory, (std::array<std::uint8_t, sizeof(Key)>{}));
}

TEST(key, is_kept_in_guarded_memory)
{
    const Key key = Key::make();
    GuardedKey guarded{key};
    const GuardedKey moved = std::move(guarded);
    EXPECT_TRUE(moved.key().equals(key));
}

} // namespace seal
