#include "ledger/ledger_test_support.h"
#include "ledger/verify.h"
#include "witness/rounds.h"
#include "witness/witness.h"

#include <gmock/gmock.h>

namespace witness {

namespace {

using testing::HasSubstr;

/// A witness in the same process, which can be out of reach.
class Neighbour {
public:
    explicit Neighbour(const std::string& name = "witness.example/north")
        : m_key{WitnessKey::create(m_folder.path() / "key", name)}
    {
        begin_anew();
    }

    /// As if its data file had been lost.
    void begin_anew()
    {
        m_holder.reset();
        m_data.reset();
        m_data = std::make_unique<store::Database>(open_database(
            m_folder.path() / ("witness" + std::to_string(++m_lives) + ".db"), m_clock));
        m_holder = std::make_unique<Witness>(*m_data, m_key, m_clock);
    }

    Witness& holder() { return *m_holder; }
    const ledger::VerifierKey& key() const { return m_key.verifier(); }

    void meet(const ledger::Ledger& ledger)
    {
        holder().add_log(*ledger::parse_verifier_key(ledger.verifier_key()));
    }

    Partner partner()
    {
        return {.key = key(), .submit = [this](const std::string& body, const std::stop_token&) {
                    ++asked;
                    if (!is_reachable) return Reply{};
                    if (answer) return answer(body);
                    return holder().add_checkpoint(body);
                }};
    }

    std::vector<EvidenceRow> evidence() { return m_data->read(all_evidence); }

    bool is_reachable = true;
    std::function<Reply(const std::string&)> answer; ///< instead of its own
    int asked = 0;

private:
    seal::TemporaryFolder m_folder;
    base::SetClock m_clock{seal::test_instant()};
    WitnessKey m_key;
    int m_lives = 0;
    std::unique_ptr<store::Database> m_data;
    std::unique_ptr<Witness> m_holder;
};

/// A ledger with one witness who knows it.
class Scene {
public:
    Scene()
    {
        record = world.new_record();
        neighbour.meet(world.ledger());
    }

    void append(std::string_view words) { world.append(record, words); }

    /// One round, with all that is remembered between rounds read from the data file.
    Report push()
    {
        Rounds rounds{world.ledger(), world.data(), partners(), world.clock};
        rounds.push();
        notice = rounds.notice();
        figures = rounds.figures();
        return rounds.reports().front();
    }

    std::vector<Partner> partners()
    {
        std::vector<Partner> all{neighbour.partner()};
        if (second) all.push_back(second->partner());
        return all;
    }

    /// Data and keys as they are now, for put_back().
    void copy()
    {
        world.ledger().keep_checkpoint();
        world.stop();
        std::filesystem::copy(world.folder(), aside(), std::filesystem::copy_options::recursive);
        world.start();
    }

    void put_back()
    {
        world.stop();
        std::filesystem::remove_all(world.key_folder());
        for (const char* name : {"heed.db-wal", "heed.db-shm"})
            std::filesystem::remove(world.folder() / name);
        std::filesystem::copy(aside(), world.folder(),
                              std::filesystem::copy_options::recursive |
                                  std::filesystem::copy_options::overwrite_existing);
        world.start();
    }

    ledger::World world;
    Neighbour neighbour;
    std::unique_ptr<Neighbour> second;
    base::RecordId record;
    std::string notice;
    std::string figures;

private:
    std::filesystem::path aside() const { return m_aside.path() / "copy"; }

