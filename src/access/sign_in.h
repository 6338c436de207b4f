// Signing in with a password: throttle, hash, session, and the device that is known afterwards.
#pragma once

#include "access/directory.h"
#include "access/password.h"
#include "access/session.h"
#include "access/throttle.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heed::access {

struct SignInTry {
    std::string_view login;
    std::string_view password;
    std::string_view peer;    ///< the browser's address
    std::string_view device;  ///< its device cookie; empty when it has none
    std::string_view session; ///< its session cookie, which this sign-in replaces; may be empty
};

struct SignedIn {
    base::StaffId staff;
    std::string session; ///< for the session cookie
    std::string device;  ///< for the device cookie, kept for a year; empty when none is given
};

enum class SignInRefusal {
    not_right, ///< no such account, wrong password, no password set or account disabled: all alike
    wait,      ///< too many tries from here; nothing was evaluated
};

/// One plain sentence that says what to do about it.
std::string_view explain(SignInRefusal refusal);

struct SignInParts {
    store::Database& database;
    const Directory& directory;
    Sessions& sessions;
    PasswordHasher& hasher;
    Throttle& throttle;
    const base::Clock& clock;
    base::Random& random;
    std::string partnership_name; ///< nobody's password may be made of it
};

/// Thread-safe. Throws Unavailable when too many people are signing in at this moment.
class SignIn {
public:
    explicit SignIn(SignInParts parts);

    base::Result<SignedIn, SignInRefusal> with_password(const SignInTry& attempt);
    /// Gives no device. Throws NotFound for an unknown link or a disabled person.
    SignedIn with_demonstration_link(std::string_view link, std::string_view session);
    void sign_out(std::string_view session);

    /// Ends the person's sessions and forgets their devices. Empty when it was done. Throws
    /// NotFound when there is no such person.
    std::optional<PasswordRefusal> set_password(base::StaffId staff, std::string_view password);

private:
    struct Account;

    Account find_account(const SignInTry& attempt) const;
    PasswordCheck check(const Account& account, std::string_view password) const;
    std::optional<SignedIn> begin(base::StaffId staff, const SignInTry& attempt,
                                  const std::string& checked_hash, const std::string& new_hash);
    std::string device_for(store::Writer& writer, base::StaffId staff,
                           std::string_view shown) const;
    std::vector<std::string> context_of(store::Reader& reader, base::StaffId staff) const;

    SignInParts m_parts;
};

} // namespace heed::access
