#include "store/database.h"

#include "store/group_commit.h"
#include "store/idempotency_store.h"
#include "store/migration_store.h"
#include "store/reader_pool.h"
#include "store/sqlite/connection.h"
#include "store/stop_switch.h"

namespace store {

namespace {

sqlite::Connection& migrated(sqlite::Connection& connection, const Options& options,
                             const base::Clock& clock)
{
    migrate(connection, options.migrations, clock.now());
    return connection;
}

} // namespace

/// Destroyed last to first: the queue is finished, the readers close, then the writer empties the
/// log and closes.
struct Database::Engine {
    Engine(const std::filesystem::path& path, const Options& options, const base::Clock& clock)
        : writer{path, sqlite::Role::writer, stop}, readers{path, options.readers, stop},
          group_commit{migrated(writer, options, clock), stop, clock, options.group_limit}
    {
    }

    StopSwitch stop;
    sqlite::Connection writer;
    ReaderPool readers;
    GroupCommit group_commit;
};

Database::Database(std::unique_ptr<Engine> engine) : m_engine{std::move(engine)} {}

Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Database Database::open(const std::filesystem::path& path, const Options& options,
                        const base::Clock& clock)
{
    return Database{std::make_unique<Engine>(path, options, clock)};
}

std::string Database::write(const WriteRequest& request, const Job& job)
{
    return m_engine->group_commit.write(request, job);
}

std::optional<std::string> Database::remembered(Reader& reader, const WriteRequest& request)
{
    auto earlier = remembered_write(reader, request);
    if (!earlier || earlier->operation != request.operation) return std::nullopt;
    return std::move(earlier->result);
}

void Database::before_commit(std::function<void(Writer&)> hook)
{
    m_engine->group_commit.before_commit(std::move(hook));
}

std::optional<std::string> Database::stopped() const
{
    return m_engine->stop.reason();
}

Statistics Database::statistics() const
{
    return m_engine->group_commit.statistics();
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
    base::check(!engine.group_commit.is_writer_thread(), "a write job reads through its Writer");
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
    m_slot.connection.prepare_check(query);
}

} // namespace store
