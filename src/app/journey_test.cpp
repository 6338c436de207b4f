// The rules of recording, on a whole installation: signing, lateness, correction, drafts, access,
// the trail, rebuilding and verifying.
#include "app/journey_world.h"
#include "base/errors.h"
#include "ledger/verify.h"
#include "pathway/due.h"
#include "person/child.h"
#include "person/find.h"
#include "record/draft.h"
#include "record/reading.h"
#include "seal/master_key.h"

#include <fstream>
#include <future>
#include <gtest/gtest.h>
#include <sstream>
#include <thread>

namespace app {

namespace {

const base::Date today{2026, 11, 23};

bool mentions(const record::EventErrors& errors, std::string_view field)
{
    return std::any_of(errors.begin(), errors.end(),
                       [&](const record::EventError& error) { return error.field == field; });
}

std::string words_of(const record::SignedEntry& entry)
{
    std::string words;
    for (const record::Answered& one : entry.answered)
        words += one.answer.text();
    return words;
}

class journey : public ::testing::Test {
protected:
    JourneyWorld world;
};

} // namespace

TEST_F(journey, rec_1_one_signing_puts_each_childs_own_part_on_each_childs_own_record)
{
    const auto done = world.sign(world.visit(today), "visit");
    ASSERT_TRUE(done.has_value());
    ASSERT_EQ(done->parts.size(), 4U);
    const access::Viewer viewer = world.viewer("nadia");
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(done->parts[i].record, world.children[i]);
        const auto page =
            record::entry_page(world.desk(), viewer, world.children[i], done->parts[i].sequence);
        EXPECT_EQ(page.readable.entry.event, done->event);
        EXPECT_EQ(page.related.size(), 3U);
        for (std::size_t other = 0; other < 4; ++other) {
            const std::string words = "Private words of child " + std::to_string(other);
            EXPECT_EQ(words_of(page.readable.entry).find(words) != std::string::npos, other == i)
                << "child " << i << " and the words of " << other;
        }
    }
}

TEST_F(journey, rec_5_nothing_is_signed_while_a_question_is_unanswered)
{
    record::Typed typed = world.visit(today);
    typed.set("shared.what_happened.0.text", "");
    typed.set(record::child_prefix(world.children[1]) + "sight", "");
    const auto refused = world.sign(typed, "visit");
    ASSERT_FALSE(refused.has_value());
    EXPECT_TRUE(mentions(refused.error(), "what_happened"));
    EXPECT_TRUE(mentions(refused.error(), "sight"));
    const auto size = world.desk().data.read([&](store::Reader& reader) {
        return world.desk().ledger.record_size(reader, world.children[0]);
    });
    EXPECT_EQ(size, 2U) << "details and allocation, and no visit";
}

TEST_F(journey, rec_1_a_child_stands_in_an_event_once)
{
    const manual::Manual& manual = world.desk().manual_now();
    auto read = record::read_event(manual, manual.form("visit-to-child-at-home"),
                                   world.visit(today), world.clock.now());
    read.event.parts.push_back(read.event.parts.front());
    EXPECT_FALSE(record::sign(world.desk(), world.viewer("nadia"),
                              {.event = read.event, .idempotency_key = "twice", .draft = {}})
                     .has_value());
}

TEST_F(journey, rec_12_an_entry_shows_who_signed_when_and_its_number)
{
    const auto done = world.sign(world.visit(today), "visit");
    ASSERT_TRUE(done.has_value());
    const auto page = record::entry_page(world.desk(), world.viewer("nadia"), world.children[0],
                                         done->parts[0].sequence);
    const record::SignedEntry& entry = page.readable.entry;
    EXPECT_EQ(entry.signer.name, "Test nadia");
    EXPECT_EQ(entry.signer.post_title, "social-worker");
    EXPECT_EQ(entry.signer.agency, "Larkmouth Council");
    EXPECT_EQ(entry.sequence, 3U);
    EXPECT_EQ(entry.recorded, world.clock.now());
    EXPECT_EQ(entry.occurred.instant(), base::from_uk(today, {14, 0}));
    EXPECT_FALSE(entry.late_reason);
}

