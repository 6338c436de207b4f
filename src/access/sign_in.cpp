#include "access/sign_in.h"

#include "access/credential.h"
#include "access/demonstration.h"
#include "access/secret.h"
#include "base/errors.h"

namespace heed::access {

/// What is known of the account that somebody tries to sign in to, whether or not there is one.
struct SignIn::Account {
    LoginToken token;
    std::optional<base::StaffId> staff; ///< only when they may sign in
    std::string hash;                   ///< empty when there is nothing to compare with
    std::string device;                 ///< the known device, named for the throttle
};

std::string_view explain(SignInRefusal refusal)
{
    switch (refusal) {
    case SignInRefusal::not_right:
        return "The sign-in name or the password is not right. Check both and try again.";
    case SignInRefusal::wait:
        return "There were too many tries. Wait five minutes, then try again.";
    }
    return {};
}

SignIn::SignIn(SignInParts parts) : m_parts{std::move(parts)} {}

SignIn::Account SignIn::find_account(const SignInTry& attempt) const
{
    const Directory& directory = m_parts.directory;
    return m_parts.database.read([&](store::Reader& reader) {
        Account account{
            .token = directory.login_token(attempt.login), .staff = {}, .hash = {}, .device = {}};
        const auto staff = directory.find_login(reader, attempt.login);
        if (!staff || staff->state == StaffState::disabled) return account;
        account.staff = staff->id;
        account.hash = password_hash(reader, directory, staff->id).value_or("");
        if (!looks_like_secret(attempt.device)) return account;
        const base::Digest device = hash_of(attempt.device);
        if (find_device(reader, directory.partnership(), staff->id, device) ==
            DeviceKnown::to_this_person) {
            account.device = base::to_hex(device);
        }
        return account;
    });
}

PasswordCheck SignIn::check(const Account& account, std::string_view password) const
{
    if (!account.hash.empty()) return m_parts.hasher.check(password, account.hash);
    m_parts.hasher.check_nothing(password);
    return PasswordCheck::wrong;
}

base::Result<SignedIn, SignInRefusal> SignIn::with_password(const SignInTry& attempt)
{
    const Account account = find_account(attempt);
    const TrySource source{
        .account = account.token, .peer = attempt.peer, .device = account.device};
    if (m_parts.throttle.admit(source) == Verdict::wait) {
        return base::refuse(SignInRefusal::wait);
    }
    if (attempt.password.size() > longest_password) return base::refuse(SignInRefusal::not_right);
    const PasswordCheck checked = check(account, attempt.password);
    if (checked == PasswordCheck::wrong) return base::refuse(SignInRefusal::not_right);
    const std::string new_hash = checked == PasswordCheck::right_but_outdated
                                     ? m_parts.hasher.hash(attempt.password)
                                     : std::string{};
    auto signed_in = begin(*account.staff, attempt, account.hash, new_hash);
    if (!signed_in) return base::refuse(SignInRefusal::not_right);
    m_parts.throttle.forget(source);
    return *std::move(signed_in);
}

std::optional<SignedIn> SignIn::begin(base::StaffId staff, const SignInTry& attempt,
                                      const std::string& checked_hash, const std::string& new_hash)
{
    const Directory& directory = m_parts.directory;
    const base::PartnershipId partnership = directory.partnership();
    std::optional<SignedIn> signed_in;
    m_parts.database.write(
        {.partnership = partnership, .operation = "sign_in", .idempotency_key = {}},
        [&](store::Writer& writer) {
            // Somebody may have disabled the account or changed the password while it was checked.
            const auto person = directory.find_staff(writer, staff);
            if (!person || person->state == StaffState::disabled) return std::string{};
            if (password_hash(writer, directory, staff) != checked_hash) return std::string{};
            const base::Instant now = m_parts.clock.now();
            if (!new_hash.empty()) keep_password_hash(writer, directory, staff, new_hash, now);
            std::string device = device_for(writer, staff, attempt.device);
            keep_device(writer, partnership, staff, hash_of(device), now);
            signed_in = SignedIn{.staff = staff,
                                 .session = m_parts.sessions.begin(
                                     writer, staff, SignedInBy::password, attempt.session),
                                 .device = std::move(device)};
            return std::string{};
        });
    return signed_in;
}

std::string SignIn::device_for(store::Writer& writer, base::StaffId staff,
                               std::string_view shown) const
{
    // Two people who share a computer share its cookie: neither takes it from the other.
    const bool is_known =
        looks_like_secret(shown) && find_device(writer, m_parts.directory.partnership(), staff,
                                                hash_of(shown)) != DeviceKnown::to_nobody;
    return is_known ? std::string{shown} : make_secret(m_parts.random);
}

SignedIn SignIn::with_demonstration_link(std::string_view link, std::string_view session)
{
    const Directory& directory = m_parts.directory;
    const base::PartnershipId partnership = directory.partnership();
    SignedIn signed_in;
    m_parts.database.write(
        {.partnership = partnership, .operation = "sign_in", .idempotency_key = {}},
        [&](store::Writer& writer) {
            const auto staff = find_demonstration_link(writer, partnership, link);
            const auto person = staff ? directory.find_staff(writer, *staff) : std::nullopt;
            if (!person || person->state == StaffState::disabled) {
                throw base::NotFound{"there is no such sign-in link"};
            }
            signed_in.staff = person->id;
            signed_in.session =
                m_parts.sessions.begin(writer, person->id, SignedInBy::demonstration_link, session);
            return std::string{};
        });
    return signed_in;
}

void SignIn::sign_out(std::string_view session)
{
    m_parts.database.write({.partnership = m_parts.directory.partnership(),
                            .operation = "sign_out",
                            .idempotency_key = {}},
                           [&](store::Writer& writer) {
                               m_parts.sessions.end(writer, session);
                               return std::string{};
                           });
}

std::vector<std::string> SignIn::context_of(store::Reader& reader, base::StaffId staff) const
{
    const auto person = m_parts.directory.find_staff(reader, staff);
    if (!person) throw base::NotFound{"there is no such person"};
    const Signer signer = m_parts.directory.signer(reader, staff);
    return {person->login, signer.name, signer.post_title,
            signer.agency, signer.team, m_parts.partnership_name};
}

std::optional<PasswordRefusal> SignIn::set_password(base::StaffId staff, std::string_view password)
{
    const std::vector<std::string> context =
        m_parts.database.read([&](store::Reader& reader) { return context_of(reader, staff); });
    if (const auto refusal = refusal_of(password, context)) return refusal;
    const std::string hash = m_parts.hasher.hash(password);
    const base::PartnershipId partnership = m_parts.directory.partnership();
    m_parts.database.write(
        {.partnership = partnership, .operation = "set_password", .idempotency_key = {}},
        [&](store::Writer& writer) {
            keep_password_hash(writer, m_parts.directory, staff, hash, m_parts.clock.now());
            end_sessions_of(writer, partnership, staff);
            forget_devices(writer, partnership, staff);
            return std::string{};
        });
    return std::nullopt;
}

} // namespace heed::access
