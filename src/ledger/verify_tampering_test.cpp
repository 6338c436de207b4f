#include "ledger/verify.h"
#include "ledger/verify_test_support.h"

namespace ledger {

namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

} // namespace

TEST(verify_tampering, finds_every_flipped_byte_and_names_its_entry)
{
    Scene scene{{1, 2}, 2};
    scene.tamper([](Intruder&) {});
    Intruder intruder{scene.copy()};
    for (const OpenedEntry& entry : scene.entries) {
        for (const std::string column : {"header", "leaf", "sealed", "record_id"}) {
            const base::Bytes good = intruder.bytes(
                fmt::format("SELECT {} FROM ledger_leaf WHERE {}", column, at(entry.position)));
            for (std::size_t i = 0; i < good.size(); ++i) {
                base::Bytes bad = good;
                bad[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
                intruder.put("ledger_leaf", column, at(entry.position), bad);
                const Report report = scene.check_alone();
                ASSERT_FALSE(report.is_whole()) << column << " " << i;
                EXPECT_THAT(positions(report), ElementsAre(entry.position))
                    << column << " byte " << i << " " << all_text(report);
                EXPECT_THAT(faults(report), ElementsAre(Fault::entry_altered))
                    << column << " byte " << i << " " << all_text(report);
            }
            intruder.put("ledger_leaf", column, at(entry.position), good);
        }
    }
    EXPECT_TRUE(scene.check_alone().is_whole());
}

TEST(verify_tampering, names_an_altered_entry_of_a_larger_ledger)
{
    Scene scene{{200, 100, 230, 9}, 7};
    base::SeededRandom random{5};
    for (int round = 0; round < 30; ++round) {
        std::array<std::uint8_t, 4> dice{};
        random.fill(dice);
        const OpenedEntry& entry = scene.entries[(dice[0] * 256U + dice[1]) % scene.entries.size()];
        const std::string column = dice[2] % 2 == 0 ? "header" : "sealed";
        scene.tamper([&](Intruder& intruder) {
            base::Bytes bytes = intruder.bytes(
                fmt::format("SELECT {} FROM ledger_leaf WHERE {}", column, at(entry.position)));
            bytes[dice[3] % bytes.size()] ^= 1U;
            intruder.put("ledger_leaf", column, at(entry.position), bytes);
        });
        expect_names(scene.check(), entry, column);
    }
}

TEST(verify_tampering, finds_an_entry_replaced_with_all_its_hashes)
{
    Scene scene{{1, 1, 1, 260}, 2};
    for (const std::uint64_t position : {1U, 100U, 262U}) {
        const OpenedEntry& entry = scene.entries[position];
        scene.tamper([&](Intruder& intruder) {
            LeafHeader header = entry.header;
            header.kind = "phone";
            const std::string text = to_text(header);
            intruder.put("ledger_leaf", "header", at(position), base::view_bytes(text));
            intruder.put("ledger_leaf", "leaf", at(position), leaf_hash(base::view_bytes(text)));
        });
        const Report report = scene.check();
        EXPECT_THAT(positions(report), Contains(position)) << all_text(report);
    }
}

TEST(verify_tampering, names_a_deleted_entry)
{
    Scene scene{{3, 3, 3}};
    for (const OpenedEntry& entry : scene.entries) {
        scene.tamper([&](Intruder& intruder) {
            intruder.run("DELETE FROM ledger_leaf WHERE " + at(entry.position));
        });
        const Report report = scene.check();
        EXPECT_THAT(faults(report), Contains(Fault::entry_missing));
        EXPECT_THAT(positions(report), ElementsAre(entry.position)) << all_text(report);
        // Nothing comes after the last entry of a record that could tell whose it was.
        if (entry.header.sequence < 3) expect_names(report, entry, "deleted");
    }
}

TEST(verify_tampering, names_a_deleted_entry_although_the_rest_was_moved_up)
{
    Scene scene{{6}};
    scene.tamper([&](Intruder& intruder) {
        intruder.run("DELETE FROM ledger_leaf WHERE position = 2");
        for (int i = 3; i < 6; ++i) {
            intruder.run(
                fmt::format("UPDATE ledger_leaf SET position = {} WHERE position = {}", i - 1, i));
        }
    });
    const Report report = scene.check();
    EXPECT_THAT(faults(report), Contains(Fault::entry_moved));
    EXPECT_THAT(positions(report), Contains(2U)) << all_text(report);
    EXPECT_THAT(positions(report), Contains(5U)) << "the last place is empty now";
}

TEST(verify_tampering, names_both_entries_that_were_swapped)
{
    Scene scene{{2, 6, 280}};
    const std::vector<std::pair<int, int>> pairs = {{0, 1}, {2, 5}, {3, 6}, {10, 270}, {280, 281}};
    for (const auto& [one, other] : pairs) {
        scene.tamper([&, a = one, b = other](Intruder& intruder) {
            intruder.run(fmt::format("UPDATE ledger_leaf SET position = -1 WHERE position = {0};"
                                     "UPDATE ledger_leaf SET position = {0} WHERE position = {1};"
                                     "UPDATE ledger_leaf SET position = {1} WHERE position = -1",
                                     a, b));
        });
        const Report report = scene.check();
        EXPECT_THAT(faults(report), ElementsAre(Fault::entry_moved, Fault::entry_moved))
            << all_text(report);
        EXPECT_THAT(positions(report), ElementsAre(one, other)) << all_text(report);
    }
}

TEST(verify_tampering, names_a_duplicated_entry)
{
    Scene scene{{2, 4}};
    scene.tamper([](Intruder& intruder) {
        intruder.run("DROP INDEX ledger_leaf_by_record;"
                     "INSERT INTO ledger_leaf SELECT partnership_id, 6, record_id, sequence, leaf, "
                     "header, sealed FROM ledger_leaf WHERE position = 3");
    });
    const Report report = scene.check();
    EXPECT_THAT(faults(report), ElementsAre(Fault::entry_extra, Fault::store_damaged))
        << "the index had to go for it" << all_text(report);
    EXPECT_EQ(report.findings.front().position, 6U);
    EXPECT_THAT(report.findings.front().what, HasSubstr("signed for place 3"));
}

TEST(verify_tampering, finds_truncation_with_and_without_its_checkpoints)
{
    Scene scene{{2, 2, 2}};
    scene.tamper(
        [](Intruder& intruder) { intruder.run("DELETE FROM ledger_leaf WHERE position >= 4"); });
    EXPECT_THAT(positions(scene.check_alone()), ElementsAre(4U, 5U));
    scene.tamper([](Intruder& intruder) {
        intruder.run("DELETE FROM ledger_leaf WHERE position >= 4;"
                     "DELETE FROM ledger_checkpoint WHERE size > 4");
    });
    EXPECT_TRUE(scene.check_alone().is_whole()) << "alone, the file cannot know of its loss";
    const Report report = scene.check();
    EXPECT_THAT(positions(report), ElementsAre(4U, 5U)) << all_text(report);
    EXPECT_THAT(faults(report), Contains(Fault::history_cut));
}

TEST(verify_tampering, finds_entries_that_nobody_signed)
{
    Scene scene{{2, 2}};
    scene.tamper([&](Intruder& intruder) {
        LeafHeader header = scene.entries[2].header;
        header.position = 4;
        header.sequence = 2;
        header.previous = scene.entries[2].leaf;
        const std::string text = to_text(header);
        intruder.run(fmt::format(
            "INSERT INTO ledger_leaf SELECT partnership_id, 4, record_id, 2, x'{}', x'{}', sealed "
            "FROM ledger_leaf WHERE position = 2",
            base::to_hex(leaf_hash(base::view_bytes(text))), base::to_hex(base::view_bytes(text))));
    });
    const Report report = scene.check();
    EXPECT_THAT(faults(report), ElementsAre(Fault::entry_extra)) << all_text(report);
    EXPECT_THAT(positions(report), ElementsAre(4U));
}

TEST(verify_tampering, finds_forged_altered_and_missing_checkpoints)
{
    struct Row {
        std::string sql;
        Fault fault;
        std::string_view why;
    };
    const Row rows[] = {
        {"UPDATE ledger_checkpoint SET note = replace(note, char(10) || '4' || char(10), char(10) "
         "|| "
         "'3' || char(10)), size = 3 WHERE size = 4",
         Fault::checkpoint_forged, "another size"},
        {"UPDATE ledger_checkpoint SET size = 3 WHERE size = 4", Fault::checkpoint_forged,
         "a column that does not say what the note says"},
        {"UPDATE ledger_checkpoint SET note = '' WHERE size = 4", Fault::checkpoint_forged,
         "no note"},
        {"DELETE FROM ledger_checkpoint WHERE size = 4", Fault::checkpoint_missing,
         "in the middle"},
        {"DELETE FROM ledger_checkpoint WHERE size = 6", Fault::checkpoint_missing, "the last"},
        {"DELETE FROM ledger_checkpoint", Fault::checkpoint_missing, "all"},
        {"INSERT INTO ledger_checkpoint SELECT partnership_id, 5, size, note FROM "
         "ledger_checkpoint "
         "WHERE size = 4",
         Fault::checkpoint_wrong, "an old one again"},
    };
    Scene scene{{2, 2, 2}};
    for (const Row& row : rows) {
        scene.tamper([&](Intruder& intruder) { intruder.run(row.sql); });
        const Report report = scene.check();
        EXPECT_THAT(faults(report), Contains(row.fault)) << row.why << all_text(report);
    }
    EXPECT_FALSE(scene.check_alone().is_whole());
}

TEST(verify_tampering, finds_every_flipped_byte_of_a_checkpoint)
{
    Scene scene{{2, 1}};
    scene.tamper([](Intruder&) {});
    Intruder intruder{scene.copy()};
    const base::Bytes good =
        intruder.bytes("SELECT CAST(note AS BLOB) FROM ledger_checkpoint WHERE size = 2");
    for (std::size_t i = 0; i < good.size(); ++i) {
        base::Bytes bad = good;
        bad[i] ^= 1U;
        intruder.run(fmt::format("UPDATE ledger_checkpoint SET note = CAST(x'{}' AS TEXT) "
                                 "WHERE size = 2",
                                 base::to_hex(bad)));
        EXPECT_THAT(faults(scene.check_alone()), ElementsAre(Fault::checkpoint_forged)) << i;
    }
}

TEST(verify_tampering, finds_a_changed_name_or_public_key)
{
    Scene scene{{2}};
    for (const std::string sql :
         {"UPDATE ledger_log SET origin = 'heed.example/otherham'",
          "UPDATE ledger_log SET public_key = zeroblob(32)", "DELETE FROM ledger_log"}) {
        scene.tamper([&](Intruder& intruder) { intruder.run(sql); });
        EXPECT_THAT(faults(scene.check_alone()), Not(IsEmpty())) << sql;
        EXPECT_THAT(faults(scene.check()), ElementsAre(Fault::log_altered)) << sql;
    }
}

TEST(verify_tampering, finds_altered_hashes_of_proofs)
{
    Scene scene{{300, 300}};
    struct Row {
        std::string sql;
        std::string_view why;
    };
    const Row rows[] = {
        {"UPDATE ledger_tile SET root = zeroblob(32) WHERE level = 0 AND number = 1", "a root"},
        {"UPDATE ledger_tile SET hashes = x'00' WHERE level = 0 AND number = 1", "cut short"},
        {"DELETE FROM ledger_tile WHERE level = 0 AND number = 0", "gone"},
        {"INSERT INTO ledger_tile SELECT partnership_id, level, 2, root, hashes FROM ledger_tile "
         "WHERE level = 0 AND number = 1",
         "too many"},
        {"INSERT INTO ledger_tile SELECT partnership_id, 1, 0, root, hashes FROM ledger_tile "
         "WHERE level = 0 AND number = 1",
         "a level that is not due"},
    };
    for (const Row& row : rows) {
        scene.tamper([&](Intruder& intruder) { intruder.run(row.sql); });
        const Report report = scene.check();
        EXPECT_THAT(faults(report), Not(IsEmpty())) << row.why;
        EXPECT_THAT(faults(report), Each(Fault::tree_altered)) << row.why << all_text(report);
    }
    scene.tamper([](Intruder& intruder) {
        base::Bytes hashes = intruder.bytes("SELECT hashes FROM ledger_tile WHERE number = 1");
        hashes[32 * 5] ^= 1U;
        intruder.put("ledger_tile", "hashes", "number = 1", hashes);
    });
    const Report report = scene.check();
    EXPECT_THAT(positions(report), ElementsAre(261U)) << "the hash of that entry";
    EXPECT_THAT(faults(report), Each(Fault::tree_altered)) << all_text(report);
}

} // namespace ledger
