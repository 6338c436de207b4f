#include "access/secret.h"
#include "access/session.h"
#include "base/errors.h"

namespace heed::access {

namespace {

constexpr store::Query insert_session{
    .name = "access.insert_session",
    .sql = R"sql(
        INSERT INTO session (partnership_id, session_hash, staff_id, signed_in_by, started,
                             last_used)
        VALUES (:partnership, :session, :staff, :by, :now, :now))sql",
};

constexpr store::Query session_by_hash{
    .name = "access.session_by_hash",
    .sql = R"sql(
        SELECT staff_id, signed_in_by, started, last_used FROM session
         WHERE partnership_id = :partnership AND session_hash = :session)sql",
};

constexpr store::Query sessions_by_staff{
    .name = "access.sessions_by_staff",
    .sql = R"sql(
        SELECT session_hash, signed_in_by, started, last_used FROM session
         WHERE partnership_id = :partnership AND staff_id = :staff
         ORDER BY started DESC, session_hash)sql",
};

constexpr store::Query touch_session{
    .name = "access.touch_session",
    .sql = R"sql(
        UPDATE session SET last_used = :now
         WHERE partnership_id = :partnership AND session_hash = :session AND last_used < :now)sql",
};

constexpr store::Query delete_session{
    .name = "access.delete_session",
    .sql = R"sql(
        DELETE FROM session WHERE partnership_id = :partnership AND session_hash = :session)sql",
};

constexpr store::Query delete_session_of_staff{
    .name = "access.delete_session_of_staff",
    .sql = R"sql(
        DELETE FROM session
         WHERE partnership_id = :partnership AND session_hash = :session
           AND staff_id = :staff)sql",
};

constexpr store::Query delete_sessions_of_staff{
    .name = "access.delete_sessions_of_staff",
    .sql = R"sql(
        DELETE FROM session WHERE partnership_id = :partnership AND staff_id = :staff)sql",
};

constexpr store::Query delete_sessions_before{
    .name = "access.delete_sessions_before",
    .sql = R"sql(
        DELETE FROM session WHERE partnership_id = :partnership AND started < :before)sql",
};

constexpr std::string_view by_password = "password";
constexpr std::string_view by_demonstration_link = "demonstration_link";

std::string_view to_word(SignedInBy by)
{
    return by == SignedInBy::password ? by_password : by_demonstration_link;
}

SignedInBy to_signed_in_by(std::string_view word)
{
    return word == by_password ? SignedInBy::password : SignedInBy::demonstration_link;
}

struct StoredSession {
    base::StaffId staff;
    SignedInBy by = SignedInBy::password;
    base::Instant started;
    base::Instant last_used;
};

StoredSession to_stored(const store::Row& row)
{
    return {.staff = row.id<base::StaffId>("staff_id"),
            .by = to_signed_in_by(row.text("signed_in_by")),
            .started = row.instant("started"),
            .last_used = row.instant("last_used")};
}

SessionSummary to_summary(const store::Row& row)
{
    return {.session = row.digest("session_hash"),
            .started = row.instant("started"),
            .last_used = row.instant("last_used"),
            .by = to_signed_in_by(row.text("signed_in_by"))};
}

} // namespace

std::optional<SessionEnd> end_of(base::Instant started, base::Instant last_used, base::Instant now,
                                 const SessionOptions& options)
{
    // Begun further ahead than any session lasts: the clock was wrong then. It must not last until
    // then.
    const bool is_of_the_future = started - now >= options.absolute;
    if (now - started >= options.absolute || is_of_the_future) return SessionEnd::absolute;
    if (now - last_used >= options.idle_lock) return SessionEnd::idle;
    return std::nullopt;
}

Sessions::Sessions(store::Database& database, const Viewers& viewers, const base::Clock& clock,
                   base::Random& random, SessionOptions options)
    : m_database{database}, m_viewers{viewers}, m_clock{clock}, m_random{random}, m_options{options}
{
}

