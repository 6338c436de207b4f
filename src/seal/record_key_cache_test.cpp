#include "base/random.h"
#include "seal/record_key_cache.h"

#include <gmock/gmock.h>

namespace seal {

TEST(record_key_cache, finds_what_was_added)
{
    base::SeededRandom random{1};
    const auto partnership = base::PartnershipId::make(random);
    const auto record = base::RecordId::make(random);
    RecordKeyCache cache{2};
    EXPECT_FALSE(cache.find(partnership, record));
    const Key key = Key::make();
    cache.add(partnership, record, key);
    ASSERT_TRUE(cache.find(partnership, record));
    EXPECT_TRUE(cache.find(partnership, record)->equals(key));
    EXPECT_FALSE(cache.find(base::PartnershipId::make(random), record));
}

TEST(record_key_cache, lets_go_of_the_key_used_longest_ago)
{
    base::SeededRandom random{2};
    const auto partnership = base::PartnershipId::make(random);
    const auto first = base::RecordId::make(random);
    const auto second = base::RecordId::make(random);
    const auto third = base::RecordId::make(random);
    RecordKeyCache cache{2};
    cache.add(partnership, first, Key::make());
    cache.add(partnership, second, Key::make());
    EXPECT_TRUE(cache.find(partnership, first));
    cache.add(partnership, third, Key::make());
    EXPECT_EQ(cache.size(), 2U);
    EXPECT_TRUE(cache.find(partnership, first));
    EXPECT_FALSE(cache.find(partnership, second));
    EXPECT_TRUE(cache.find(partnership, third));
}

} // namespace seal
