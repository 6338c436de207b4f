#include "ledger/verify.h"
#include "ledger/verify_test_support.h"

#include <fstream>
#include <iterator>

namespace ledger {

namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::SizeIs;

} // namespace

TEST(verify, finds_a_sound_ledger_whole)
{
    Scene scene{{1, 4, 300, 2}};
    scene.tamper([](Intruder&) {});
    std::uint64_t last_done = 0;
    VerifyOptions options = scene.world.full_check();
    options.progress = [&](std::uint64_t done, std::uint64_t) { last_done = done; };
    const Report report = verify(options);
    EXPECT_TRUE(report.is_whole()) << all_text(report);
    EXPECT_EQ(report.logs, 1U);
    EXPECT_EQ(report.entries, 307U);
    EXPECT_EQ(report.checkpoints, 5U);
    EXPECT_EQ(report.payloads_opened, 307U);
    EXPECT_EQ(report.payloads_destroyed, 0U);
    EXPECT_EQ(report.key_source, KeySource::key_store);
    EXPECT_TRUE(scene.check_alone().is_whole());
    EXPECT_EQ(scene.check_alone().key_source, KeySource::data_file);
    EXPECT_THAT(all_text(report), HasSubstr("\"whole\":true"));
}

TEST(verify, works_while_the_server_runs)
{
    World world;
    const auto record = world.new_record();
    for (int i = 0; i < 10; ++i)
        world.append(record, "words");
    const Report report = verify(world.full_check());
    EXPECT_TRUE(report.is_whole()) << all_text(report);
    EXPECT_EQ(report.entries, 10U);
}

TEST(verify, finds_a_cut_against_a_checkpoint_that_somebody_else_holds)
{
    Scene scene{{2, 2, 2}};
    scene.world.start();
    const std::string held = scene.world.checkpoint().note;
    scene.world.stop();
    scene.tamper([](Intruder& intruder) {
        intruder.run("DELETE FROM ledger_leaf WHERE position >= 4;"
                     "DELETE FROM ledger_checkpoint WHERE size > 4");
    });
    const Report report = verify({.data_file = scene.copy(), .held_checkpoints = {held}});
    EXPECT_THAT(faults(report), Contains(Fault::history_cut)) << all_text(report);
    EXPECT_TRUE(
        verify({.data_file = scene.world.data_file(), .held_checkpoints = {held}}).is_whole());
    std::string forged = held;
    forged[forged.size() - 10] ^= 1;
    EXPECT_THAT(
        faults(verify({.data_file = scene.world.data_file(), .held_checkpoints = {forged}})),
        ElementsAre(Fault::checkpoint_forged));
}

TEST(verify, finds_a_ledger_made_anew_under_another_name)
{
    Scene scene{{2, 2}};
    scene.world.start();
    std::string held = scene.world.checkpoint().note;
    scene.world.stop();
    const auto of_another = [&](const std::string& note) {
        return verify({.data_file = scene.world.data_file(), .held_checkpoints = {note}});
    };
    EXPECT_TRUE(of_another(held).is_whole());
    EXPECT_THAT(faults(of_another("other." + held)), ElementsAre(Fault::history_cut));
}

TEST(verify, finds_a_letter_of_a_signature_with_its_highest_bit_set)
{
    Scene scene{{2, 2}};
    scene.world.start();
    std::string held = scene.world.checkpoint().note;
    scene.world.stop();
    for (std::size_t at = held.rfind(' ') + 1; held[at] != '\n'; ++at) {
        std::string changed = held;
        changed[at] = static_cast<char>(changed[at] | 0x80);
        const Report report =
            verify({.data_file = scene.world.data_file(), .held_checkpoints = {changed}});
        EXPECT_FALSE(report.is_whole()) << at;
    }
}

