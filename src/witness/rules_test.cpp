#include "witness/ledger_for_test.h"
#include "witness/rules.h"

#include <gmock/gmock.h>
#include <random>

namespace witness {

namespace {

Held held_of(const ledger::Checkpoint& checkpoint)
{
    return {.size = checkpoint.size, .root = checkpoint.root, .is_anything = true};
}

Judgement judge_note(const Held& held, const AddCheckpoint& request)
{
    return judge(held, request, *ledger::parse_note(request.note));
}

} // namespace

TEST(rules, say_yes_to_what_contains_what_is_held)
{
    MadeLedger ledger;
    ledger.grow_to(9, "a");
    EXPECT_EQ(judge_note({}, ledger.request(0, 0)).status, 200) << "no entries yet";
    EXPECT_EQ(judge_note({}, ledger.request(0)).status, 200) << "the first checkpoint";
    for (std::uint64_t size = 0; size <= 9; ++size) {
        const Judgement judgement =
            judge_note(held_of(ledger.checkpoint(size)), ledger.request(size));
        EXPECT_EQ(judgement.status, 200) << size;
        EXPECT_FALSE(judgement.conflict);
    }
}

TEST(rules, say_no_with_the_right_status)
{
    MadeLedger ledger;
    ledger.grow_to(9, "a");
    MadeLedger other;
    other.grow_to(9, "b");
    const Held five = held_of(ledger.checkpoint(5));
    AddCheckpoint with_a_hash_too_many = ledger.request(5);
    with_a_hash_too_many.path.push_back({});
    AddCheckpoint same_with_a_hash = ledger.request(5, 5);
    same_with_a_hash.path.push_back({});
    AddCheckpoint first_with_a_hash = ledger.request(0);
    first_with_a_hash.path.push_back({});
    AddCheckpoint without_proof = ledger.request(5);
    without_proof.path.clear();
    AddCheckpoint older = ledger.request(3, 3);
    older.old_size = 5;
    struct Row {
        const char* why;
        Held held;
        AddCheckpoint request;
        int status;
        std::optional<Conflict> conflict;
    };
    const Row rows[] = {
        {"an old size that is not held", five, ledger.request(4), 409, {}},
        {"as if nothing were held", five, ledger.request(0), 409, {}},
        {"more than is held", five, ledger.request(6), 409, Conflict::held_more},
        {"more than is held at first", {}, ledger.request(6), 409, Conflict::held_more},
        {"fewer than are held", five, older, 400, Conflict::smaller},
        {"fewer, and said so", five, ledger.request(3, 4), 409, Conflict::smaller},
        {"as many, and others", five, other.request(5, 5), 409, Conflict::other_root},
        {"the same, not knowing it", five, other.request(0, 5), 409, Conflict::other_root},
        {"more, and others", five, other.request(5), 422, Conflict::not_consistent},
        {"a hash too many", five, with_a_hash_too_many, 422, Conflict::not_consistent},
        {"no proof", five, without_proof, 422, Conflict::not_consistent},
        {"the same with a hash", five, same_with_a_hash, 422, {}},
        {"the first with a hash", {}, first_with_a_hash, 422, {}},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.why);
        const Judgement judgement = judge_note(row.held, row.request);
        EXPECT_EQ(judgement.status, row.status);
        EXPECT_EQ(judgement.conflict, row.conflict);
    }
}

TEST(rules, refuse_a_root_that_no_empty_ledger_has)
{
    const ledger::Checkpoint wrong{.origin = "x", .size = 0, .root = {1}, .note = {}};
    EXPECT_EQ(judge({}, {}, wrong).status, 409);
}

/// Against a model that keeps every entry: a witness says yes exactly when what it is shown starts
/// with all that it has said yes to before, in that length and no other.
TEST(rules, keep_to_one_history_whatever_is_offered)
{
    std::mt19937 dice{20261122};
    const auto below = [&dice](std::uint64_t count) {
        return std::uniform_int_distribution<std::uint64_t>{0, count - 1}(dice);
    };
    int said_yes = 0;
    int said_no = 0;
    for (int round = 0; round < 60; ++round) {
        // Two ledgers with one key, the same up to a point.
        const std::uint64_t shared = below(12);
        std::array<MadeLedger, 2> branches;
        for (std::size_t i = 0; i < 2; ++i) {
            branches.at(i).grow_to(shared, "same");
            branches.at(i).grow_to(24, i == 0 ? "one" : "two");
        }
        Held held;
        std::size_t branch = 0;
        for (int step = 0; step < 60; ++step) {
            const std::size_t from = below(2);
            const std::uint64_t size = below(25);
            const std::uint64_t old_size = below(3) == 0 ? below(25) : held.size;
            const AddCheckpoint request = branches.at(from).request(old_size, size);
            const bool same_so_far = held.size <= shared || from == branch;
            const bool expected = old_size == held.size && size >= held.size && same_so_far;
            const Judgement judgement = judge_note(held, request);
            ASSERT_EQ(judgement.status == 200, expected)
                << shared << ": " << held.size << " of " << branch << ", then " << old_size
                << " to " << size << " of " << from;
            (expected ? said_yes : said_no) += 1;
            if (!expected) continue;
            held = held_of(branches.at(from).checkpoint(size));
            branch = from;
        }
    }
    EXPECT_GT(said_yes, 100);
    EXPECT_GT(said_no, 100);
}

} // namespace witness