TEST_F(journey, rec_13_a_late_entry_must_say_why_and_is_marked)
{
    record::Typed typed = world.visit(today.plus_days(-5));
    const auto refused = world.sign(typed, "late");
    ASSERT_FALSE(refused.has_value());
    EXPECT_TRUE(mentions(refused.error(), "late_reason"));
    typed.set("shared.late_reason", "I was called to court.");
    const auto done = world.sign(typed, "late");
    ASSERT_TRUE(done.has_value());
    const auto page = record::entry_page(world.desk(), world.viewer("nadia"), world.children[0],
                                         done->parts[0].sequence);
    EXPECT_EQ(page.readable.entry.late_reason, "I was called to court.");
}

TEST_F(journey, rec_13_nothing_is_signed_that_has_not_happened_yet)
{
    EXPECT_FALSE(world.sign(world.visit(today.plus_days(1)), "tomorrow").has_value());
    record::Typed typed = world.visit(today);
    typed.set("shared.visited_at", "15:01");
    const auto refused = world.sign(typed, "in a minute");
    ASSERT_FALSE(refused.has_value());
    EXPECT_TRUE(mentions(refused.error(), "visited_at"));
}

TEST_F(journey, rec_15_a_correction_points_at_what_it_corrects_and_changes_nothing)
{
    const auto done = world.sign(world.visit(today), "visit");
    ASSERT_TRUE(done.has_value());
    const record::SignedPart& part = done->parts[0];
    const manual::Form* const form =
        world.desk().manual_now().form_for(manual::Purpose::correction);
    const base::json::object wording{
        {"what_was_wrong", "It was supper, not lunch."},
        {"what_is_right",
         base::json::array{base::json::object{
             {"text", "Supper was on the table."}, {"kind", "fact"}, {"source", "first_hand"}}}},
        {"how_known", "I looked at my notes."}};
    const auto answers = manual::answers_from_json(*form, wording);
    ASSERT_TRUE(answers.has_value());
    const access::Viewer viewer = world.viewer("nadia");
    const auto corrected = record::correct(world.desk(), viewer,
                                           {.record = part.record,
                                            .corrects = part.sequence,
                                            .answers = *answers,
                                            .idempotency_key = "correction"});
    ASSERT_TRUE(corrected.has_value());
    const auto page = record::entry_page(world.desk(), viewer, part.record, part.sequence);
    ASSERT_EQ(page.readable.corrections.size(), 1U);
    EXPECT_EQ(page.readable.corrections[0].corrects, part.sequence);
    EXPECT_NE(words_of(page.readable.entry).find("Private words of child 0"), std::string::npos);
    EXPECT_THROW(record::correct(world.desk(), viewer,
                                 {.record = part.record,
                                  .corrects = 99,
                                  .answers = *answers,
                                  .idempotency_key = "nothing"}),
                 base::NotFound);
}

TEST_F(journey, signing_twice_with_one_key_signs_once)
{
    const auto first = world.sign(world.visit(today), "same");
    const auto again = world.sign(world.visit(today), "same");
    ASSERT_TRUE(first.has_value());
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(first->event, again->event);
    const auto size = world.desk().data.read([&](store::Reader& reader) {
        return world.desk().ledger.record_size(reader, world.children[0]);
    });
    EXPECT_EQ(size, 3U);
}

TEST_F(journey, a_worker_of_another_agency_sees_signs_and_finds_nothing)
{
    const auto done = world.sign(world.visit(today), "visit");
    const access::Viewer stranger = world.viewer("stranger");
    EXPECT_THROW(record::chronology(world.desk(), stranger, world.children[0], {}), base::NotFound);
    EXPECT_THROW(record::entry_page(world.desk(), stranger, world.children[0], 1), base::NotFound);
    EXPECT_THROW(record::proof_of(world.desk(), stranger, world.children[0], 1), base::NotFound);
    EXPECT_TRUE(person::find_children(world.desk(), stranger, "Kofi").empty());
    const manual::Manual& manual = world.desk().manual_now();
    auto read = record::read_event(manual, manual.form("visit-to-child-at-home"),
                                   world.visit(today), world.clock.now());
    EXPECT_THROW(record::sign(world.desk(), stranger,
                              {.event = read.event, .idempotency_key = "x", .draft = {}}),
                 base::NotFound);
}

