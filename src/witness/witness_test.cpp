#include "base/errors.h"
#include "ledger/cosignature.h"
#include "seal/seal_test_support.h"
#include "witness/ledger_for_test.h"
#include "witness/witness.h"

#include <gmock/gmock.h>
#include <thread>

namespace witness {

namespace {

/// A witness in a folder of its own, which can be stopped and started again.
class Place {
public:
    Place() : m_key{WitnessKey::create(m_folder.path() / "witness.key", "witness.example/north")}
    {
        start();
    }

    void start()
    {
        m_holder.reset();
        m_data.reset();
        m_data =
            std::make_unique<store::Database>(open_database(m_folder.path() / "witness.db", clock));
        m_holder = std::make_unique<Witness>(*m_data, m_key, clock);
    }

    Witness& holder() { return *m_holder; }
    const WitnessKey& key() const { return m_key; }

    Reply send(const AddCheckpoint& request) { return holder().add_checkpoint(to_body(request)); }

    LogRow log(const MadeLedger& ledger)
    {
        return *m_data->read(
            [&](store::Reader& reader) { return find_log(reader, ledger.verifier().name); });
    }
    std::vector<EvidenceRow> evidence() { return m_data->read(all_evidence); }

    base::SetClock clock{seal::test_instant()};

private:
    seal::TemporaryFolder m_folder;
    WitnessKey m_key;
    std::unique_ptr<store::Database> m_data;
    std::unique_ptr<Witness> m_holder;
};

/// A place that knows a ledger of nine entries, and has cosigned five.
struct Acquainted {
    Acquainted()
    {
        ledger.grow_to(9, "a");
        place.holder().add_log(ledger.verifier());
        base::check(place.send(ledger.request(0, 5)).status == 200, "five are cosigned");
    }

    Place place;
    MadeLedger ledger;
};

} // namespace

TEST(witness, cosigns_the_first_checkpoint_and_those_that_contain_it)
{
    Acquainted met;
    met.place.clock.set(met.place.clock.now() + std::chrono::seconds{60});
    const AddCheckpoint request = met.ledger.request(5);
    const Reply reply = met.place.send(request);
    EXPECT_EQ(reply.status, 200);
    const auto found = ledger::find_cosignature(reply.body, ledger::signed_text(request.note),
                                                met.place.key().verifier());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->line + "\n", reply.body) << "one line and nothing else";
    EXPECT_EQ(static_cast<std::int64_t>(found->seconds) * 1000, met.place.clock.now().milliseconds);
    EXPECT_EQ(met.place.send(met.ledger.request(9)).status, 200) << "the same again";
    EXPECT_TRUE(met.place.evidence().empty());
    EXPECT_EQ(met.place.holder().notice(), "");
}

TEST(witness, answers_each_fault_with_its_status)
{
    Acquainted met;
    MadeLedger stranger{1, "heed.example/otherham"};
    stranger.grow_to(5, "a");
    MadeLedger forger{2};
    forger.grow_to(9, "a");
    struct Row {
        const char* why;
        std::string body;
        int status;
        const char* says;
    };
    AddCheckpoint not_a_note = met.ledger.request(5);
    not_a_note.note = "words\n";
    const Row rows[] = {
        {"not such a body", "old five\n\n", 400, ""},
        {"not a checkpoint", to_body(not_a_note), 400, ""},
        {"a ledger that it does not know", to_body(stranger.request(0)), 404, ""},
        {"another key", to_body(forger.request(5)), 403, ""},
        {"the wrong old size", to_body(met.ledger.request(4)), 409, "5\n"},
        {"an old size that is larger", to_body(met.ledger.request(6, 5)), 400, ""},
        {"as many, and others",
         [] {
             MadeLedger other;
             other.grow_to(5, "b");
             return to_body(other.request(5));
         }(),
         409, "5\n"},
        {"a wrong proof",
         [] {
             MadeLedger other;
             other.grow_to(9, "b");
             return to_body(other.request(5));
         }(),
         422, ""},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.why);
        const Reply reply = met.place.holder().add_checkpoint(row.body);
        EXPECT_EQ(reply.status, row.status);
        EXPECT_EQ(reply.body, row.says);
        EXPECT_EQ(met.place.log(met.ledger).size, 5U) << "nothing moves";
    }
}

TEST(witness, takes_a_note_with_the_signatures_of_others_and_keeps_the_ledgers_alone)
{
    Acquainted met;
    AddCheckpoint request = met.ledger.request(5);
    const std::string own = request.note;
    request.note += "\xE2\x80\x94 witness.example/south AAAA\n";
    EXPECT_EQ(met.place.send(request).status, 200);
    EXPECT_EQ(met.place.log(met.ledger).note, own);
}

