#include "base/errors.h"
#include "base/random.h"
#include "record/signing.h"

#include <gtest/gtest.h>

namespace record {

namespace {

access::Viewer somebody(base::Random& random)
{
    access::ViewerFacts facts;
    facts.signer.staff = base::StaffId::make(random);
    return access::Viewer{std::move(facts)};
}

} // namespace

TEST(signing, what_an_idempotency_key_remembers_is_read_back_as_it_was)
{
    base::SeededRandom random{1};
    SignedEvent done{.event = base::EventId::make(random), .parts = {}};
    for (const std::uint64_t sequence : {std::uint64_t{1}, std::uint64_t{4'000'000'000}})
        done.parts.push_back({base::RecordId::make(random), sequence});
    const SignedEvent again = parse_signed_event(to_text(done));
    EXPECT_EQ(again.event, done.event);
    ASSERT_EQ(again.parts.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(again.parts[i].record, done.parts[i].record);
        EXPECT_EQ(again.parts[i].sequence, done.parts[i].sequence);
    }
}

TEST(signing, what_it_never_wrote_is_not_read_as_signed)
{
    struct Row {
        const char* why;
        std::string text;
    };
    base::SeededRandom random{1};
    const std::string id = base::EventId::make(random).text();
    const auto with_entries = [&](const std::string& entries) {
        return R"({"event":")" + id + R"(","entries":)" + entries + "}";
    };
    const auto with_sequence = [&](const std::string& sequence) {
        return with_entries(R"([{"record":")" + id + R"(","sequence":)" + sequence + "}]");
    };
    const Row rows[] = {
        {"nothing", ""},
        {"no JSON", "signed"},
        {"no object", "[]"},
        {"cut off", with_sequence("1").substr(0, 60)},
        {"no event", R"({"entries":[]})"},
        {"an event that is no id", R"({"event":"visit","entries":[]})"},
        {"no entries", R"({"event":")" + id + R"("})"},
        {"entries that are no list", with_entries("{}")},
        {"an entry that is no object", with_entries("[1]")},
        {"an entry without a record", with_entries(R"([{"sequence":1}])")},
        {"an entry without a number", with_entries(R"([{"record":")" + id + R"("}])")},
        {"a number that is text", with_sequence(R"("1")")},
        {"a number before the first", with_sequence("0")},
        {"a number below nothing", with_sequence("-1")},
    };
    EXPECT_NO_THROW(parse_signed_event(with_sequence("1")));
    for (const Row& row : rows)
        EXPECT_THROW(parse_signed_event(row.text), base::CheckFailed) << row.why;
}

TEST(signing, each_persons_draft_is_signed_under_a_key_of_its_own)
{
    base::SeededRandom random{1};
    const access::Viewer one = somebody(random);
    const access::Viewer other = somebody(random);
    const DraftId draft = DraftId::make(random);
    EXPECT_EQ(signing_key(one, draft), signing_key(one, draft));
    EXPECT_NE(signing_key(one, draft), signing_key(other, draft));
    EXPECT_NE(signing_key(one, draft), signing_key(one, DraftId::make(random)));
}

} // namespace record
