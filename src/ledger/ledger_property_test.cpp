// Random histories from a seed: many records, several at a time, jobs that fail, servers that stop
// and start. What was appended must be there, whole and provable; what is then tampered with must
// be found and named.
#include "ledger/ledger_test_support.h"

#include <algorithm>
#include <map>
#include <set>

namespace ledger {

namespace {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_engine{seed} {}

    std::size_t below(std::size_t limit)
    {
        return std::uniform_int_distribution<std::size_t>{0, limit - 1}(m_engine);
    }

private:
    std::mt19937_64 m_engine;
};

/// What a ledger should hold, kept in the plainest way.
class Story {
public:
    explicit Story(std::uint64_t seed) : world{seed}, m_dice{seed * 1000 + 7}
    {
        while (leaves.size() < 600)
            step();
    }

    void step()
    {
        switch (m_dice.below(12)) {
        case 0: records.push_back(world.new_record()); break;
        case 1:
            world.stop();
            world.start();
            break;
        case 2: fail(); break;
        case 3: EXPECT_EQ(world.ledger().rebuild({}).applied, leaves.size()); break;
        default: append(1 + m_dice.below(m_dice.below(4) == 0 ? 120 : 6));
        }
    }

    World world;
    std::vector<base::RecordId> records;
    std::vector<OpenedEntry> leaves;
    std::vector<std::uint64_t> signed_sizes;

private:
    base::RecordId some_record()
    {
        if (records.empty()) records.push_back(world.new_record());
        return records[m_dice.below(records.size())];
    }

    NewEntry some_entry()
    {
        return world.entry_for(some_record(), std::string(m_dice.below(2000), 'w'));
    }

    void append(std::size_t count)
    {
        std::vector<NewEntry> entries;
        for (std::size_t i = 0; i < count; ++i)
            entries.push_back(some_entry());
        world.write([&](store::Writer& writer) {
            for (const NewEntry& entry : entries) {
                leaves.push_back(world.ledger().append(writer, entry));
            }
        });
        signed_sizes.push_back(leaves.size());
    }

    void fail()
    {
        const NewEntry entry = some_entry();
        const std::size_t count = 1 + m_dice.below(300);
        EXPECT_THROW(world.write([&](store::Writer& writer) {
            for (std::size_t i = 0; i < count; ++i) {
                world.ledger().append(writer, entry);
            }
            throw base::Conflict{"somebody was first"};
        }),
                     base::Conflict);
    }

    Dice m_dice;
};

std::string where(std::uint64_t position)
{
    return fmt::format("position = {}", position);
}

} // namespace

class LedgerProperty : public testing::TestWithParam<std::uint64_t> {};

TEST_P(LedgerProperty, holds_what_was_appended_and_proves_it)
{
    Story story{GetParam()};
    TreeTop top;
    std::vector<base::Digest> roots{top.root()};
    std::map<base::RecordId, std::uint64_t> sizes;
    story.world.data().read([&](store::Reader& reader) {
        for (const OpenedEntry& leaf : story.leaves) {
            EXPECT_EQ(leaf.position, top.size());
            EXPECT_EQ(leaf.header.sequence, ++sizes[leaf.header.record]);
            top.add(leaf.leaf);
            roots.push_back(top.root());
            const auto read =
                story.world.ledger().entry(reader, leaf.header.record, leaf.header.sequence);
            ASSERT_TRUE(read);
            EXPECT_EQ(read->payload, leaf.payload);
        }
        const std::uint64_t size = top.size();
        for (std::uint64_t i = 0; i < size; i += 13) {
            EXPECT_TRUE(verify_inclusion(story.world.ledger().inclusion(reader, i, size),
                                         story.leaves[i].leaf, roots[size]));
            EXPECT_TRUE(verify_consistency(story.world.ledger().consistency(reader, i, size),
                                           roots[i], roots[size]));
        }
    });
    EXPECT_EQ(story.world.checkpoint().root, top.root());
    EXPECT_EQ(story.world.words().size(), story.leaves.size());
    const Report report = verify(story.world.full_check());
    EXPECT_TRUE(report.is_whole()) << base::to_text(to_json(report));
    EXPECT_EQ(report.payloads_opened, story.leaves.size());
    EXPECT_EQ(report.checkpoints, story.signed_sizes.size() + 1);
}

TEST_P(LedgerProperty, lets_no_tampering_pass)
{
    Story story{GetParam()};
    story.world.stop();
    Dice dice{GetParam()};
    const auto copy = story.world.folder() / "copy.db";
    VerifyOptions options = story.world.full_check();
    options.data_file = copy;
    for (int round = 0; round < 16; ++round) {
        std::filesystem::remove(copy);
        std::filesystem::copy_file(story.world.data_file(), copy);
        const std::size_t size = story.leaves.size();
        const std::uint64_t one = dice.below(size);
        const std::uint64_t other = (one + 1 + dice.below(size - 1)) % size;
        std::set<std::uint64_t> expected{one};
        {
            Intruder intruder{copy};
            switch (round % 4) {
            case 0: intruder.run("DELETE FROM ledger_leaf WHERE " + where(one)); break;
            case 1:
                intruder.run(
                    fmt::format("UPDATE ledger_leaf SET position = -1 WHERE position = {0};"
                                "UPDATE ledger_leaf SET position = {0} WHERE position = {1};"
                                "UPDATE ledger_leaf SET position = {1} WHERE position = -1",
                                one, other));
                expected.insert(other);
                break;
            case 2:
                intruder.run("DELETE FROM ledger_leaf WHERE position >= " + std::to_string(one));
                for (std::uint64_t gone = one; gone < size; ++gone)
                    expected.insert(gone);
                break;
            default:
                base::Bytes sealed =
                    intruder.bytes("SELECT sealed FROM ledger_leaf WHERE " + where(one));
                sealed[dice.below(sealed.size())] ^= static_cast<std::uint8_t>(1U << dice.below(8));
                intruder.put("ledger_leaf", "sealed", where(one), sealed);
            }
        }
        const Report report = verify(options);
        std::set<std::uint64_t> found;
        for (const Finding& finding : report.findings) {
            if (finding.position) found.insert(*finding.position);
        }
        EXPECT_EQ(found, expected) << "round " << round << base::to_text(to_json(report));
    }
}

INSTANTIATE_TEST_SUITE_P(seeds, LedgerProperty, testing::Values(11, 12, 13));

} // namespace ledger
