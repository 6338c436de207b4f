#include "witness/witness.h"

#include "base/errors.h"
#include "base/log.h"
#include "ledger/cosignature.h"
#include "witness/rules.h"

#include <fmt/format.h>

namespace witness {

namespace {

store::WriteRequest request_for(std::string_view operation)
{
    return {.partnership = {}, .operation = operation, .idempotency_key = {}};
}

Held held_in(const LogRow& log)
{
    if (log.note.empty()) return {};
    const auto checkpoint = ledger::parse_note(log.note);
    base::check(checkpoint && checkpoint->size == log.size, "what a witness holds is a checkpoint");
    return {.size = log.size, .root = checkpoint->root, .is_anything = true};
}

Reply size_reply(std::uint64_t size)
{
    return {.status = 409, .body = fmt::format("{}\n", size)};
}

void log_conflict(const EvidenceRow& found, std::uint64_t held, std::uint64_t offered)
{
    base::log(base::LogLevel::error, "history_contradicted",
              {{"log", found.origin},
               {"kind", found.kind},
               {"held", static_cast<std::int64_t>(held)},
               {"offered", static_cast<std::int64_t>(offered)}});
}

} // namespace

void Witness::add_log(const ledger::VerifierKey& log)
{
    m_database.write(request_for("witness.add_log"), [&](store::Writer& writer) {
        const auto known = find_log(writer, log.name);
        if (!known) {
            witness::add_log(writer, log);
        } else if (known->public_key != log.key) {
            throw base::Conflict{"This witness knows a ledger of that name with another key. It "
                                 "does not change keys: ask the ledger's people what happened."};
        }
        return std::string{};
    });
}

Reply Witness::add_checkpoint(std::string_view body)
{
    const auto request = parse_body(body);
    const auto claimed = request ? ledger::parse_note(request->note) : std::nullopt;
    if (!claimed) return {.status = 400};
    const auto log =
        m_database.read([&](store::Reader& reader) { return find_log(reader, claimed->origin); });
    if (!log) return {.status = 404};
    auto offered = ledger::open_note(request->note, log->origin, log->public_key);
    if (!offered) return {.status = 403};
    offered->note = ledger::with_own_signature(*offered, log->public_key);
    // Asked, signed and kept within one job, so that nothing comes between; and given away only
    // when it is on disk.
    Reply reply;
    m_database.write(request_for("witness.cosign"), [&](store::Writer& writer) {
        reply = decide(writer, *request, *offered);
        return std::string{};
    });
    return reply;
}

Reply Witness::decide(store::Writer& writer, const AddCheckpoint& request,
                      const ledger::Checkpoint& offered)
{
    const auto log = find_log(writer, offered.origin);
    base::check(log.has_value(), "a ledger that is known stays known");
    const Judgement judgement = judge(held_in(*log), request, offered);
    if (judgement.conflict) {
        keep_evidence(writer, *log,
                      {.origin = log->origin,
                       .kind = std::string{to_word(*judgement.conflict)},
                       .offered = offered.note,
                       .old_size = request.old_size,
                       .held = log->note,
                       .noticed_at = m_clock.now()});
    }
    if (judgement.status == 200) return sign(writer, *log, offered);
    return judgement.status == 409 ? size_reply(log->size) : Reply{.status = judgement.status};
}

void Witness::keep_evidence(store::Writer& writer, const LogRow& log, EvidenceRow found)
{
    if (!add_evidence(writer, found)) return;
    log_conflict(found, log.size, ledger::parse_note(found.offered)->size);
}

Reply Witness::sign(store::Writer& writer, const LogRow& log, const ledger::Checkpoint& offered)
{
    const base::Instant now = m_clock.now();
    const auto seconds = static_cast<std::uint64_t>(now.milliseconds / 1000);
    const ledger::Cosignature made =
        ledger::cosign(ledger::signed_text(offered.note), seconds, m_key.verifier(),
                       [this](base::ByteView message) { return m_key.sign(message); });
    keep(writer, {.origin = log.origin,
                  .old_size = log.size,
                  .size = offered.size,
                  .note = offered.note,
                  .line = made.line,
                  .at = now});
    const auto kept = find_log(writer, log.origin);
    base::check(kept && kept->line == made.line, "nothing comes between within one job");
    return {.status = 200, .body = made.line + "\n"};
}

std::string Witness::notice() const
{
    const std::uint64_t count =
        m_database.read([](store::Reader& reader) { return count_evidence(reader); });
    if (count == 0) return {};
    return fmt::format("{} contradictions were refused. Look at them: heed witness evidence\n",
                       count);
}

} // namespace witness
