#include "store/database.h"

#include "store/group_commit.h"
#include "store/idempotency_store.h"
#include "store/migration_store.h"
#include "store/postgres/connection.h"
#include "store/reader_pool.h"
#include "store/sqlite/connection.h"
#include "store/stop_switch.h"

#include <optional>

namespace store {

namespace {

std::unique_ptr<Connection> connect(const Place& place, Role role, StopSwitch& stop)
{
    if (const auto* postgres = std::get_if<PostgresPlace>(&place)) {
        return std::make_unique<postgres::Connection>(*postgres, role);
    }
    return std::make_unique<sqlite::Connection>(std::get<std::filesystem::path>(place), role, stop);
}

std::unique_ptr<Connection> connect_writer(const Place& place, const Options& options,
                                           const base::Clock& clock, StopSwitch& stop)
{
    if (options.only_reads) return nullptr;
    std::unique_ptr<Connection> writer = connect(place, Role::writer, stop);
    migrate(*writer, options.migrations, clock.now());
    return writer;
}

} // namespace

/// Destroyed last to first: the queue is finished, the readers close, then the writer empties the
/// log and closes.
struct Database::Engine {
    Engine(const Place& place, const Options& options, const base::Clock& clock)
        : writer{connect_writer(place, options, clock, stop)},
          readers{options.readers, [&] { return connect(place, Role::reader, stop); }}
    {
        if (writer) group_commit.emplace(*writer, stop, clock, options.group_limit);
    }

    GroupCommit& writing()
    {
        base::check(group_commit.has_value(), "a store that was opened to be read is not written");
        return *group_commit;
    }

    StopSwitch stop;
    std::unique_ptr<Connection> writer; ///< none when the store only reads
    ReaderPool readers;
    std::optional<GroupCommit> group_commit;
};

Database::Database(std::unique_ptr<Engine> engine) : m_engine{std::move(engine)} {}

Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Database Database::open(const Place& place, const Options& options, const base::Clock& clock)
{
    Database database{std::make_unique<Engine>(place, options, clock)};
    if (options.only_reads) {
        const ReadTurn turn{database};
        turn.require_migrated(options.migrations);
    }
    return database;
}

std::string Database::write(const WriteRequest& request, const Job& job)
{
    return m_engine->writing().write(request, job);
}

std::optional<std::string> Database::remembered(Reader& reader, const WriteRequest& request)
{
    auto earlier = remembered_write(reader, request);
    if (!earlier || earlier->operation != request.operation) return std::nullopt;
    return std::move(earlier->result);
}

void Database::before_commit(std::function<void(Writer&)> hook)
{
    m_engine->writing().before_commit(std::move(hook));
}

std::optional<std::string> Database::stopped() const
{
    return m_engine->stop.reason();
}

Statistics Database::statistics() const
{
    return m_engine->writing().statistics();
}

void Database::prepare_check(std::span<const Query> queries) const
{
    const ReadTurn turn{*this};
    for (const Query& query : queries) {
        turn.prepare_check(query);
    }
}

Database::ReadTurn::ReadTurn(const Database& database)
    : m_engine{*database.m_engine}, m_slot{begin(m_engine)}
{
}

Database::ReadTurn::~ReadTurn()
{
    m_engine.readers.give_back(m_slot);
}

ReaderSlot& Database::ReadTurn::begin(Engine& engine)
{
    const bool is_write_job = engine.group_commit && engine.group_commit->is_writer_thread();
    base::check(!is_write_job, "a write job reads through its Writer");
    engine.stop.require_readable();
    return engine.readers.take();
}

Reader& Database::ReadTurn::reader() const
{
    return m_slot.reader;
}

void Database::ReadTurn::require_readable() const
{
    m_engine.stop.require_readable();
}

void Database::ReadTurn::prepare_check(const Query& query) const
{
    m_slot.connection->prepare_check(query);
}

void Database::ReadTurn::require_migrated(std::span<const base::EmbeddedFile> known) const
{
    store::require_migrated(*m_slot.connection, m_slot.reader, known);
}

} // namespace store
