#include "seal/envelope.h"

#include <array>
#include <gmock/gmock.h>

namespace seal {

namespace {

constexpr std::string_view context = "record 1";

base::Bytes sealed_words(const Key& key)
{
    return seal(key, base::view_bytes("some words"), context);
}

Key counted_key(std::uint8_t first)
{
    std::array<std::uint8_t, Key::size> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(first + i);
    }
    return Key::from_bytes(bytes);
}

} // namespace

TEST(envelope, opens_with_the_same_key_and_context)
{
    const Key key = Key::make();
    const auto opened = open(key, sealed_words(key), context);
    ASSERT_TRUE(opened);
    EXPECT_EQ(base::view_text(*opened), "some words");
}

TEST(envelope, holds_nothing_as_well_as_something)
{
    const Key key = Key::make();
    const base::Bytes envelope = seal(key, {}, "");
    EXPECT_EQ(envelope.size(), envelope_overhead);
    ASSERT_TRUE(open(key, envelope, ""));
    EXPECT_TRUE(open(key, envelope, "")->empty());
}

TEST(envelope, refuses_another_key)
{
    const auto opened = open(Key::make(), sealed_words(Key::make()), context);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error(), OpenRefusal::another_key);
}

TEST(envelope, refuses_another_context)
{
    const Key key = Key::make();
    const auto opened = open(key, sealed_words(key), "record 2");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error(), OpenRefusal::altered);
}

TEST(envelope, refuses_a_change_of_any_bit)
{
    const Key key = Key::make();
    const base::Bytes envelope = sealed_words(key);
    for (std::size_t bit = 0; bit < envelope.size() * 8; ++bit) {
        base::Bytes changed = envelope;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        EXPECT_FALSE(open(key, changed, context)) << "bit " << bit;
    }
}

TEST(envelope, refuses_what_is_cut_short_or_made_longer)
{
    const Key key = Key::make();
    base::Bytes envelope = sealed_words(key);
    for (std::size_t size = 0; size < envelope.size(); ++size) {
        EXPECT_FALSE(open(key, base::ByteView{envelope}.first(size), context)) << size;
    }
    envelope.push_back(0);
    EXPECT_FALSE(open(key, envelope, context));
}

TEST(envelope, says_in_words_why_it_stays_shut)
{
    for (const OpenRefusal refusal :
         {OpenRefusal::not_an_envelope, OpenRefusal::another_key, OpenRefusal::altered}) {
        EXPECT_FALSE(explain(refusal).empty());
    }
}

TEST(envelope, is_different_each_time_it_is_sealed)
{
    const Key key = Key::make();
    EXPECT_NE(sealed_words(key), sealed_words(key));
}

TEST(envelope, is_the_same_each_time_when_sealed_repeatably)
{
    const Key key = Key::make();
    const base::ByteView words = base::view_bytes("some words");
    const base::Bytes first = seal_repeatably(key, words, context);
    EXPECT_EQ(first, seal_repeatably(key, words, context));
    EXPECT_NE(first, seal_repeatably(key, base::view_bytes("other words"), context));
    EXPECT_NE(first, seal_repeatably(key, words, "record 2"));
    EXPECT_NE(first, seal_repeatably(Key::make(), words, context));
    EXPECT_EQ(base::view_text(*open(key, first, context)), "some words");
}

TEST(envelope, does_not_mix_up_where_context_ends_and_content_begins)
{
    const Key key = Key::make();
    const base::Bytes one = seal_repeatably(key, base::view_bytes("bc"), "a");
    const base::Bytes other = seal_repeatably(key, base::view_bytes("c"), "ab");
    EXPECT_NE(base::to_hex(base::ByteView{one}.subspan(1, nonce_size)),
              base::to_hex(base::ByteView{other}.subspan(1, nonce_size)));
}

/// Made once by a program of its own from the written format; it must open for ever.
TEST(envelope, opens_one_made_by_another_program)
{
    const std::string_view hex =
        "016465666768696a6b6c6d6e6f707172737475767778797a7bffd186cebf0ec58f943189fac9562a"
        "7899eb5c4dfbde36e1d6c0f6bf21f34243d3dcfdaaa422fce4f6333fa3672d7b1d7b58f913f10ceb"
        "c2f6536aad277fa07453e41653a3d9b5e37b9e7e71e688deca94fa0ea1b0b6";
    const auto envelope = base::parse_hex(hex);
    ASSERT_TRUE(envelope);
    const auto opened = open(counted_key(0), *envelope, "heed test");
    ASSERT_TRUE(opened);
    EXPECT_EQ(base::view_text(*opened), "She said: I want to stay at my school.");
    EXPECT_EQ(base::to_hex(commitment_of(*envelope)), hex.substr(50, 64));
}

} // namespace seal
