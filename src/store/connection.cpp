#include "store/connection.h"

#include "base/errors.h"

#include <fmt/format.h>
#include <string>
#include <utility>

namespace store {

std::unique_ptr<Statement> Connection::take(const Query& query)
{
    const auto found = m_idle.find(query.name);
    if (found != m_idle.end() && !found->second.empty()) {
        std::unique_ptr<Statement>& idle = found->second.back();
        base::check(idle->sql() == query.sql, "one query name stands for one text");
        std::unique_ptr<Statement> statement = std::move(idle);
        found->second.pop_back();
        return statement;
    }
    std::unique_ptr<Statement> statement = prepare(query);
    if (role() == Role::reader && !statement->only_reads()) {
        throw base::CheckFailed{fmt::format("query {} would write through a reader", query.name)};
    }
    // Room for each statement that was made: giving one back may not fail.
    Idle& idle = m_idle.try_emplace(std::string{query.name}).first->second;
    idle.reserve(idle.capacity() + 1);
    return statement;
}

void Connection::give_back(std::unique_ptr<Statement> statement)
{
    statement->reset();
    m_idle.find(statement->name())->second.push_back(std::move(statement));
}

} // namespace store
