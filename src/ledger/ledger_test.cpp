#include "ledger/ledger.h"
#include "ledger/ledger_test_support.h"

#include <fstream>
#include <iterator>
#include <thread>

namespace ledger {

namespace {

using testing::HasSubstr;

std::string text_of(const OpenedEntry& entry)
{
    return std::string{base::text_member(entry.payload, "words")};
}

std::vector<std::string> words_of(World& world, base::RecordId record)
{
    std::vector<std::string> words;
    world.data().read([&](store::Reader& reader) {
        world.ledger().each_of_record(
            reader, record, [&](const OpenedEntry& entry) { words.push_back(text_of(entry)); });
    });
    return words;
}

void append_many(World& world, base::RecordId record, int count)
{
    world.write([&](store::Writer& writer) {
        for (int i = 0; i < count; ++i) {
            world.ledger().append(writer, world.entry_for(record, fmt::format("words {}", i)));
        }
    });
}

class Refused : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace

TEST(ledger, begins_empty_and_signed)
{
    World world;
    const Checkpoint checkpoint = world.checkpoint();
    EXPECT_EQ(checkpoint.size, 0U);
    EXPECT_EQ(checkpoint.root, empty_root());
    EXPECT_EQ(checkpoint.origin, "heed.example/testshire");
}

TEST(ledger, numbers_and_chains_the_entries_of_each_record)
{
    World world;
    const auto one = world.new_record();
    const auto other = world.new_record();
    const OpenedEntry first = world.append(one, "first");
    const OpenedEntry between = world.append(other, "between");
    const OpenedEntry second = world.append(one, "second");
    EXPECT_EQ(first.header.sequence, 1U);
    EXPECT_FALSE(first.header.previous);
    EXPECT_EQ(between.header.sequence, 1U);
    EXPECT_EQ(between.position, 1U);
    EXPECT_EQ(second.header.sequence, 2U);
    EXPECT_EQ(second.header.previous, first.leaf);
    EXPECT_EQ(second.position, 2U);
    EXPECT_EQ(second.header.position, 2U);
}

TEST(ledger, gives_back_what_was_signed)
{
    World world;
    const auto record = world.new_record();
    world.append(record, "first");
    const OpenedEntry appended = world.append(record, "she said: \"I like it here\"");
    const auto read = world.data().read(
        [&](store::Reader& reader) { return world.ledger().entry(reader, record, 2); });
    ASSERT_TRUE(read);
    EXPECT_EQ(read->payload, appended.payload);
    EXPECT_EQ(read->header, appended.header);
    EXPECT_EQ(read->leaf, appended.leaf);
    EXPECT_EQ(read->position, 1U);
    EXPECT_THAT(words_of(world, record),
                testing::ElementsAre("first", "she said: \"I like it here\""));
    world.data().read([&](store::Reader& reader) {
        EXPECT_EQ(world.ledger().record_size(reader, record), 2U);
        EXPECT_FALSE(world.ledger().entry(reader, record, 3));
        EXPECT_EQ(world.ledger().record_size(reader, base::RecordId{}), 0U);
    });
}

TEST(ledger, takes_no_entry_for_a_record_that_was_not_opened)
{
    World world;
    EXPECT_THROW(world.append(base::RecordId::make(world.random()), "words"), base::NotFound);
    EXPECT_EQ(world.checkpoint().size, 0U);
}

TEST(ledger, signs_no_payload_that_could_not_be_read_back)
{
    World world;
    const auto record = world.new_record();
    EXPECT_THROW(world.append(record, "\xC3\x28"), base::CheckFailed);
    NewEntry entry = world.entry_for(record, "words");
    entry.kind = "two words";
    EXPECT_THROW(world.write([&](store::Writer& writer) { world.ledger().append(writer, entry); }),
                 base::CheckFailed);
    world.append(record, "words");
    EXPECT_EQ(world.checkpoint().size, 1U);
}

TEST(ledger, keeps_nothing_of_a_job_that_fails)
{
    World world;
    const auto record = world.new_record();
    append_many(world, record, 254);
    EXPECT_THROW(world.write([&](store::Writer& writer) {
        for (int i = 0; i < 5; ++i) {
            world.ledger().append(writer, world.entry_for(record, "gone"));
        }
        throw Refused{"the job thinks better of it"};
    }),
                 Refused);
    EXPECT_EQ(world.words().size(), 254U);
    append_many(world, record, 5);
    EXPECT_EQ(world.checkpoint().size, 259U);
    EXPECT_TRUE(verify(world.full_check()).is_whole());
}

TEST(ledger, goes_on_where_it_stopped)
{
    World world;
    const auto record = world.new_record();
    for (int round = 0; round < 4; ++round) {
        append_many(world, record, 149);
        world.append(record, "alone");
        world.stop();
        world.start();
    }
    EXPECT_FALSE(world.ledger().why_not_writable());
    EXPECT_EQ(world.checkpoint().size, 600U);
    EXPECT_EQ(words_of(world, record).size(), 600U);
    EXPECT_TRUE(verify(world.full_check()).is_whole());
}

TEST(ledger, signs_many_at_once)
{
    World world;
    const auto record = world.new_record();
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i) {
                world.write([&](store::Writer& writer) {
                    world.ledger().append(writer, world.entry_for(record, "words"));
                });
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(world.checkpoint().size, 200U);
    EXPECT_TRUE(verify(world.full_check()).is_whole());
}

TEST(ledger, rebuilds_what_is_derived_bit_by_bit)
{
    World world;
    const auto one = world.new_record();
    const auto other = world.new_record();
    for (int i = 0; i < 10; ++i) {
        append_many(world, one, 2);
        world.append(other, "other");
    }
    const std::vector<std::string> before = world.words();
    ASSERT_EQ(before.size(), 30U);
    std::uint64_t last_done = 0;
    const RebuildResult result = world.ledger().rebuild([&](const RebuildProgress& progress) {
        EXPECT_EQ(progress.total, 30U);
        last_done = progress.done;
    });
    EXPECT_EQ(result.applied, 30U);
    EXPECT_EQ(result.destroyed, 0U);
    EXPECT_EQ(last_done, 30U);
    EXPECT_EQ(world.words(), before);
}

TEST(ledger, says_what_a_rebuild_would_change_and_changes_nothing)
{
    World world;
    const auto record = world.new_record();
    for (int i = 0; i < 5; ++i)
        world.append(record, "words");
    const Checkpoint last = world.checkpoint();
    const RebuildCheck sound = world.ledger().check_rebuild({});
    EXPECT_EQ(sound.rebuilt.applied, 5U);
    EXPECT_TRUE(sound.differences.empty());

    world.stop();
    Intruder{world.data_file()}.run("DELETE FROM word WHERE sequence IN (1, 2);"
                                    "UPDATE word SET sealed = x'00' WHERE sequence = 4");
    world.start();
    const std::vector<std::string> before = world.words();
    for (int round = 0; round < 2; ++round) {
        const RebuildCheck check = world.ledger().check_rebuild({});
        ASSERT_EQ(check.differences.size(), 1U);
        EXPECT_EQ(check.differences.front().table, "word");
        EXPECT_EQ(check.differences.front().missing, 3U);
        EXPECT_EQ(check.differences.front().extra, 1U);
        EXPECT_EQ(world.words(), before);
    }
    EXPECT_EQ(world.checkpoint().note, last.note) << "and nothing new was signed";
    world.append(record, "writing goes on");
    world.ledger().rebuild({});
    EXPECT_TRUE(world.ledger().check_rebuild({}).differences.empty());
    EXPECT_TRUE(verify(world.full_check()).is_whole());
}

TEST(ledger, leaves_everything_as_it_was_when_a_rebuild_fails)
{
    World world;
    const auto record = world.new_record();
    for (int i = 0; i < 5; ++i)
        world.append(record, "words");
    const std::vector<std::string> before = world.words();
    world.ledger().set_projections({{.name = "word",
                                     .tables = {"word"},
                                     .apply = [](store::Writer&, const OpenedEntry& entry) {
                                         if (entry.header.sequence == 3) throw Refused{"no"};
                                     }}});
    EXPECT_THROW(world.ledger().rebuild({}), Refused);
    EXPECT_EQ(world.words(), before);
}

TEST(ledger, passes_over_destroyed_records_in_a_rebuild)
{
    World world;
    const auto one = world.new_record();
    const auto other = world.new_record();
    world.append(one, "kept");
    world.append(other, "destroyed");
    world.append(one, "kept");
    world.stop();
    Intruder{world.key_folder() / "keys.db"}.run(
        fmt::format("DELETE FROM record_key WHERE record_id = x'{}'", base::to_hex(other.bytes())));
    world.start();
    const RebuildResult result = world.ledger().rebuild({});
    EXPECT_EQ(result.applied, 2U);
    EXPECT_EQ(result.destroyed, 1U);
    EXPECT_EQ(world.words().size(), 2U);
    EXPECT_THROW(words_of(world, other), base::NotFound);
    EXPECT_THROW(world.append(other, "more"), base::NotFound);
    const Report report = verify(world.full_check());
    EXPECT_TRUE(report.is_whole()) << base::to_text(to_json(report));
    EXPECT_EQ(report.payloads_destroyed, 1U);
}

TEST(ledger, proves_every_entry_and_every_growth)
{
    World world;
    const auto record = world.new_record();
    std::vector<base::Digest> leaves;
    std::vector<base::Digest> roots{empty_root()};
    TreeTop top;
    world.write([&](store::Writer& writer) {
        for (int i = 0; i < 700; ++i) {
            leaves.push_back(world.ledger().append(writer, world.entry_for(record, "words")).leaf);
            top.add(leaves.back());
            roots.push_back(top.root());
        }
    });
    EXPECT_EQ(world.checkpoint().root, roots.back());
    world.data().read([&](store::Reader& reader) {
        for (const std::uint64_t size : {1U, 2U, 255U, 256U, 257U, 511U, 512U, 513U, 699U, 700U}) {
            for (std::uint64_t position = 0; position < size; position += 37) {
                const auto proof = world.ledger().inclusion(reader, position, size);
                EXPECT_TRUE(verify_inclusion(proof, leaves[position], roots[size]));
            }
            for (std::uint64_t from = 0; from <= size; from += 41) {
                const auto proof = world.ledger().consistency(reader, from, size);
                EXPECT_TRUE(verify_consistency(proof, roots[from], roots[size]));
            }
        }
        EXPECT_THROW(world.ledger().inclusion(reader, 700, 700), base::NotFound);
        EXPECT_THROW(world.ledger().inclusion(reader, 0, 701), base::NotFound);
        EXPECT_THROW(world.ledger().consistency(reader, 0, 701), base::NotFound);
    });
}

TEST(ledger, hands_out_a_proof_that_stands_alone)
{
    World world;
    const auto record = world.new_record();
    append_many(world, record, 20);
    const std::string file = world.data().read(
        [&](store::Reader& reader) { return world.ledger().proof_file(reader, record, 7); });
    const auto key = parse_verifier_key(world.ledger().verifier_key());
    ASSERT_TRUE(key);
    const auto opened = open_proof_file(file, *key);
    ASSERT_TRUE(opened);
    const auto header = parse_header(opened->header);
    ASSERT_TRUE(header);
    EXPECT_EQ(header->record, record);
    EXPECT_EQ(header->sequence, 7U);
    EXPECT_EQ(opened->checkpoint.size, 20U);
    world.data().read([&](store::Reader& reader) {
        EXPECT_THROW(world.ledger().proof_file(reader, record, 21), base::NotFound);
    });
}

TEST(ledger, is_never_changed_by_sql)
{
    World world;
    world.append(world.new_record(), "words");
    world.write([&](store::Writer& writer) {
        world.ledger().keep_cosignature(writer, 1, {.witness = "w", .line = "line"});
    });
    const store::Query attempts[] = {
        {"test.update_leaf", "UPDATE ledger_leaf SET sealed = x'00'"},
        {"test.delete_leaf", "DELETE FROM ledger_leaf"},
        {"test.replace_leaf",
         "INSERT OR REPLACE INTO ledger_leaf "
         "SELECT partnership_id, position, record_id, sequence, leaf, header, x'00' "
         "FROM ledger_leaf"},
        {"test.update_log", "UPDATE ledger_log SET origin = 'x'"},
        {"test.delete_log", "DELETE FROM ledger_log"},
        {"test.update_checkpoint", "UPDATE ledger_checkpoint SET note = 'x'"},
        {"test.delete_checkpoint", "DELETE FROM ledger_checkpoint"},
        {"test.replace_checkpoint",
         "INSERT OR REPLACE INTO ledger_checkpoint SELECT partnership_id, number, size, 'x' "
         "FROM ledger_checkpoint"},
        {"test.update_cosignature", "UPDATE ledger_cosignature SET line = 'x'"},
        {"test.delete_cosignature", "DELETE FROM ledger_cosignature"},
        {"test.replace_cosignature",
         "INSERT OR REPLACE INTO ledger_cosignature "
         "SELECT partnership_id, size, witness, checkpoint, 'x' FROM ledger_cosignature"},
    };
    for (const store::Query& attempt : attempts) {
        EXPECT_THROW(world.write([&](store::Writer& writer) { writer.execute(attempt, {}); }),
                     base::CheckFailed)
            << attempt.name;
    }
    EXPECT_TRUE(verify(world.full_check()).is_whole());
}

TEST(ledger, refuses_to_write_after_an_older_data_file_was_put_back)
{
    World world;
    const auto record = world.new_record();
    world.append(record, "first");
    world.stop();
    const auto copy = world.folder() / "old.db";
    std::filesystem::copy_file(world.data_file(), copy);
    world.start();
    world.append(record, "second");
    world.ledger().keep_checkpoint();
    world.stop();
    std::filesystem::copy_file(copy, world.data_file(),
                               std::filesystem::copy_options::overwrite_existing);
    world.start();
    ASSERT_TRUE(world.ledger().why_not_writable());
    EXPECT_THAT(*world.ledger().why_not_writable(), HasSubstr("fewer entries"));
    EXPECT_THROW(world.append(record, "third"), base::Unavailable);
    EXPECT_THAT(words_of(world, record), testing::ElementsAre("first")) << "reading goes on";
}

TEST(ledger, refuses_to_write_when_the_data_file_is_gone)
{
    World world;
    world.append(world.new_record(), "first");
    world.ledger().keep_checkpoint();
    world.stop();
    std::filesystem::remove(world.data_file());
    world.start();
    EXPECT_TRUE(world.ledger().why_not_writable());
    EXPECT_THROW(world.append(world.new_record(), "words"), base::Unavailable);
}

TEST(ledger, refuses_to_write_after_another_history_was_put_in_place)
{
    World world;
    const auto record = world.new_record();
    world.append(record, "first");
    world.stop();
    const auto copy = world.folder() / "fork.db";
    std::filesystem::copy_file(world.data_file(), copy);
    const auto keys_copy = world.folder() / "keys-copy.db";
    std::filesystem::copy_file(world.key_folder() / "keys.db", keys_copy);

    world.start();
    world.append(record, "one history");
    world.stop();
    const auto kept = world.folder() / "kept.db";
    std::filesystem::copy_file(world.key_folder() / "keys.db", kept);

    const auto overwrite = std::filesystem::copy_options::overwrite_existing;
    std::filesystem::copy_file(copy, world.data_file(), overwrite);
    std::filesystem::copy_file(keys_copy, world.key_folder() / "keys.db", overwrite);
    world.start();
    world.append(record, "another history");
    world.append(record, "that is longer");
    world.stop();
    std::filesystem::copy_file(kept, world.key_folder() / "keys.db", overwrite);
    world.start();
    ASSERT_TRUE(world.ledger().why_not_writable());
    EXPECT_THAT(*world.ledger().why_not_writable(), HasSubstr("other entries"));
}

TEST(ledger, refuses_another_name_or_key)
{
    World world;
    world.append(world.new_record(), "words");
    world.stop();
    world.origin = "heed.example/otherham";
    EXPECT_THROW(world.start(), base::Conflict);
    world.stop();
    world.origin = "heed.example/testshire";
    std::filesystem::remove_all(world.key_folder());
    EXPECT_THROW(world.start(), base::Unavailable) << "no keys";
    world.keys().create_partnership(world.partnership);
    EXPECT_THROW(world.open_ledger(), base::Conflict) << "other keys";
    world.stop();
}

TEST(ledger, keeps_the_last_checkpoint_in_the_key_store)
{
    World world;
    world.append(world.new_record(), "words");
    world.ledger().keep_checkpoint();
    auto kept = world.keys().checkpoint(world.partnership);
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->size, 1U);
    EXPECT_EQ(kept->note, world.checkpoint().note);
    world.append(world.new_record(), "words");
    world.stop();
    world.start();
    kept = world.keys().checkpoint(world.partnership);
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->size, 2U) << "stopping in order brings it up to date";
}

