#include "witness/rounds.h"

#include "base/errors.h"
#include "base/log.h"

#include <algorithm>
#include <fmt/format.h>
#include <future>
#include <utility>

namespace witness {

namespace {

using std::chrono::seconds;

constexpr seconds between_looks{1};
constexpr seconds between_pushes{10};
constexpr seconds between_attempts{30};
constexpr seconds longest_silence{300};

/// A witness that was asked with the wrong size says the right one, and may have moved on by then.
constexpr int attempts = 3;

std::string_view to_word(Standing standing)
{
    switch (standing) {
    case Standing::not_asked: return "not_asked";
    case Standing::cosigned: return "cosigned";
    case Standing::unreachable: return "unreachable";
    case Standing::refused: return "refused";
    case Standing::wrong_answer: return "wrong_answer";
    case Standing::other_history: return "other_history";
    }
    return {};
}

base::LogLevel level_of(Standing standing)
{
    switch (standing) {
    case Standing::cosigned:
    case Standing::not_asked: return base::LogLevel::info;
    case Standing::unreachable:
    case Standing::refused: return base::LogLevel::warning;
    case Standing::wrong_answer:
    case Standing::other_history: return base::LogLevel::error;
    }
    return base::LogLevel::error;
}

std::string in_label(std::string_view name)
{
    std::string escaped;
    for (const char character : name) {
        if (character == '"' || character == '\\') escaped += '\\';
        escaped += character;
    }
    return escaped;
}

/// It may go on from there; but whatever it once signed beyond, it can no longer vouch for.
void log_loss(const Partner& partner, std::uint64_t known, std::uint64_t held)
{
    base::log(base::LogLevel::warning, "witness_holds_less",
              {{"witness", partner.key.name},
               {"known", static_cast<std::int64_t>(known)},
               {"held", static_cast<std::int64_t>(held)}});
}

} // namespace

std::string explain(const Report& report)
{
    switch (report.standing) {
    case Standing::not_asked:
    case Standing::cosigned: return {};
    case Standing::unreachable:
        return fmt::format("The witness {} cannot be reached.", report.witness);
    case Standing::refused:
        return fmt::format(
            "The witness {} does not sign: it answers {}{}.", report.witness, report.status,
            report.status == 403 || report.status == 404 ? ". Does it know this ledger and its key"
                                                         : "");
    case Standing::wrong_answer:
        return fmt::format("What the witness {} answers is not signed with its key, or makes no "
                           "sense.",
                           report.witness);
    case Standing::other_history:
        return fmt::format("The witness {} holds another history of this ledger.", report.witness);
    }
    return {};
}

Rounds::Rounds(ledger::Ledger& ledger, store::Database& database, std::vector<Partner> partners,
               const base::Clock& clock)
    : m_ledger{ledger}, m_database{database}, m_partners{std::move(partners)}, m_clock{clock}
{
    m_database.read([this](store::Reader& reader) {
        for (const Partner& partner : m_partners) {
            m_reports.push_back({.witness = partner.key.name,
                                 .size = m_ledger.cosigned_size(reader, partner.key.name),
                                 .cosigned_at = {}});
        }
    });
}

Rounds::~Rounds()
{
    m_stop.request_stop();
    m_thread.request_stop();
    if (m_thread.joinable()) m_thread.join();
}

void Rounds::start()
{
    m_thread = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
}

ledger::Checkpoint Rounds::last_checkpoint() const
{
    return m_database.read([this](store::Reader& reader) { return m_ledger.checkpoint(reader); });
}

void Rounds::push()
{
    const std::lock_guard pushing{m_pushing};
    const ledger::Checkpoint last = last_checkpoint();
    const std::vector<Report> before = reports();
    std::vector<std::future<Answer>> asked;
    for (std::size_t i = 0; i < m_partners.size(); ++i) {
        asked.push_back(std::async(std::launch::async,
                                   [&, i] { return ask(m_partners[i], before[i].size, last); }));
    }
    std::vector<Answer> answers;
    for (std::future<Answer>& answer : asked)
        answers.push_back(answer.get());
    if (m_stop.stop_requested()) return;
    keep(answers, last.size);
    for (std::size_t i = 0; i < m_partners.size(); ++i)
        take(m_partners[i], answers[i], last.size);
    const std::lock_guard lock{m_mutex};
    m_shown_size = last.size;
    m_signed_size = std::max(m_signed_size, last.size);
    m_last_push = std::chrono::steady_clock::now();
}

Rounds::Answer Rounds::ask(const Partner& partner, std::uint64_t held,
                           const ledger::Checkpoint& last) const
{
    Answer answer;
    std::uint64_t old_size = held;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        if (old_size > last.size) {
            return {.standing = Standing::other_history, .status = 409, .theirs = old_size};
        }
        const auto path = m_database.read([&](store::Reader& reader) {
            return m_ledger.consistency(reader, old_size, last.size).path;
        });
        const Reply reply = partner.submit(
            to_body({.old_size = old_size, .path = path, .note = last.note}), m_stop.get_token());
        const auto theirs = reply.status == 409 ? parse_held_size(reply.body) : std::nullopt;
        if (!theirs || *theirs == old_size) return judge(partner, reply, old_size, last);
        if (*theirs < held) log_loss(partner, held, *theirs);
        answer = {.standing = Standing::wrong_answer, .status = reply.status};
        old_size = *theirs;
    }
    return answer;
}

