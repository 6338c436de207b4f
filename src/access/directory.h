// This slice alone has an outer namespace, heed::access: the C library has a function named access.
// Slices that use it say `namespace access = heed::access;` inside their own namespace.
// Who works here: agencies, their teams and their staff. Every name is sealed before it reaches the
// store; a sign-in name is found again by a keyed token of it, never by the name itself.
#pragma once

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "manual/manual.h"
#include "seal/key.h"
#include "seal/key_store.h"
#include "store/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heed::access {

using AgencyId = base::Id<struct AgencyTag>;
using TeamId = base::Id<struct TeamTag>;

struct Agency {
    AgencyId id;
    std::string name;
};

struct Team {
    TeamId id;
    AgencyId agency;
    std::string name;
};

enum class StaffState { working, disabled };

struct Staff {
    base::StaffId id;
    std::string login; ///< the name they sign in with, as it was given; compared folded
    std::string name;
    std::string post_title;
    TeamId team;
    std::string role; ///< a role's id in the manual
    StaffState state = StaffState::working;
};

/// The job a person does, as far as it decides what they may do.
struct Post {
    std::string title;
    TeamId team;
    std::string role;
};

/// How a person is named in what they sign, as it stands at that moment.
struct Signer {
    base::StaffId staff;
    std::string name;
    std::string post_title;
    std::string agency;
    std::string team;

    friend bool operator==(const Signer&, const Signer&) = default;
};

enum class DirectoryRefusal {
    name_missing,
    name_too_long,
    name_not_text,
    name_taken,
    post_title_missing,
    post_title_too_long,
    login_too_short,
    login_too_long,
    login_has_other_characters,
    login_taken,
    no_such_agency,
    no_such_team,
    no_such_staff,
    no_such_role,
};

/// One plain sentence that says what to do about it.
std::string_view explain(DirectoryRefusal refusal);

/// What a keyed look-up is made of: the same login always gives the same token, and the token says
/// nothing of the login to who has no key.
using LoginToken = base::Bytes;

/// The agencies, teams and staff of one partnership. Holds keys and no state; any thread may use
/// it.
class Directory {
public:
    static constexpr std::size_t longest_name = 200;
    static constexpr std::size_t shortest_login = 3;
    static constexpr std::size_t longest_login = 100;

    Directory(base::PartnershipId partnership, const seal::KeyStore& keys);

    base::PartnershipId partnership() const { return m_partnership; }

    /// Two agencies, or two teams of one agency, may not have the same name (compared folded).
    base::Result<Agency, DirectoryRefusal> add_agency(store::Writer& writer, Agency agency) const;
    base::Result<Team, DirectoryRefusal> add_team(store::Writer& writer, Team team) const;

    /// The role must be one of the manual's. The person has no password until one is set.
    base::Result<Staff, DirectoryRefusal> add_staff(store::Writer& writer, Staff staff,
                                                    const manual::Manual& manual) const;
    base::Result<Staff, DirectoryRefusal> change_post(store::Writer& writer, base::StaffId staff,
                                                      Post post,
                                                      const manual::Manual& manual) const;

    /// The person can no longer sign in; their sessions and tokens end with it. What they signed
    /// stays as it is.
    base::Result<Staff, DirectoryRefusal> disable_staff(store::Writer& writer,
                                                        base::StaffId staff) const;
    base::Result<Staff, DirectoryRefusal> enable_staff(store::Writer& writer,
                                                       base::StaffId staff) const;

    /// In order of name.
    std::vector<Agency> agencies(store::Reader& reader) const;
    std::vector<Team> teams(store::Reader& reader) const;
    std::vector<Staff> staff(store::Reader& reader) const;
    std::vector<Staff> staff_of_team(store::Reader& reader, TeamId team) const;

    std::optional<Agency> find_agency(store::Reader& reader, AgencyId agency) const;
    std::optional<Team> find_team(store::Reader& reader, TeamId team) const;
    std::optional<Staff> find_staff(store::Reader& reader, base::StaffId staff) const;
    /// However it is spelled in capitals or accents. Finds disabled staff too.
    std::optional<Staff> find_login(store::Reader& reader, std::string_view login) const;

    /// Throws NotFound when there is no such person.
    Signer signer(store::Reader& reader, base::StaffId staff) const;

    LoginToken login_token(std::string_view login) const;

    /// Seals what a person may choose for another to read, and what only the server reads.
    const seal::Key& names_key() const { return m_names; }

private:
    Staff to_staff(const store::Row& row) const;
    base::Result<Staff, DirectoryRefusal> change_state(store::Writer& writer, base::StaffId staff,
                                                       StaffState state) const;

    base::PartnershipId m_partnership;
    seal::Key m_names;
    seal::Key m_tokens;
};

// The checks that need no store. Empty when nothing is wrong.
std::optional<DirectoryRefusal> refusal_of_name(std::string_view name);
std::optional<DirectoryRefusal> refusal_of_post(const Post& post, const manual::Manual& manual);
std::optional<DirectoryRefusal> refusal_of_login(std::string_view login);

} // namespace heed::access
