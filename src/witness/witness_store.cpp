#include "witness/witness_store.h"

#include "base/errors.h"

#include <algorithm>

namespace witness {

namespace {

using store::to_value;

/// Old checkpoints are no secret, and anybody may send them again: that must not fill the disk.
constexpr std::int64_t evidence_limit = 1000;

constexpr store::Query add_log_row{
    .name = "witness.add_log",
    .sql = R"sql(
        INSERT INTO known_log (origin, public_key, size, note, line, cosigned_at)
        VALUES (:origin, :public_key, 0, '', '', 0))sql",
};

constexpr store::Query read_log{
    .name = "witness.read_log",
    .sql = R"sql(
        SELECT origin, public_key, size, note, line, cosigned_at
          FROM known_log
         WHERE origin = :origin)sql",
};

constexpr store::Query read_logs{
    .name = "witness.read_logs",
    .sql = R"sql(
        SELECT origin, public_key, size, note, line, cosigned_at
          FROM known_log
         ORDER BY origin)sql",
};

constexpr store::Query keep_cosigned{
    .name = "witness.keep",
    .sql = R"sql(
        UPDATE known_log
           SET size = :size, note = :note, line = :line, cosigned_at = :at
         WHERE origin = :origin AND size = :old_size)sql",
};

constexpr store::Query add_evidence_row{
    .name = "witness.add_evidence",
    .sql = R"sql(
        INSERT INTO evidence (origin, kind, offered, old_size, held, noticed_at)
        VALUES (:origin, :kind, :offered, :old_size, :held, :noticed_at))sql",
};

constexpr store::Query read_evidence_of_kind{
    .name = "witness.evidence_of_kind",
    .sql = R"sql(
        SELECT COUNT(*) AS found,
               SUM(CASE WHEN offered = :offered THEN 1 ELSE 0 END) AS same
          FROM evidence
         WHERE origin = :origin AND kind = :kind)sql",
};

constexpr store::Query read_evidence{
    .name = "witness.read_evidence",
    .sql = R"sql(
        SELECT origin, kind, offered, old_size, held, noticed_at
          FROM evidence
         ORDER BY noticed_at, origin, kind, offered)sql",
};

constexpr store::Query read_evidence_count{
    .name = "witness.count_evidence",
    .sql = "SELECT COUNT(*) AS found FROM evidence",
};

LogRow to_log(const store::Row& row)
{
    LogRow log{.origin = row.owned_text("origin"),
               .size = row.unsigned_integer("size"),
               .note = row.owned_text("note"),
               .line = row.owned_text("line"),
               .cosigned_at = row.instant("cosigned_at")};
    const base::ByteView key = row.bytes("public_key");
    base::check(key.size() == log.public_key.size(), "a public key has 32 bytes");
    std::copy(key.begin(), key.end(), log.public_key.begin());
    return log;
}

EvidenceRow to_evidence(const store::Row& row)
{
    return {.origin = row.owned_text("origin"),
            .kind = row.owned_text("kind"),
            .offered = row.owned_text("offered"),
            .old_size = row.unsigned_integer("old_size"),
            .held = row.owned_text("held"),
            .noticed_at = row.instant("noticed_at")};
}

} // namespace

store::Database open_database(const std::filesystem::path& path, const base::Clock& clock)
{
    return store::Database::open(path, {.migrations = embedded::witness_migrations()}, clock);
}

store::Database open_to_read(const std::filesystem::path& path, const base::Clock& clock)
{
    return store::Database::open(
        path, {.migrations = embedded::witness_migrations(), .only_reads = true}, clock);
}

void add_log(store::Writer& writer, const ledger::VerifierKey& log)
{
    writer.execute(add_log_row, {{"origin", std::string_view{log.name}},
                                 {"public_key", base::ByteView{log.key}}});
}

std::optional<LogRow> find_log(store::Reader& reader, std::string_view origin)
{
    return reader.one(read_log, {{"origin", origin}}, to_log);
}

std::vector<LogRow> all_logs(store::Reader& reader)
{
    return reader.all(read_logs, {}, to_log);
}

void keep(store::Writer& writer, const Cosigned& cosigned)
{
    writer.execute(keep_cosigned, {{"origin", cosigned.origin},
                                   {"old_size", to_value(cosigned.old_size)},
                                   {"size", to_value(cosigned.size)},
                                   {"note", cosigned.note},
                                   {"line", cosigned.line},
                                   {"at", to_value(cosigned.at)}});
}

bool add_evidence(store::Writer& writer, const EvidenceRow& row)
{
    const auto is_wanted = writer.one(read_evidence_of_kind,
                                      {{"origin", std::string_view{row.origin}},
                                       {"kind", std::string_view{row.kind}},
                                       {"offered", std::string_view{row.offered}}},
                                      [](const store::Row& found) {
                                          return found.integer("found") < evidence_limit &&
                                                 found.optional_integer("same").value_or(0) == 0;
                                      });
    if (!is_wanted.value_or(false)) return false;
    writer.execute(add_evidence_row, {{"origin", std::string_view{row.origin}},
                                      {"kind", std::string_view{row.kind}},
                                      {"offered", std::string_view{row.offered}},
                                      {"old_size", to_value(row.old_size)},
                                      {"held", std::string_view{row.held}},
                                      {"noticed_at", to_value(row.noticed_at)}});
    return true;
}

std::vector<EvidenceRow> all_evidence(store::Reader& reader)
{
    return reader.all(read_evidence, {}, to_evidence);
}

std::uint64_t count_evidence(store::Reader& reader)
{
    return reader
        .one(read_evidence_count, {},
             [](const store::Row& row) { return row.unsigned_integer("found"); })
        .value_or(0);
}

} // namespace witness