Rounds::Answer Rounds::judge(const Partner& partner, const Reply& reply, std::uint64_t old_size,
                             const ledger::Checkpoint& last) const
{
    Answer answer{.status = reply.status, .theirs = old_size};
    if (reply.status == 200) {
        answer.cosignature =
            ledger::find_cosignature(reply.body, ledger::signed_text(last.note), partner.key);
        answer.standing = answer.cosignature ? Standing::cosigned : Standing::wrong_answer;
    } else if (reply.status == 0) {
        answer.standing = Standing::unreachable;
    } else if (reply.status == 409) {
        // It holds just as many entries, and others: anything else it would have said.
        answer.standing = old_size == last.size ? Standing::other_history : Standing::wrong_answer;
    } else if (reply.status == 422 && old_size > 0) {
        answer.standing = Standing::other_history;
    } else {
        answer.standing = Standing::refused;
    }
    return answer;
}

void Rounds::keep(const std::vector<Answer>& answers, std::uint64_t size)
{
    const bool is_any = std::any_of(answers.begin(), answers.end(), [](const Answer& answer) {
        return answer.cosignature.has_value();
    });
    if (!is_any) return;
    const store::WriteRequest request{
        .partnership = m_ledger.partnership(), .operation = "witness.keep", .idempotency_key = {}};
    m_database.write(request, [&](store::Writer& writer) {
        for (const Answer& answer : answers) {
            if (answer.cosignature) m_ledger.keep_cosignature(writer, size, *answer.cosignature);
        }
        return std::string{};
    });
}

void Rounds::take(const Partner& partner, const Answer& answer, std::uint64_t size)
{
    Standing standing = answer.standing;
    if (standing == Standing::other_history) {
        // Since it was asked the ledger may have grown, and been shown to it by somebody else.
        const std::uint64_t here = last_checkpoint().size;
        if (answer.theirs > size && answer.theirs <= here)
            standing = Standing::not_asked;
        else
            stop_writing(partner, answer, here);
    }
    const std::lock_guard lock{m_mutex};
    Report& report = *std::find_if(m_reports.begin(), m_reports.end(), [&](const Report& each) {
        return each.witness == partner.key.name;
    });
    if (standing != report.standing || answer.status != report.status) {
        base::log(level_of(standing), "witness",
                  {{"witness", partner.key.name},
                   {"standing", to_word(standing)},
                   {"status", std::int64_t{answer.status}},
                   {"size", static_cast<std::int64_t>(size)}});
    }
    report.standing = standing;
    report.status = answer.status;
    if (!answer.cosignature) return;
    report.size = size;
    report.cosigned_at = m_clock.now();
}

void Rounds::stop_writing(const Partner& partner, const Answer& answer, std::uint64_t here)
{
    constexpr std::string_view advice =
        "Nothing more is written, so that no history is lost or told twice. Put back the newest "
        "data file and key store, run heed verify, and start Heed again.";
    m_ledger.refuse_writing(
        answer.theirs > here
            ? fmt::format("The witness {} has signed for {} entries of this ledger, and only {} "
                          "are here: it was cut, or an older copy was put back. {}",
                          partner.key.name, answer.theirs, here, advice)
            : fmt::format("The first {} entries here are not the ones that the witness {} has "
                          "signed for. {}",
                          answer.theirs, partner.key.name, advice));
}

bool Rounds::is_due()
{
    const std::uint64_t size = last_checkpoint().size;
    const std::lock_guard lock{m_mutex};
    m_signed_size = size;
    if (!m_last_push) return true;
    const auto since = std::chrono::steady_clock::now() - *m_last_push;
    const bool all_signed =
        std::all_of(m_reports.begin(), m_reports.end(),
                    [](const Report& report) { return report.standing == Standing::cosigned; });
    if (size != m_shown_size) return since >= between_pushes;
    return since >= (all_signed ? longest_silence : between_attempts);
}

void Rounds::run(const std::stop_token& stop)
{
    std::mutex mutex;
    std::unique_lock lock{mutex};
    while (!stop.stop_requested()) {
        try {
            if (is_due()) push();
        } catch (const base::Unavailable&) {
            // The store has stopped and has said so; or the last note cannot be read, which every
            // page says. Nothing is lost: a start tries again.
            return;
        }
        m_nothing.wait_for(lock, stop, between_looks, [] { return false; });
    }
}

std::vector<Report> Rounds::reports() const
{
    const std::lock_guard lock{m_mutex};
    return m_reports;
}

std::string Rounds::notice() const
{
    std::string lines;
    for (const Report& report : reports()) {
        const std::string words = explain(report);
        if (!words.empty()) lines += words + "\n";
    }
    return lines;
}

std::string Rounds::figures() const
{
    const std::lock_guard lock{m_mutex};
    std::string out;
    const auto add = [&](std::string_view name,
                         const std::function<std::string(const Report&)>& of) {
        out += fmt::format("# TYPE heed_witness_{} gauge\n", name);
        for (const Report& report : m_reports) {
            out += fmt::format("heed_witness_{}{{witness=\"{}\"}} {}\n", name,
                               in_label(report.witness), of(report));
        }
    };
    add("seconds_since_cosignature", [this](const Report& report) -> std::string {
        if (!report.cosigned_at) return "+Inf";
        return std::to_string((m_clock.now() - *report.cosigned_at).count() / 1000);
    });
    add("cosigned_entries", [](const Report& report) { return std::to_string(report.size); });
    add("entries_not_cosigned", [this](const Report& report) {
        return std::to_string(m_signed_size - std::min(m_signed_size, report.size));
    });
    add("holds_other_history", [](const Report& report) -> std::string {
        return report.standing == Standing::other_history ? "1" : "0";
    });
    return out;
}

} // namespace witness
