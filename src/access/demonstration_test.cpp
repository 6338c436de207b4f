#include "access/demonstration.h"
#include "access/world_for_test.h"

#include <gtest/gtest.h>

namespace heed::access {
namespace {

TEST(demonstration, store_with_staff_cannot_become_one)
{
    World world;
    world.write([&](store::Writer& writer) {
        EXPECT_THROW(mark_as_demonstration(writer, world.partnership, world.clock.now()),
                     base::Conflict);
        EXPECT_FALSE(is_demonstration(writer, world.partnership));
    });
}

TEST(demonstration, real_store_has_no_sign_in_links)
{
    World world;
    world.write([&](store::Writer& writer) {
        EXPECT_THROW(
            make_demonstration_link(writer, world.partnership, world.worker.id, world.random),
            base::Forbidden);
        EXPECT_FALSE(find_demonstration_link(writer, world.partnership, std::string(43, 'A')));
    });
}

TEST(demonstration, link_signs_in_again_and_again)
{
    World world;
    const auto other = base::PartnershipId::make(world.random);
    world.write([&](store::Writer& writer) {
        mark_as_demonstration(writer, other, world.clock.now());
        mark_as_demonstration(writer, other, world.clock.now());
        EXPECT_TRUE(is_demonstration(writer, other));
        const std::string link =
            make_demonstration_link(writer, other, world.worker.id, world.random);
        for (int i = 0; i < 3; ++i) {
            EXPECT_EQ(find_demonstration_link(writer, other, link), world.worker.id);
        }
        EXPECT_FALSE(find_demonstration_link(writer, other, link + "A"));
        EXPECT_FALSE(find_demonstration_link(writer, other, std::string(43, 'A')));
        EXPECT_FALSE(find_demonstration_link(writer, world.partnership, link))
            << "a link belongs to one partnership";
    });
}

} // namespace
} // namespace heed::access