    seal::TemporaryFolder m_aside;
};

std::string proof_of(Scene& scene, std::uint64_t sequence)
{
    return scene.world.data().read([&](store::Reader& reader) {
        return scene.world.ledger().proof_file(reader, scene.record, sequence);
    });
}

} // namespace

TEST(rounds, show_each_new_state_and_keep_what_is_signed)
{
    Scene scene;
    EXPECT_EQ(scene.push().standing, Standing::cosigned) << "the ledger without entries";
    for (int i = 0; i < 5; ++i)
        scene.append("words");
    const Report report = scene.push();
    EXPECT_EQ(report.standing, Standing::cosigned);
    EXPECT_EQ(report.size, 5U);
    EXPECT_EQ(scene.neighbour.asked, 2) << "with the right size at once";
    EXPECT_EQ(scene.notice, "");
    scene.append("words");
    EXPECT_EQ(scene.push().size, 6U);
    EXPECT_EQ(scene.push().size, 6U) << "the same again";
    EXPECT_EQ(scene.neighbour.asked, 4);
    EXPECT_TRUE(scene.neighbour.evidence().empty());
}

TEST(rounds, put_what_witnesses_signed_into_proofs)
{
    Scene scene;
    scene.second = std::make_unique<Neighbour>("witness.example/south");
    scene.second->meet(scene.world.ledger());
    scene.append("first");
    scene.append("second");
    EXPECT_THAT(proof_of(scene, 1), testing::Not(HasSubstr("witness.example")));
    scene.push();
    scene.append("third");
    const auto own = *ledger::parse_verifier_key(scene.world.ledger().verifier_key());
    const auto proof = ledger::open_proof_file(proof_of(scene, 1), own);
    ASSERT_TRUE(proof);
    EXPECT_EQ(proof->checkpoint.size, 2U) << "the newest that was cosigned, not the newest";
    const std::string& note = proof->checkpoint.note;
    const std::string lines = note.substr(ledger::signed_text(note).size() + 1);
    for (const Neighbour* each : {&scene.neighbour, scene.second.get()}) {
        EXPECT_TRUE(ledger::find_cosignature(lines, ledger::signed_text(note), each->key()));
    }
    const auto newest = ledger::open_proof_file(proof_of(scene, 3), own);
    ASSERT_TRUE(newest);
    EXPECT_EQ(newest->checkpoint.size, 3U) << "not cosigned yet, and proved all the same";
    scene.second->is_reachable = false;
    scene.push();
    EXPECT_EQ(ledger::open_proof_file(proof_of(scene, 1), own)->checkpoint.size, 2U)
        << "two witnesses before one";
    EXPECT_EQ(ledger::open_proof_file(proof_of(scene, 3), own)->checkpoint.size, 3U);
}

TEST(rounds, stop_nothing_when_a_witness_cannot_be_reached_or_refuses)
{
    Scene scene;
    struct Row {
        const char* why;
        Reply reply;
        Standing standing;
        const char* says;
    };
    const Row rows[] = {
        {"no answer", {.status = 0}, Standing::unreachable, "cannot be reached"},
        {"it does not know the ledger", {.status = 404}, Standing::refused, "answers 404. Does"},
        {"it knows another key", {.status = 403}, Standing::refused, "answers 403. Does"},
        {"it is not well", {.status = 500}, Standing::refused, "answers 500."},
        {"another server", {.status = 200, .body = "hello"}, Standing::wrong_answer, "not signed"},
        {"a line by nobody",
         {.status = 200, .body = "\xE2\x80\x94 witness.example/north AAAA\n"},
         Standing::wrong_answer,
         "not signed"},
        {"a conflict without a size", {.status = 409}, Standing::wrong_answer, "no sense"},
        {"the size it was asked with",
         {.status = 409, .body = "0\n"},
         Standing::wrong_answer,
         "no sense"},
        {"no proof was asked for", {.status = 422}, Standing::refused, "answers 422"},
    };
    scene.append("words");
    for (const Row& row : rows) {
        SCOPED_TRACE(row.why);
        scene.neighbour.answer = [&](const std::string&) { return row.reply; };
        const Report report = scene.push();
        EXPECT_EQ(report.standing, row.standing);
        EXPECT_EQ(report.size, 0U);
        EXPECT_THAT(scene.notice, HasSubstr(row.says));
        EXPECT_FALSE(scene.world.ledger().why_not_writable());
    }
    scene.append("more words");
}

TEST(rounds, refuse_to_write_when_data_and_keys_were_both_put_back)
{
    Scene scene;
    scene.append("first");
    scene.copy();
    scene.append("second");
    EXPECT_EQ(scene.push().size, 2U);
    scene.put_back();
    EXPECT_FALSE(scene.world.ledger().why_not_writable()) << "nothing here can tell";
    const Report report = scene.push();
    EXPECT_EQ(report.standing, Standing::other_history);
    ASSERT_TRUE(scene.world.ledger().why_not_writable());
    EXPECT_THAT(*scene.world.ledger().why_not_writable(),
                HasSubstr("has signed for 2 entries of this ledger, and only 1 are here"));
    EXPECT_THROW(scene.append("another second"), base::Unavailable);
    EXPECT_THAT(scene.figures,
                HasSubstr("holds_other_history{witness=\"witness.example/north\"} 1"));
}

TEST(rounds, refuse_to_write_a_second_history)
{
    for (const int more : {0, 1, 5}) {
        SCOPED_TRACE(more);
        Scene scene;
        scene.append("first");
        scene.copy();
        scene.append("second");
        scene.push();
        scene.put_back();
        scene.append("another second");
        for (int i = 0; i < more; ++i)
            scene.append("more");
        EXPECT_EQ(scene.push().standing, Standing::other_history);
        ASSERT_TRUE(scene.world.ledger().why_not_writable());
        EXPECT_THAT(*scene.world.ledger().why_not_writable(),
                    HasSubstr("The first 2 entries here are not the ones"));
        EXPECT_THROW(scene.append("a third"), base::Unavailable);
        EXPECT_EQ(scene.neighbour.evidence().size(), 1U);
    }
}

TEST(rounds, go_on_with_a_witness_that_has_lost_what_it_held)
{
    Scene scene;
    scene.append("first");
    scene.push();
    scene.neighbour.begin_anew();
    scene.neighbour.meet(scene.world.ledger());
    scene.append("second");
    const Report report = scene.push();
    EXPECT_EQ(report.standing, Standing::cosigned);
    EXPECT_EQ(report.size, 2U);
    EXPECT_FALSE(scene.world.ledger().why_not_writable());
}

/// The answer names more entries than were shown, but no more than there are by now.
TEST(rounds, do_not_take_their_own_growth_for_another_history)
{
    Scene scene;
    scene.append("first");
    scene.neighbour.answer = [&](const std::string&) {
        scene.append("meanwhile");
        return Reply{.status = 409, .body = "2\n"};
    };
    EXPECT_EQ(scene.push().standing, Standing::not_asked);
    EXPECT_FALSE(scene.world.ledger().why_not_writable());
}

TEST(rounds, give_figures_of_each_witness)
{
    Scene scene;
    Rounds rounds{scene.world.ledger(), scene.world.data(), scene.partners(), scene.world.clock};
    EXPECT_THAT(rounds.figures(),
                HasSubstr("seconds_since_cosignature{witness=\"witness.example/north\"} +Inf\n"));
    rounds.push();
    scene.world.clock.set(scene.world.clock.now() + std::chrono::seconds{90});
    scene.append("words");
    scene.neighbour.is_reachable = false;
    rounds.push();
    EXPECT_THAT(rounds.figures(),
                HasSubstr("seconds_since_cosignature{witness=\"witness.example/north\"} 90\n"));
    EXPECT_THAT(rounds.figures(),
                HasSubstr("entries_not_cosigned{witness=\"witness.example/north\"} 1\n"));
    EXPECT_THAT(rounds.figures(),
                HasSubstr("holds_other_history{witness=\"witness.example/north\"} 0\n"));
}

TEST(rounds, happen_by_themselves_and_end_at_once)
{
    Scene scene;
    scene.append("words");
    std::mutex mutex;
    std::condition_variable was_asked;
    bool is_asked = false;
    scene.neighbour.answer = [&](const std::string& body) {
        const std::lock_guard lock{mutex};
        is_asked = true;
        was_asked.notify_one();
        return scene.neighbour.holder().add_checkpoint(body);
    };
    Rounds rounds{scene.world.ledger(), scene.world.data(), scene.partners(), scene.world.clock};
    rounds.start();
    std::unique_lock lock{mutex};
    EXPECT_TRUE(was_asked.wait_for(lock, std::chrono::seconds{60}, [&] { return is_asked; }));
}

/// What somebody does who can write to the data file, and has the ledger's key: it is found with a
/// witness's key alone.
TEST(rounds, leave_what_heed_verify_can_ask_for)
{
    Scene scene;
    scene.append("first");
    scene.push();
    scene.append("second");
    scene.push();
    scene.append("third");
    scene.world.ledger().keep_checkpoint();
    scene.world.stop();
    const ledger::TrustedKey north{scene.neighbour.key().name, scene.neighbour.key().key};
    ledger::VerifyOptions options = scene.world.full_check();
    options.witnesses = {north};
    const ledger::Report whole = ledger::verify(options);
    EXPECT_TRUE(whole.is_whole());
    ASSERT_EQ(whole.witnesses.size(), 1U);
    EXPECT_EQ(whole.witnesses[0].cosignatures, 2U);
    EXPECT_EQ(whole.witnesses[0].size, 2U);
    EXPECT_EQ(static_cast<std::int64_t>(whole.witnesses[0].seconds) * 1000,
              seal::test_instant().milliseconds);

    options.witnesses.push_back({"witness.example/south", {}});
    const ledger::Report absent = ledger::verify(options);
    ASSERT_EQ(absent.findings.size(), 1U);
    EXPECT_EQ(absent.findings[0].fault, ledger::Fault::cosignature_missing);
    options.witnesses = {north};
    {
        ledger::Intruder intruder{scene.world.data_file()};
        intruder.run("UPDATE ledger_cosignature SET checkpoint = 2 WHERE size = 2");
    }
    const ledger::Report wrong = ledger::verify(options);
    ASSERT_EQ(wrong.findings.size(), 1U);
    EXPECT_EQ(wrong.findings[0].fault, ledger::Fault::cosignature_wrong);
    options.witnesses.clear();
    EXPECT_TRUE(ledger::verify(options).is_whole()) << "nobody asked for the witness";
}

} // namespace witness
