#include "store/reader.h"

namespace store {

Cursor::Cursor(Connection& connection, const Query& query, Parameters parameters)
    : m_statement{connection.take(query).release(), GiveBack{&connection}}, m_row{*m_statement}
{
    m_statement->bind(parameters);
}

void Cursor::GiveBack::operator()(Statement* statement) const
{
    connection->give_back(std::unique_ptr<Statement>{statement});
}

bool Cursor::next()
{
    return m_statement->step();
}

bool Cursor::only_reads() const
{
    return m_statement->only_reads();
}

Connection& Reader::connection() const
{
    const bool is_lent = m_borrower.load(std::memory_order_relaxed) == std::this_thread::get_id();
    base::check(is_lent, "a Reader or Writer is used inside its callback, on its own thread");
    return m_connection;
}

Loan::Loan(Reader& reader) : m_reader{reader}
{
    m_reader.m_borrower.store(std::this_thread::get_id(), std::memory_order_relaxed);
}

Loan::~Loan()
{
    m_reader.m_borrower.store(std::thread::id{}, std::memory_order_relaxed);
}

} // namespace store