TEST_F(journey, nothing_is_signed_on_a_record_that_closed_while_the_signature_was_waiting)
{
    const access::Viewer manager = world.viewer("grace");
    const access::TeamId elsewhere = world.viewer("stranger").team();
    store::Database& data = world.desk().data;
    const auto wait_for = [&](std::uint64_t waiting) {
        while (data.statistics().waiting < waiting)
            std::this_thread::yield();
    };
    // The writer is held until the allocation and, behind it, the signature have queued up.
    std::promise<void> held;
    std::promise<void> released;
    auto holding = std::async(std::launch::async, [&] {
        data.write({world.desk().partnership, "hold", ""}, [&](store::Writer&) {
            held.set_value();
            released.get_future().wait();
            return std::string{};
        });
    });
    held.get_future().wait();
    auto moving = std::async(std::launch::async, [&] {
        return record::allocate(world.desk(), world.site().directory, manager,
                                {.record = world.children[1],
                                 .team = elsewhere,
                                 .worker = {},
                                 .idempotency_key = "moved"});
    });
    wait_for(1);
    auto signing =
        std::async(std::launch::async, [&] { return world.sign(world.visit(today), "too late"); });
    wait_for(2);
    released.set_value();
    holding.get();
    ASSERT_TRUE(moving.get().has_value());
    EXPECT_THROW(signing.get(), base::NotFound);
    const auto entries =
        record::chronology(world.desk(), world.viewer("nadia"), world.children[0], {});
    EXPECT_EQ(entries.total, 2U) << "nor is anything signed on the others";
}

TEST_F(journey, every_reading_leaves_a_note_on_the_trail)
{
    const auto done = world.sign(world.visit(today), "visit");
    const access::Viewer viewer = world.viewer("nadia");
    record::chronology(world.desk(), viewer, world.children[2], {});
    record::entry_page(world.desk(), viewer, world.children[2], 3);
    record::proof_of(world.desk(), viewer, world.children[2], 3);
    const access::Viewer manager = world.viewer("grace");
    const auto reads = world.desk().data.read([&](store::Reader& reader) {
        return access::reads_of(reader, manager, world.desk().keys, world.children[2], 10);
    });
    ASSERT_EQ(reads.size(), 3U);
    EXPECT_EQ(reads[0].what, access::Looked::proof);
    EXPECT_EQ(reads[1].what, access::Looked::entry);
    EXPECT_EQ(reads[2].what, access::Looked::chronology);
    EXPECT_EQ(reads[0].staff, viewer.staff());
}

TEST_F(journey, chd_2_the_days_since_a_child_was_seen_and_seen_alone_are_kept)
{
    ASSERT_TRUE(world.sign(world.visit(today), "visit").has_value());
    const access::Viewer viewer = world.viewer("nadia");
    const auto header = [&](std::size_t child) {
        return world.desk().data.read([&](store::Reader& reader) {
            return person::header_of(world.desk(), world.site().directory, reader, viewer,
                                     world.children[child]);
        });
    };
    EXPECT_EQ(header(0).last_seen, today);
    EXPECT_EQ(header(0).last_seen_alone, today);
    EXPECT_EQ(header(3).last_seen, today);
    EXPECT_FALSE(header(3).last_seen_alone) << "seen, but not alone";
    EXPECT_EQ(header(0).worker, "Test nadia, social-worker");
}

