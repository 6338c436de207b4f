#include "access/api_token.h"
#include "access/secret.h"
#include "base/errors.h"
#include "base/text.h"

namespace heed::access {

namespace {

constexpr store::Query insert_api_token{
    .name = "access.insert_api_token",
    .sql = R"sql(
        INSERT INTO api_token (partnership_id, token_hash, staff_id, label, created, expires)
        VALUES (:partnership, :token, :staff, :label, :created, :expires))sql",
};

constexpr store::Query api_token_by_hash{
    .name = "access.api_token_by_hash",
    .sql = R"sql(
        SELECT staff_id, expires FROM api_token
         WHERE partnership_id = :partnership AND token_hash = :token)sql",
};

constexpr store::Query api_tokens_by_staff{
    .name = "access.api_tokens_by_staff",
    .sql = R"sql(
        SELECT token_hash, staff_id, label, created, expires FROM api_token
         WHERE partnership_id = :partnership AND staff_id = :staff
         ORDER BY created DESC, token_hash)sql",
};

constexpr store::Query delete_api_token{
    .name = "access.delete_api_token",
    .sql = R"sql(
        DELETE FROM api_token
         WHERE partnership_id = :partnership AND token_hash = :token AND staff_id = :staff)sql",
};

constexpr store::Query delete_api_tokens_of_staff{
    .name = "access.delete_api_tokens_of_staff",
    .sql = R"sql(
        DELETE FROM api_token WHERE partnership_id = :partnership AND staff_id = :staff)sql",
};

std::string place(const base::Digest& token)
{
    return "api_token.label " + base::to_hex(token);
}

struct StoredToken {
    base::StaffId staff;
    base::Instant expires;
};

} // namespace

std::string_view explain(ApiTokenRefusal refusal)
{
    switch (refusal) {
    case ApiTokenRefusal::label_missing: return "Say what the token is for.";
    case ApiTokenRefusal::label_too_long:
        return "Use 100 characters or fewer to say what it is for.";
    case ApiTokenRefusal::already_expired:
        return "Choose a day in the future for the token to end.";
    case ApiTokenRefusal::lasts_too_long: return "Choose a day within a year for the token to end.";
    case ApiTokenRefusal::too_many:
        return "You have 20 tokens already. Take away one that is no longer needed.";
    }
    return {};
}

ApiTokens::ApiTokens(const Viewers& viewers, const base::Clock& clock, base::Random& random)
    : m_viewers{viewers}, m_clock{clock}, m_random{random}
{
}

base::Result<std::string, ApiTokenRefusal> ApiTokens::issue(store::Writer& writer,
                                                            base::StaffId staff,
                                                            std::string_view label,
                                                            base::Instant expires)
{
    const std::string_view text = base::trim(label);
    const base::Instant now = m_clock.now();
    if (text.empty()) return base::refuse(ApiTokenRefusal::label_missing);
    if (base::count_characters(text) > longest_label) {
        return base::refuse(ApiTokenRefusal::label_too_long);
    }
    if (expires <= now) return base::refuse(ApiTokenRefusal::already_expired);
    if (expires - now > longest_life) return base::refuse(ApiTokenRefusal::lasts_too_long);
    if (of_staff(writer, staff).size() >= most_per_person) {
        return base::refuse(ApiTokenRefusal::too_many);
    }

    const Directory& directory = m_viewers.directory();
    const base::PartnershipId partnership = directory.partnership();
    std::string token = std::string{api_token_prefix} + make_secret(m_random);
    const base::Digest hash = hash_of(token);
    const base::Bytes sealed = seal_text(directory.names_key(), text, place(hash));
    writer.execute(insert_api_token, {{"partnership", store::to_value(partnership)},
                                      {"token", hash},
                                      {"staff", store::to_value(staff)},
                                      {"label", sealed},
                                      {"created", store::to_value(now)},
                                      {"expires", store::to_value(expires)}});
    return token;
}

std::optional<Viewer> ApiTokens::find(store::Reader& reader, std::string_view token) const
{
    if (token.substr(0, api_token_prefix.size()) != api_token_prefix) return std::nullopt;
    if (!looks_like_secret(token.substr(api_token_prefix.size()))) return std::nullopt;
    const base::PartnershipId partnership = m_viewers.directory().partnership();
    const base::Digest hash = hash_of(token);
    const auto stored = reader.one(
        api_token_by_hash, {{"partnership", store::to_value(partnership)}, {"token", hash}},
        [](const store::Row& row) {
            return StoredToken{.staff = row.id<base::StaffId>("staff_id"),
                               .expires = row.instant("expires")};
        });
    if (!stored || stored->expires <= m_clock.now()) return std::nullopt;
    return m_viewers.find(reader, stored->staff);
}

std::vector<ApiTokenSummary> ApiTokens::of_staff(store::Reader& reader, base::StaffId staff) const
{
    const Directory& directory = m_viewers.directory();
    const base::PartnershipId partnership = directory.partnership();
    return reader.all(
        api_tokens_by_staff,
        {{"partnership", store::to_value(partnership)}, {"staff", store::to_value(staff)}},
        [&](const store::Row& row) {
            const base::Digest token = row.digest("token_hash");
            return ApiTokenSummary{
                .token = token,
                .staff = row.id<base::StaffId>("staff_id"),
                .label = open_text(directory.names_key(), row.bytes("label"), place(token)),
                .created = row.instant("created"),
                .expires = row.instant("expires")};
        });
}

void ApiTokens::revoke(store::Writer& writer, base::StaffId staff, const base::Digest& token)
{
    const base::PartnershipId partnership = m_viewers.directory().partnership();
    writer.execute(delete_api_token, {{"partnership", store::to_value(partnership)},
                                      {"token", token},
                                      {"staff", store::to_value(staff)}});
}

void revoke_api_tokens_of(store::Writer& writer, base::PartnershipId partnership,
                          base::StaffId staff)
{
    writer.execute(delete_api_tokens_of_staff, {{"partnership", store::to_value(partnership)},
                                                {"staff", store::to_value(staff)}});
}

} // namespace heed::access
