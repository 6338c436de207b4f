#include "store/writer.h"

#include <utility>

namespace store {

void Writer::execute(const Query& query, Parameters parameters)
{
    Cursor cursor{connection(), query, parameters};
    base::check(!cursor.only_reads(), "execute is for statements that change something");
    while (cursor.next()) {
        // Rows that a RETURNING clause offers are not wanted here.
    }
}

std::int64_t Writer::changes()
{
    return connection().changes();
}

void Writer::on_rollback(std::function<void()> undo)
{
    connection();
    m_undo.push_back(std::move(undo));
}

} // namespace store