TEST_F(journey, a_visit_moves_the_next_one_on)
{
    const access::Viewer viewer = world.viewer("nadia");
    const auto before = pathway::visits_due(world.desk(), viewer);
    ASSERT_EQ(before.size(), 1U) << "four children of one household are one visit";
    EXPECT_EQ(before[0].children.size(), 4U);
    world.clock.set(world.clock.now() + std::chrono::hours{24 * 7});
    ASSERT_TRUE(world.sign(world.visit(today.plus_days(7)), "visit").has_value());
    const auto after = pathway::visits_due(world.desk(), viewer);
    EXPECT_EQ(base::days_between(before[0].due_on, after[0].due_on), 7);
}

TEST_F(journey, a_draft_is_kept_as_typed_and_survives_a_restart)
{
    const auto id = record::DraftId::make(world.random);
    record::Typed typed = world.visit(today);
    typed.set("shared.visited_at", "half past nonsense");
    const auto saved = record::save_draft(world.desk(), world.viewer("nadia"),
                                          {.id = id, .version = 0, .typed = typed});
    ASSERT_TRUE(saved.has_value());
    EXPECT_EQ(saved->version, 1);
    world.reopen();
    const auto found = record::open_draft(world.desk(), world.viewer("nadia"), id);
    EXPECT_EQ(found.typed.values, typed.values);
    EXPECT_THROW(record::open_draft(world.desk(), world.viewer("grace"), id), base::NotFound)
        << "a draft is its writer's alone";
}

TEST_F(journey, two_tabs_that_fight_over_a_draft_lose_nothing)
{
    const auto id = record::DraftId::make(world.random);
    const access::Viewer viewer = world.viewer("nadia");
    record::Typed typed = world.visit(today);
    ASSERT_TRUE(record::save_draft(world.desk(), viewer, {id, 0, typed}).has_value());
    typed.set("shared.place", "from the first tab");
    ASSERT_TRUE(record::save_draft(world.desk(), viewer, {id, 1, typed}).has_value());
    record::Typed second = typed;
    second.set("shared.place", "from the second tab");
    const auto clash = record::save_draft(world.desk(), viewer, {id, 1, second});
    ASSERT_FALSE(clash.has_value());
    EXPECT_EQ(record::open_draft(world.desk(), viewer, id).typed.one("shared.place"),
              "from the first tab");
    EXPECT_EQ(
        record::open_draft(world.desk(), viewer, clash.error().copy).typed.one("shared.place"),
        "from the second tab");
    EXPECT_TRUE(record::save_draft(world.desk(), viewer, {id, 1, typed}).has_value())
        << "the same save sent twice is no fight";
}

TEST_F(journey, a_signed_draft_is_gone_in_the_same_commit)
{
    const auto id = record::DraftId::make(world.random);
    const access::Viewer viewer = world.viewer("nadia");
    const record::Typed typed = world.visit(today);
    ASSERT_TRUE(record::save_draft(world.desk(), viewer, {id, 0, typed}).has_value());
    const manual::Manual& manual = world.desk().manual_now();
    auto read =
        record::read_event(manual, manual.form("visit-to-child-at-home"), typed, world.clock.now());
    const auto signing = [&](std::int64_t version) {
        return record::sign(world.desk(), viewer,
                            {.event = read.event,
                             .idempotency_key = "draft",
                             .draft = record::DraftVersion{id, version}});
    };
    EXPECT_THROW(signing(2), base::Conflict) << "another version than the one that is there";
    EXPECT_EQ(record::drafts_of(world.desk(), viewer).size(), 1U);
    ASSERT_TRUE(signing(1).has_value());
    EXPECT_TRUE(record::drafts_of(world.desk(), viewer).empty());
}

TEST_F(journey, a_child_is_found_by_beginnings_of_names_and_by_date_of_birth)
{
    const access::Viewer viewer = world.viewer("nadia");
    const auto names = [&](std::string_view asked) {
        std::string found;
        for (const person::Child& child : person::find_children(world.desk(), viewer, asked)) {
            found += child.name + ";";
        }
        return found;
    };
    EXPECT_EQ(names("ko"), "Kofi Oak;");
    EXPECT_EQ(names("OAK efu"), "Efua Oak;");
    EXPECT_EQ(names("oak"), "Efua Oak;Esi Oak;Jonah Oak;Kofi Oak;");
    EXPECT_EQ(names("12/6/2020"), "Jonah Oak;");
    EXPECT_EQ(names("12 06 2020"), "Jonah Oak;");
    EXPECT_EQ(names("oakley"), "");
    EXPECT_EQ(names("k"), "") << "one letter finds nobody";
    EXPECT_EQ(names(""), "");
}

