#include "store/idempotency_store.h"

namespace store {

namespace {

constexpr Query find_write{
    .name = "idempotency.find",
    .sql = R"sql(
        SELECT operation, content, result
          FROM idempotency
         WHERE partnership_id = :partnership AND idempotency_key = :key)sql",
};

constexpr Query insert_write{
    .name = "idempotency.insert",
    .sql = R"sql(
        INSERT INTO idempotency
               (partnership_id, idempotency_key, operation, content, result, written_at)
        VALUES (:partnership, :key, :operation, :content, :result, :now))sql",
};

} // namespace

std::optional<RememberedWrite> remembered_write(Reader& reader, const WriteRequest& request)
{
    return reader.one(
        find_write,
        {{"partnership", to_value(request.partnership)}, {"key", request.idempotency_key}},
        [](const Row& row) {
            return RememberedWrite{.operation = row.owned_text("operation"),
                                   .content = row.owned_text("content"),
                                   .result = row.owned_text("result")};
        });
}

void remember_write(Writer& writer, const WriteRequest& request, std::string_view result,
                    base::Instant now)
{
    writer.execute(insert_write, {{"partnership", to_value(request.partnership)},
                                  {"key", request.idempotency_key},
                                  {"operation", request.operation},
                                  {"content", request.content},
                                  {"result", result},
                                  {"now", to_value(now)}});
}

} // namespace store