std::string Sessions::begin(store::Writer& writer, base::StaffId staff, SignedInBy by,
                            std::string_view replaces)
{
    const base::PartnershipId partnership = m_viewers.directory().partnership();
    const base::Instant now = m_clock.now();
    const base::Instant oldest = now + -(m_options.absolute + m_options.remembered);
    writer.execute(delete_sessions_before, {{"partnership", store::to_value(partnership)},
                                            {"before", store::to_value(oldest)}});
    if (!replaces.empty()) end(writer, replaces);

    std::string token = make_secret(m_random);
    const base::Digest session = hash_of(token);
    writer.execute(insert_session, {{"partnership", store::to_value(partnership)},
                                    {"session", session},
                                    {"staff", store::to_value(staff)},
                                    {"by", to_word(by)},
                                    {"now", store::to_value(now)}});
    return token;
}

FoundSession Sessions::find(std::string_view token)
{
    if (!looks_like_secret(token)) return NoSession{};
    const base::PartnershipId partnership = m_viewers.directory().partnership();
    const base::Digest session = hash_of(token);
    const base::Instant now = m_clock.now();
    std::optional<StoredSession> stored;
    std::optional<Viewer> viewer;
    m_database.read([&](store::Reader& reader) {
        stored = reader.one(session_by_hash,
                            {{"partnership", store::to_value(partnership)}, {"session", session}},
                            to_stored);
        if (stored) viewer = m_viewers.find(reader, stored->staff);
    });
    if (!viewer) return NoSession{};
    if (now - stored->started >= m_options.absolute + m_options.remembered) return NoSession{};
    if (const auto end = end_of(stored->started, stored->last_used, now, m_options)) {
        return ExpiredSession{.staff = stored->staff, .end = *end};
    }
    if (now - stored->last_used >= m_options.between_touches) touch(session, now);
    return LiveSession{.viewer = *std::move(viewer),
                       .session = session,
                       .form_token = derived_secret(token, "heed form token"),
                       .started = stored->started,
                       .by = stored->by};
}

std::vector<SessionSummary> Sessions::of_staff(store::Reader& reader, base::StaffId staff) const
{
    const base::PartnershipId partnership = m_viewers.directory().partnership();
    const base::Instant now = m_clock.now();
    auto sessions = reader.all(
        sessions_by_staff,
        {{"partnership", store::to_value(partnership)}, {"staff", store::to_value(staff)}},
        to_summary);
    std::erase_if(sessions, [&](const SessionSummary& each) {
        return end_of(each.started, each.last_used, now, m_options).has_value();
    });
    return sessions;
}

void Sessions::end(store::Writer& writer, std::string_view token)
{
    const base::PartnershipId partnership = m_viewers.directory().partnership();
    const base::Digest session = hash_of(token);
    writer.execute(delete_session,
                   {{"partnership", store::to_value(partnership)}, {"session", session}});
}

void Sessions::revoke(store::Writer& writer, base::StaffId staff, const base::Digest& session)
{
    const base::PartnershipId partnership = m_viewers.directory().partnership();
    writer.execute(delete_session_of_staff, {{"partnership", store::to_value(partnership)},
                                             {"session", session},
                                             {"staff", store::to_value(staff)}});
}

void Sessions::revoke_all(store::Writer& writer, base::StaffId staff)
{
    end_sessions_of(writer, m_viewers.directory().partnership(), staff);
}

void Sessions::touch(const base::Digest& session, base::Instant now)
{
    const base::PartnershipId partnership = m_viewers.directory().partnership();
    m_database.write(
        {.partnership = partnership, .operation = "session.touch", .idempotency_key = {}},
        [&](store::Writer& writer) {
            writer.execute(touch_session, {{"partnership", store::to_value(partnership)},
                                           {"session", session},
                                           {"now", store::to_value(now)}});
            return std::string{};
        });
}

void end_sessions_of(store::Writer& writer, base::PartnershipId partnership, base::StaffId staff)
{
    writer.execute(delete_sessions_of_staff, {{"partnership", store::to_value(partnership)},
                                              {"staff", store::to_value(staff)}});
}

} // namespace heed::access