TEST(witness, keeps_both_notes_of_a_fork)
{
    Acquainted met;
    MadeLedger other;
    other.grow_to(5, "b");
    const std::string held = met.ledger.checkpoint(5).note;
    EXPECT_EQ(met.place.send(other.request(5)).status, 409);
    EXPECT_EQ(met.place.send(other.request(5)).status, 409);
    const auto evidence = met.place.evidence();
    ASSERT_EQ(evidence.size(), 1U) << "once, however often it is sent";
    EXPECT_EQ(evidence[0].kind, "other_root");
    EXPECT_EQ(evidence[0].held, held);
    EXPECT_EQ(evidence[0].offered, other.checkpoint().note);
    EXPECT_EQ(evidence[0].origin, met.ledger.verifier().name);
    EXPECT_THAT(met.place.holder().notice(), testing::HasSubstr("1 contradictions"));
    other.grow_to(9, "b");
    EXPECT_EQ(met.place.send(other.request(5)).status, 422);
    EXPECT_EQ(met.place.evidence().size(), 2U);
    EXPECT_EQ(met.place.send(met.ledger.request(5)).status, 200) << "the first one may go on";
}

TEST(witness, keeps_a_roll_back_as_evidence)
{
    Acquainted met;
    EXPECT_EQ(met.place.send(met.ledger.request(3, 3)).status, 409);
    EXPECT_EQ(met.place.send(met.ledger.request(7)).status, 409);
    std::vector<std::string> kinds;
    for (const EvidenceRow& row : met.place.evidence())
        kinds.push_back(row.kind);
    EXPECT_THAT(kinds, testing::UnorderedElementsAre("smaller", "held_more"));
}

TEST(witness, keeps_nothing_that_the_ledgers_key_has_not_signed)
{
    Acquainted met;
    MadeLedger forger{2};
    forger.grow_to(5, "b");
    EXPECT_EQ(met.place.send(forger.request(5)).status, 403);
    EXPECT_EQ(met.place.send(forger.request(2, 2)).status, 403);
    EXPECT_TRUE(met.place.evidence().empty());
}

TEST(witness, remembers_after_a_restart)
{
    Acquainted met;
    met.place.start();
    EXPECT_EQ(met.place.send(met.ledger.request(0)).body, "5\n");
    MadeLedger other;
    other.grow_to(9, "b");
    EXPECT_EQ(met.place.send(other.request(5)).status, 422);
    EXPECT_EQ(met.place.send(met.ledger.request(5)).status, 200);
    met.place.start();
    EXPECT_EQ(met.place.log(met.ledger).size, 9U);
    EXPECT_EQ(met.place.evidence().size(), 1U);
}

TEST(witness, keeps_to_a_ledgers_first_key_and_keeps_ledgers_apart)
{
    Acquainted met;
    EXPECT_NO_THROW(met.place.holder().add_log(met.ledger.verifier())) << "the same again";
    EXPECT_EQ(met.place.log(met.ledger).size, 5U);
    EXPECT_THROW(met.place.holder().add_log(MadeLedger{2}.verifier()), base::Conflict);
    MadeLedger second{3, "heed.example/otherham"};
    second.grow_to(2, "c");
    met.place.holder().add_log(second.verifier());
    EXPECT_EQ(met.place.send(second.request(0)).status, 200);
    EXPECT_EQ(met.place.log(met.ledger).size, 5U);
    EXPECT_EQ(met.place.log(second).size, 2U);
}

/// Many at once: each is judged by what is held when its turn comes, so that of two that were both
/// right a moment ago one comes too late, and nothing ever becomes smaller.
TEST(witness, lets_nothing_come_between_asking_and_keeping)
{
    Acquainted met;
    std::atomic<int> signed_ones{0};
    std::vector<std::thread> senders;
    for (std::uint64_t size = 6; size <= 9; ++size) {
        senders.emplace_back([&met, &signed_ones, size] {
            const Reply reply = met.place.send(met.ledger.request(5, size));
            if (reply.status == 200)
                ++signed_ones;
            else
                EXPECT_EQ(reply.status, 409);
        });
    }
    for (std::thread& sender : senders)
        sender.join();
    EXPECT_EQ(signed_ones, 1);
    EXPECT_GE(met.place.log(met.ledger).size, 6U);
}

} // namespace witness