TEST(ledger, keeps_partnerships_apart_in_one_data_file)
{
    World world;
    const auto here = world.new_record();
    const auto elsewhere = base::PartnershipId::make(world.random());
    const auto second =
        std::make_unique<Ledger>(world.data(), world.keys(), elsewhere, "heed.example/otherham");
    Ledger& other = *second;
    other.open_records(std::array{here});
    for (int i = 0; i < 3; ++i) {
        world.append(here, "here");
        world.write([&](store::Writer& writer) {
            other.append(writer, world.entry_for(here, "elsewhere"));
            other.append(writer, world.entry_for(here, "elsewhere"));
        });
    }
    EXPECT_EQ(world.checkpoint().size, 3U);
    world.data().read([&](store::Reader& reader) {
        EXPECT_EQ(other.checkpoint(reader).size, 6U);
        EXPECT_EQ(other.record_size(reader, here), 6U);
        EXPECT_EQ(world.ledger().record_size(reader, here), 3U);
    });
    EXPECT_NE(other.pseudonym(world.staff), world.ledger().pseudonym(world.staff));
    const Report report = verify(world.full_check());
    EXPECT_TRUE(report.is_whole()) << base::to_text(to_json(report));
    EXPECT_EQ(report.logs, 2U);
    EXPECT_EQ(report.entries, 9U);
}