TEST(verify, finds_a_history_signed_with_another_key)
{
    Scene scene{{2, 2}};
    World forger{99};
    forger.stop();
    forger.partnership = scene.world.partnership;
    forger.start();
    forger.append(forger.new_record(), "another story");
    forger.stop();
    VerifyOptions options = scene.world.full_check();
    options.data_file = forger.data_file();
    options.master_key.reset();
    const Report report = verify(options);
    EXPECT_THAT(faults(report), Contains(Fault::log_altered)) << all_text(report);
    EXPECT_THAT(faults(report), Contains(Fault::checkpoint_forged));
    EXPECT_TRUE(verify({.data_file = forger.data_file()}).is_whole())
        << "alone, the file's own key is believed: that is what the key store is for";
}

TEST(verify, believes_a_key_that_is_handed_in_before_any_other)
{
    Scene scene{{2}};
    scene.world.start();
    const VerifierKey own = *parse_verifier_key(scene.world.ledger().verifier_key());
    scene.world.stop();
    VerifyOptions options{.data_file = scene.world.data_file(),
                          .trusted_keys = {{own.name, own.key}}};
    EXPECT_TRUE(verify(options).is_whole());
    EXPECT_EQ(verify(options).key_source, KeySource::given);
    options.trusted_keys.front().key[3] ^= 1U;
    EXPECT_THAT(faults(verify(options)), Contains(Fault::log_altered));
    EXPECT_THAT(faults(verify(options)), Contains(Fault::checkpoint_forged));
}

TEST(verify, finds_a_key_that_opens_to_something_else)
{
    Scene scene{{3, 3}};
    scene.tamper([](Intruder&) {});
    // The intruder has the master key too, and wraps another key in the place of a record's own.
    const base::RecordId record = scene.records[1];
    scene.tamper_keys([&](Intruder& intruder) {
        const base::Bytes wrapped = intruder.bytes("SELECT wrapped FROM partnership_key");
        const auto above =
            seal::open(scene.world.master, wrapped,
                       "heed-key-1 partnership " + base::to_hex(scene.world.partnership.bytes()));
        ASSERT_TRUE(above);
        const base::Bytes other = seal::seal(
            seal::Key::from_bytes(*above), seal::Key::make().bytes(),
            fmt::format("heed-key-1 record {} {}", base::to_hex(scene.world.partnership.bytes()),
                        base::to_hex(record.bytes())));
        intruder.put("record_key", "wrapped",
                     fmt::format("record_id = x'{}'", base::to_hex(record.bytes())), other);
    });
    const Report report = scene.check();
    EXPECT_THAT(faults(report), ElementsAre(Fault::key_opens_other, Fault::key_opens_other))
        << all_text(report);
    EXPECT_THAT(positions(report), ElementsAre(1U, 4U));
    EXPECT_EQ(report.findings.front().record, record);
    EXPECT_EQ(report.payloads_opened, 4U);
}

TEST(verify, finds_a_record_key_that_was_changed)
{
    Scene scene{{3, 3}};
    scene.tamper([](Intruder&) {});
    const std::string where =
        fmt::format("record_id = x'{}'", base::to_hex(scene.records[2].bytes()));
    scene.tamper_keys([&](Intruder& intruder) {
        base::Bytes wrapped = intruder.bytes("SELECT wrapped FROM record_key WHERE " + where);
        wrapped[70] ^= 1U;
        intruder.put("record_key", "wrapped", where, wrapped);
    });
    const Report report = scene.check();
    EXPECT_THAT(faults(report), ElementsAre(Fault::key_unusable)) << all_text(report);
    EXPECT_EQ(report.findings.front().record, scene.records[2]);
}

TEST(verify, counts_what_was_destroyed_and_stays_whole)
{
    Scene scene{{3, 3}};
    scene.tamper([](Intruder&) {});
    scene.tamper_keys([&](Intruder& intruder) {
        intruder.run(fmt::format("DELETE FROM record_key WHERE record_id = x'{}'",
                                 base::to_hex(scene.records[0].bytes())));
    });
    const Report report = scene.check();
    EXPECT_TRUE(report.is_whole()) << all_text(report);
    EXPECT_EQ(report.payloads_destroyed, 2U);
    EXPECT_EQ(report.payloads_opened, 4U);
}

