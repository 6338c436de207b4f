// Signed-in sessions. A session's id is 256 random bits of which the store keeps only the hash; it
// locks when idle and ends for good after a working day.
#pragma once

#include "access/viewer.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/sha256.h"
#include "store/database.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace heed::access {

struct SessionOptions {
    std::chrono::milliseconds idle_lock = std::chrono::minutes{15};
    std::chrono::milliseconds absolute = std::chrono::hours{10};
    std::chrono::milliseconds between_touches = std::chrono::minutes{1};
    /// How long an ended session is still known, so that typed work can be kept for its owner.
    std::chrono::milliseconds remembered = std::chrono::hours{24};
};

enum class SignedInBy { password, demonstration_link };

struct LiveSession {
    Viewer viewer;
    base::Digest session;   ///< names the session without being able to use it
    std::string form_token; ///< goes into every form of this session and comes back with it
    base::Instant started;
    SignedInBy by = SignedInBy::password;
};

enum class SessionEnd { idle, absolute };

/// Known, but no longer live: whose typed work this is.
struct ExpiredSession {
    base::StaffId staff;
    SessionEnd end = SessionEnd::idle;
};

/// Whether the session has ended by `now`, and how. A clock that was set back ends nothing, unless
/// by as much as a session lasts.
std::optional<SessionEnd> end_of(base::Instant started, base::Instant last_used, base::Instant now,
                                 const SessionOptions& options);

struct NoSession {};

using FoundSession = std::variant<LiveSession, ExpiredSession, NoSession>;

struct SessionSummary {
    base::Digest session;
    base::Instant started;
    base::Instant last_used;
    SignedInBy by = SignedInBy::password;
};

/// Thread-safe.
class Sessions {
public:
    Sessions(store::Database& database, const Viewers& viewers, const base::Clock& clock,
             base::Random& random, SessionOptions options = {});

    /// Always a new id. `replaces` is the token the browser came with, ended in the same stroke;
    /// empty when it had none. Returns the token, for the cookie and for nowhere else. Takes away
    /// what ended longer ago than it is remembered.
    std::string begin(store::Writer& writer, base::StaffId staff, SignedInBy by,
                      std::string_view replaces);

    /// Marks the session as used, at most once a minute, so it may write: not to be called from
    /// within a read or a write. A disabled person's session is not found.
    FoundSession find(std::string_view token);

    /// Live ones only, latest first.
    std::vector<SessionSummary> of_staff(store::Reader& reader, base::StaffId staff) const;

    void end(store::Writer& writer, std::string_view token);
    /// Ends the session only when it is this person's.
    void revoke(store::Writer& writer, base::StaffId staff, const base::Digest& session);
    void revoke_all(store::Writer& writer, base::StaffId staff);

private:
    void touch(const base::Digest& session, base::Instant now);

    store::Database& m_database;
    const Viewers& m_viewers;
    const base::Clock& m_clock;
    base::Random& m_random;
    SessionOptions m_options;
};

/// Every session of the person.
void end_sessions_of(store::Writer& writer, base::PartnershipId partnership, base::StaffId staff);

} // namespace heed::access