TEST(ledger, names_one_person_by_one_pseudonym_that_is_not_their_id)
{
    World world;
    const Pseudonym pseudonym = world.ledger().pseudonym(world.staff);
    EXPECT_EQ(world.append(world.new_record(), "words").header.actor, pseudonym);
    EXPECT_NE(base::to_hex(pseudonym), base::to_hex(world.staff.bytes()));
    EXPECT_NE(pseudonym, world.ledger().pseudonym(base::StaffId::make(world.random())));
    world.stop();
    world.start();
    EXPECT_EQ(world.ledger().pseudonym(world.staff), pseudonym);
}

TEST(ledger, writes_no_word_of_an_entry_in_clear)
{
    World world;
    const std::string canary = "Marigold-Thistlewood-4417";
    world.append(world.new_record(), canary);
    world.stop();
    std::string disk;
    for (const auto& file : std::filesystem::recursive_directory_iterator{world.folder()}) {
        if (!file.is_regular_file()) continue;
        std::ifstream stream{file.path(), std::ios::binary};
        disk.append(std::istreambuf_iterator<char>{stream}, {});
    }
    EXPECT_THAT(disk, HasSubstr("kind visit"));
    EXPECT_THAT(disk, testing::Not(HasSubstr(canary)));
}

} // namespace ledger
