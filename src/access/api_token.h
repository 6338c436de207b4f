// Bearer tokens for programs that use the JSON API in a person's name.
#pragma once

#include "access/viewer.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/sha256.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heed::access {

constexpr std::string_view api_token_prefix = "heed_";

enum class ApiTokenRefusal {
    label_missing,
    label_too_long,
    already_expired,
    lasts_too_long,
    too_many
};

/// One plain sentence that says what to do about it.
std::string_view explain(ApiTokenRefusal refusal);

struct ApiTokenSummary {
    base::Digest token; ///< names the token without being able to use it
    base::StaffId staff;
    std::string label;
    base::Instant created;
    base::Instant expires;
};

/// Thread-safe.
class ApiTokens {
public:
    static constexpr std::chrono::milliseconds longest_life = std::chrono::hours{24 * 365};
    static constexpr std::size_t longest_label = 100;
    static constexpr std::size_t most_per_person = 20;

    ApiTokens(const Viewers& viewers, const base::Clock& clock, base::Random& random);

    /// Returns the token, which is shown once and kept nowhere.
    base::Result<std::string, ApiTokenRefusal> issue(store::Writer& writer, base::StaffId staff,
                                                     std::string_view label, base::Instant expires);

    /// Empty when the token is unknown, expired or revoked, or its person is disabled.
    std::optional<Viewer> find(store::Reader& reader, std::string_view token) const;

    /// Latest first, expired ones too.
    std::vector<ApiTokenSummary> of_staff(store::Reader& reader, base::StaffId staff) const;
    /// Revokes the token only when it is this person's.
    void revoke(store::Writer& writer, base::StaffId staff, const base::Digest& token);

private:
    const Viewers& m_viewers;
    const base::Clock& m_clock;
    base::Random& m_random;
};

/// Every token of the person.
void revoke_api_tokens_of(store::Writer& writer, base::PartnershipId partnership,
                          base::StaffId staff);

} // namespace heed::access
