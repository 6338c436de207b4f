// The data file: opening it, reading it from many threads, and writing it through one.
#pragma once

#include "base/clock.h"
#include "base/embedded.h"
#include "store/place.h"
#include "store/query.h"
#include "store/reader.h"
#include "store/write_request.h"
#include "store/writer.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace store {

struct ReaderSlot;

/// A data file whose migrations make no `idempotency` table takes writes with an empty key only.
struct Options {
    std::vector<base::EmbeddedFile> migrations; ///< `NNNN_title.sql`: embedded::migrations()
    std::size_t readers = 4;                    ///< connections for reading; more callers wait
    std::size_t group_limit = 128;              ///< jobs that share one durable commit, at most
    bool only_reads = false; ///< beside a program that writes; nothing is made or migrated
};

/// Safe to use from any thread. Holds one connection that writes and a pool of others that read.
/// Destroying it finishes what waits to be written; nothing may use it by then.
class Database {
public:
    /// Opens or creates the file (mode 0600) and brings its schema up to date. Throws Unavailable,
    /// in words for whoever runs the server, when the file cannot be opened or is not a data file,
    /// or when a migration in it is altered, missing or newer than `options.migrations`. The clock
    /// must live as long as the Database.
    static Database open(const Place& place, const Options& options, const base::Clock& clock);

    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    /// Calls `use(Reader&)` within one snapshot and returns what it returns. Waits for a free
    /// connection. CheckFailed inside a write job or another read of this Database: pass the
    /// Writer or Reader on instead. Unavailable once the store has stopped for a damaged file or
    /// disk.
    template <typename Use> auto read(Use use) const
    {
        using Result = std::invoke_result_t<Use&, Reader&>;
        static_assert(!std::is_reference_v<Result> && !std::is_pointer_v<Result>,
                      "what a read returns must outlive its snapshot");
        const ReadTurn turn{*this};
        if constexpr (std::is_void_v<Result>) {
            use(turn.reader());
            turn.require_readable();
        } else {
            Result result = use(turn.reader());
            turn.require_readable();
            return result;
        }
    }

    /// Runs `job` on the writer's thread, in a group with others, and returns its text once the
    /// group is on disk. What the job throws undoes the job alone and is thrown here. Conflict when
    /// the key was used for another operation; BadRequest for a key that cannot be one; CheckFailed
    /// inside a write job; Unavailable when the store has stopped: then it is not known whether the
    /// job was saved, and only a repeat with the same key after reopening can tell.
    std::string write(const WriteRequest& request, const Job& job);

    /// What a write with this key answered, whatever its content was; empty when there was none, or
    /// none of this operation.
    static std::optional<std::string> remembered(Reader& reader, const WriteRequest& request);

    /// `hook` runs from the next group on, in the order of registration, at the end of every group
    /// in which a job changed a row or registered on_rollback, within the same transaction. When it
    /// throws a request error (base/errors.h), the whole group is undone and every caller in it
    /// gets that error; anything else stops the store. What it refers to must outlive the last
    /// write.
    void before_commit(std::function<void(Writer&)> hook);

    /// Why writing has stopped for good, in plain words; empty while it goes on.
    std::optional<std::string> stopped() const;

    Statistics statistics() const;

    /// CheckFailed, naming the query, unless every one fits the schema. For slices' tests.
    void prepare_check(std::span<const Query> queries) const;

private:
    struct Engine;

    class ReadTurn {
    public:
        explicit ReadTurn(const Database& database);
        ~ReadTurn();
        ReadTurn(const ReadTurn&) = delete;
        ReadTurn& operator=(const ReadTurn&) = delete;

        Reader& reader() const;
        void require_readable() const;
        void prepare_check(const Query& query) const;
        void require_migrated(std::span<const base::EmbeddedFile> known) const;

    private:
        static ReaderSlot& begin(Engine& engine);

        Engine& m_engine;
        ReaderSlot& m_slot;
    };

    explicit Database(std::unique_ptr<Engine> engine);

    std::unique_ptr<Engine> m_engine;
};

} // namespace store