TEST(verify, refuses_a_master_key_that_is_not_the_one)
{
    Scene scene{{2}};
    VerifyOptions options = scene.world.full_check();
    options.master_key = seal::Key::make();
    EXPECT_THROW(verify(options), base::Unavailable);
}

TEST(verify, never_calls_a_damaged_file_whole)
{
    Scene scene{{40, 40, 40}};
    std::ifstream source{scene.world.data_file(), std::ios::binary};
    const std::string good{std::istreambuf_iterator<char>{source}, {}};
    const std::size_t page = 8192;
    ASSERT_GT(good.size(), 8 * page);
    for (std::size_t at_page = 0; at_page * page < good.size(); ++at_page) {
        std::string bad = good;
        for (std::size_t i = 0; i < page; i += 3)
            bad[at_page * page + i] = '\x5A';
        std::ofstream{scene.copy(), std::ios::binary | std::ios::trunc} << bad;
        try {
            EXPECT_FALSE(scene.check().is_whole()) << "page " << at_page;
        } catch (const base::Unavailable&) {
            SUCCEED() << "said to be unreadable";
        }
    }
    std::ofstream{scene.copy(), std::ios::binary | std::ios::trunc}
        << good.substr(0, good.size() / 2);
    EXPECT_FALSE(scene.check().is_whole()) << "half a file";
    std::ofstream{scene.copy(), std::ios::binary | std::ios::trunc} << "not a database";
    EXPECT_FALSE(scene.check().is_whole());
}

TEST(verify, finds_an_entry_that_its_index_does_not_lead_to)
{
    Scene scene{{6}};
    scene.tamper([](Intruder& intruder) {
        // Makes SQLite believe in an index over some rows only, while the name stays.
        intruder.run("DROP INDEX ledger_leaf_by_record;"
                     "CREATE UNIQUE INDEX ledger_leaf_by_record ON ledger_leaf "
                     "(partnership_id, record_id, sequence) WHERE position <> 3;"
                     "PRAGMA writable_schema=ON;"
                     "UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX ledger_leaf_by_record ON "
                     "ledger_leaf (partnership_id, record_id, sequence)' "
                     "WHERE name = 'ledger_leaf_by_record'");
    });
    const Report report = scene.check();
    EXPECT_THAT(faults(report), ElementsAre(Fault::store_damaged)) << all_text(report);
}

TEST(verify, says_so_when_there_is_nothing_to_read)
{
    World world;
    EXPECT_THROW(verify({.data_file = world.folder() / "missing.db"}), base::Unavailable);
    VerifyOptions options = world.full_check();
    options.key_folder = world.folder() / "missing";
    EXPECT_THROW(verify(options), base::Unavailable);
}

TEST(verify, lists_so_many_findings_and_counts_the_rest)
{
    Scene scene{{50}};
    scene.tamper([](Intruder& intruder) { intruder.run("UPDATE ledger_leaf SET sealed = x'00'"); });
    VerifyOptions options{.data_file = scene.copy(), .findings_limit = 10};
    const Report report = verify(options);
    EXPECT_THAT(report.findings, SizeIs(10));
    EXPECT_EQ(report.findings_not_listed, 40U);
    EXPECT_FALSE(report.is_whole());
    EXPECT_THAT(report.findings, Each(Field(&Finding::fault, Fault::entry_altered)));
}

TEST(verify, has_a_word_for_every_fault)
{
    std::set<std::string_view> words;
    for (int fault = 0; fault <= static_cast<int>(Fault::store_damaged); ++fault) {
        words.insert(word(static_cast<Fault>(fault)));
    }
    EXPECT_EQ(words.size(), static_cast<std::size_t>(Fault::store_damaged) + 1);
    EXPECT_FALSE(words.contains(""));
}

} // namespace ledger