TEST_F(journey, rebuilding_makes_the_same_tables_again)
{
    ASSERT_TRUE(world.sign(world.visit(today), "visit").has_value());
    record::chronology(world.desk(), world.viewer("nadia"), world.children[0], {});
    const auto dump = [&] {
        const std::string file = (world.folder / "dump.txt").string();
        std::string command = "sqlite3 '" + (world.folder / "heed.db").string() + "' ";
        for (const char* const table :
             {"record", "entry", "contact_with_child", "child", "child_token", "linked_person",
              "alert", "due_step", "allocation", "read_note"}) {
            command += std::string{"'.mode insert "} + table + "' 'SELECT * FROM " + table +
                       " ORDER BY 1, 2, 3' ";
        }
        EXPECT_EQ(std::system((command + "> '" + file + "'").c_str()), 0);
        std::ifstream in{file};
        std::ostringstream text;
        text << in.rdbuf();
        return text.str();
    };
    const std::string before = dump();
    EXPECT_GT(before.size(), 1000U);
    const auto result = world.installation().ledger().rebuild({});
    EXPECT_GT(result.applied, 12U);
    EXPECT_EQ(dump(), before);
}

TEST_F(journey, the_ledger_is_whole_and_a_changed_byte_is_named)
{
    const auto done = world.sign(world.visit(today), "visit");
    ASSERT_TRUE(done.has_value());
    world.installation().ledger().keep_checkpoint();
    const DataFolder files{world.folder};
    const ledger::VerifyOptions options{
        .data_file = files.data_file(),
        .key_folder = files.keys(),
        .master_key = seal::MasterKey::from_file(files.master_key())->key(),
    };
    EXPECT_TRUE(ledger::verify(options).is_whole());
    const std::string tamper =
        "sqlite3 '" + files.data_file().string() +
        "' \"DROP TRIGGER "
        "ledger_leaf_is_never_changed; UPDATE ledger_leaf SET sealed = zeroblob(length(sealed)) "
        "WHERE sequence = 3 AND record_id = x'" +
        base::to_hex(world.children[1].bytes()) + "';\"";
    if (std::system(tamper.c_str()) != 0) GTEST_FAIL() << "the tampering did not work";
    const ledger::Report report = ledger::verify(options);
    ASSERT_FALSE(report.is_whole());
    EXPECT_EQ(report.findings.front().record, world.children[1]);
    EXPECT_EQ(report.findings.front().sequence, 3U);
}

TEST_F(journey, nothing_that_names_a_person_is_readable_in_any_file)
{
    ASSERT_TRUE(world.sign(world.visit(today), "visit").has_value());
    record::Typed typed = world.visit(today);
    typed.set("shared.place", "CANARY-IN-A-DRAFT");
    ASSERT_TRUE(record::save_draft(world.desk(), world.viewer("nadia"),
                                   {record::DraftId::make(world.random), 0, typed})
                    .has_value());
    person::find_children(world.desk(), world.viewer("nadia"), "Kofi");
    for (const auto& file : std::filesystem::recursive_directory_iterator{world.folder}) {
        if (!file.is_regular_file()) continue;
        std::ifstream in{file.path(), std::ios::binary};
        std::ostringstream content;
        content << in.rdbuf();
        for (const char* const word : {"Kofi", "Quay Steps", "Private words", "Lunch was",
                                       "CANARY-IN-A-DRAFT", "Test nadia", "2013-07-10"}) {
            EXPECT_EQ(content.str().find(word), std::string::npos)
                << word << " in " << file.path().filename();
        }
    }
}

} // namespace app
