// Signing one visit to four children, and saving its draft: what was typed is read, checked,
// sealed, chained, derived from and on disk when the clock stops. Beside it the same bytes through
// the store alone, which is the least that this machine's disk allows.
#include "app/journey_world.h"
#include "base/errors.h"
#include "latencies.h"
#include "record/draft.h"

#include <atomic>
#include <cstdlib>
#include <fmt/format.h>
#include <memory>

namespace {

constexpr std::size_t children = 4;
constexpr std::size_t entry_bytes = 1536;

/// A visit with as many words for each child as one finds in practice.
record::Typed full_visit(const app::JourneyWorld& world)
{
    const std::string words(500, 'w');
    record::Typed typed = world.visit(base::Date{2026, 11, 23});
    typed.set("shared.what_happened.0.text", words);
    for (const base::RecordId& child : world.children) {
        typed.set(record::child_prefix(child) + "analysis.0.text", words);
    }
    return typed;
}

/// Shared by the threads of one benchmark; the first of them makes it and takes it away.
std::unique_ptr<app::JourneyWorld> world;
std::atomic<int> next_key{0};

void make_world(const benchmark::State& /*state*/)
{
    world = std::make_unique<app::JourneyWorld>();
}

void end_world(const benchmark::State& /*state*/)
{
    world.reset();
}

void sign_four_children(benchmark::State& state)
{
    const record::Typed typed = full_visit(*world);
    bench::Latencies latencies;
    for ([[maybe_unused]] auto _ : state) {
        latencies.time([&] {
            const auto done = world->sign(typed, fmt::format("visit {}", next_key++));
            base::check(done.has_value(), "the visit is complete");
        });
    }
    latencies.report(state);
    state.SetItemsProcessed(state.iterations());
}

void save_draft(benchmark::State& state)
{
    const record::Typed typed = full_visit(*world);
    const auto viewer = world->viewer("nadia");
    record::DraftSave save{.id = record::DraftId::make(world->random), .typed = typed};
    bench::Latencies latencies;
    for ([[maybe_unused]] auto _ : state) {
        latencies.time([&] {
            const auto saved = record::save_draft(world->desk(), viewer, save);
            base::check(saved.has_value(), "nobody else saves this draft");
            save.version = saved->version;
        });
    }
    latencies.report(state);
    state.SetItemsProcessed(state.iterations());
}

constexpr std::string_view row_migration = R"sql(
CREATE TABLE plain_row (number INTEGER NOT NULL PRIMARY KEY, body BLOB NOT NULL) STRICT;)sql";

constexpr store::Query add_row{
    .name = "bench.add_row",
    .sql = "INSERT INTO plain_row (body) VALUES (:body)",
};

/// A data file with one plain table.
struct PlainStore {
    PlainStore()
    {
        std::string pattern = std::filesystem::temp_directory_path() / "heed-bench-XXXXXX";
        base::check(::mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
        folder = pattern;
        data.emplace(store::Database::open(
            folder / "rows.db", {.migrations = {{"0000_row.sql", row_migration}}}, clock));
    }

    ~PlainStore()
    {
        data.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }

    base::SystemClock clock;
    std::filesystem::path folder;
    std::optional<store::Database> data;
};

std::unique_ptr<PlainStore> plain_store;

void make_plain_store(const benchmark::State& /*state*/)
{
    plain_store = std::make_unique<PlainStore>();
}

void end_plain_store(const benchmark::State& /*state*/)
{
    plain_store.reset();
}

void store_alone(benchmark::State& state)
{
    const base::Bytes body(entry_bytes, 1);
    bench::Latencies latencies;
    for ([[maybe_unused]] auto _ : state) {
        latencies.time([&] {
            plain_store->data->write({{}, "bench", {}}, [&](store::Writer& writer) {
                for (std::size_t i = 0; i < children; ++i)
                    writer.execute(add_row, {{"body", base::ByteView{body}}});
                return std::string{};
            });
        });
    }
    latencies.report(state);
    state.SetItemsProcessed(state.iterations());
}

} // namespace

BENCHMARK(store_alone)
    ->Setup(make_plain_store)
    ->Teardown(end_plain_store)
    ->UseRealTime()
    ->MeasureProcessCPUTime()
    ->Threads(1)
    ->Threads(8)
    ->Threads(64);
BENCHMARK(sign_four_children)
    ->Setup(make_world)
    ->Teardown(end_world)
    ->UseRealTime()
    ->MeasureProcessCPUTime()
    ->Threads(1)
    ->Threads(8)
    ->Threads(64);
BENCHMARK(save_draft)
    ->Setup(make_world)
    ->Teardown(end_world)
    ->UseRealTime()
    ->MeasureProcessCPUTime();
