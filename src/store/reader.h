// Reading: named queries run within one snapshot of the store.
#pragma once

#include "store/connection.h"
#include "store/query.h"
#include "store/row.h"

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace store {

/// A query under way. Reader's functions are the way to use one.
class Cursor {
public:
    Cursor(Connection& connection, const Query& query, Parameters parameters);

    /// False when there are no more rows.
    bool next();
    bool only_reads() const;
    const Row& row() const { return m_row; }

private:
    struct GiveBack {
        Connection* connection;
        void operator()(Statement* statement) const;
    };

    std::unique_ptr<Statement, GiveBack> m_statement;
    Row m_row;
};

/// Lent to the callback of Database::read, on its thread, for as long as the callback runs; a use
/// at any other time is a CheckFailed. Every query inside sees the same snapshot.
///
/// All functions: CheckFailed for a query that does not fit the schema, its parameters or its
/// columns, or that would change something; Unavailable when the store cannot be read.
class Reader {
public:
    explicit Reader(Connection& connection) : m_connection{connection} {}
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// What `map(row)` makes of every row, in the query's order.
    template <typename Map> auto all(const Query& query, Parameters parameters, Map map)
    {
        std::vector<Mapped<Map>> found;
        Cursor cursor{connection(), query, parameters};
        while (cursor.next()) {
            found.push_back(map(cursor.row()));
        }
        return found;
    }

    /// What `map(row)` makes of the only row; empty when there is none. A second row is a
    /// CheckFailed: the query must ask for at most one.
    template <typename Map> auto one(const Query& query, Parameters parameters, Map map)
    {
        std::optional<Mapped<Map>> found;
        Cursor cursor{connection(), query, parameters};
        if (cursor.next()) {
            found.emplace(map(cursor.row()));
            base::check(!cursor.next(), "a query for one row finds one row");
        }
        return found;
    }

    /// Calls `visit(row)` for every row, holding one row at a time.
    template <typename Visit> void each(const Query& query, Parameters parameters, Visit visit)
    {
        Cursor cursor{connection(), query, parameters};
        while (cursor.next()) {
            visit(cursor.row());
        }
    }

protected:
    /// Checked: this is the lender's thread, and the loan is running.
    Connection& connection() const;

private:
    friend class Loan;

    template <typename Content>
    static constexpr bool is_borrowed =
        std::is_same_v<Content, std::string_view> || std::is_same_v<Content, base::ByteView> ||
        std::is_same_v<Content, std::optional<std::string_view>> ||
        std::is_same_v<Content, std::optional<base::ByteView>> || std::is_pointer_v<Content>;

    template <typename Map> struct MappedBy {
        using Type = std::decay_t<std::invoke_result_t<Map&, const Row&>>;
        static_assert(!is_borrowed<Type>, "a row's text and bytes end with the row: copy them");
    };
    template <typename Map> using Mapped = typename MappedBy<Map>::Type;

    Connection& m_connection;
    std::atomic<std::thread::id> m_borrower{}; ///< nobody's outside the callback
};

/// Lends a Reader or Writer to the thread that makes the Loan, until the Loan ends.
class Loan {
public:
    explicit Loan(Reader& reader);
    ~Loan();
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;

private:
    Reader& m_reader;
};

} // namespace store
