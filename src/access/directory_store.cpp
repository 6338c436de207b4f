#include "access/api_token.h"
#include "access/directory.h"
#include "access/secret.h"
#include "access/session.h"
#include "base/errors.h"
#include "base/text.h"

#include <algorithm>

namespace heed::access {

namespace {

constexpr store::Query agency_named{
    .name = "access.agency_named",
    .sql = R"sql(
        SELECT agency_id FROM agency
         WHERE partnership_id = :partnership AND name_token = :token)sql",
};

constexpr store::Query insert_agency{
    .name = "access.insert_agency",
    .sql = R"sql(
        INSERT INTO agency (partnership_id, agency_id, name, name_token)
        VALUES (:partnership, :agency, :name, :token))sql",
};

constexpr store::Query all_agencies{
    .name = "access.all_agencies",
    .sql = R"sql(
        SELECT agency_id, name FROM agency WHERE partnership_id = :partnership)sql",
};

constexpr store::Query agency_by_id{
    .name = "access.agency_by_id",
    .sql = R"sql(
        SELECT agency_id, name FROM agency
         WHERE partnership_id = :partnership AND agency_id = :agency)sql",
};

constexpr store::Query team_named{
    .name = "access.team_named",
    .sql = R"sql(
        SELECT team_id FROM team
         WHERE partnership_id = :partnership AND agency_id = :agency AND name_token = :token)sql",
};

constexpr store::Query insert_team{
    .name = "access.insert_team",
    .sql = R"sql(
        INSERT INTO team (partnership_id, team_id, agency_id, name, name_token)
        VALUES (:partnership, :team, :agency, :name, :token))sql",
};

constexpr store::Query all_teams{
    .name = "access.all_teams",
    .sql = R"sql(
        SELECT team_id, agency_id, name FROM team WHERE partnership_id = :partnership)sql",
};

constexpr store::Query team_by_id{
    .name = "access.team_by_id",
    .sql = R"sql(
        SELECT team_id, agency_id, name FROM team
         WHERE partnership_id = :partnership AND team_id = :team)sql",
};

constexpr store::Query insert_staff{
    .name = "access.insert_staff",
    .sql = R"sql(
        INSERT INTO staff (partnership_id, staff_id, team_id, role, state, login_token, login, name,
                           post_title)
        VALUES (:partnership, :staff, :team, :role, :state, :token, :login, :name,
                :post_title))sql",
};

constexpr store::Query update_post{
    .name = "access.update_post",
    .sql = R"sql(
        UPDATE staff SET team_id = :team, role = :role, post_title = :post_title
         WHERE partnership_id = :partnership AND staff_id = :staff)sql",
};

constexpr store::Query update_state{
    .name = "access.update_state",
    .sql = R"sql(
        UPDATE staff SET state = :state
         WHERE partnership_id = :partnership AND staff_id = :staff)sql",
};

constexpr store::Query all_staff{
    .name = "access.all_staff",
    .sql = R"sql(
        SELECT staff_id, team_id, role, state, login, name, post_title FROM staff
         WHERE partnership_id = :partnership)sql",
};

constexpr store::Query staff_by_team{
    .name = "access.staff_by_team",
    .sql = R"sql(
        SELECT staff_id, team_id, role, state, login, name, post_title FROM staff
         WHERE partnership_id = :partnership AND team_id = :team)sql",
};

constexpr store::Query staff_by_id{
    .name = "access.staff_by_id",
    .sql = R"sql(
        SELECT staff_id, team_id, role, state, login, name, post_title FROM staff
         WHERE partnership_id = :partnership AND staff_id = :staff)sql",
};

constexpr store::Query staff_by_login{
    .name = "access.staff_by_login",
    .sql = R"sql(
        SELECT staff_id, team_id, role, state, login, name, post_title FROM staff
         WHERE partnership_id = :partnership AND login_token = :token)sql",
};

constexpr std::string_view working = "working";
constexpr std::string_view disabled = "disabled";

std::string_view to_word(StaffState state)
{
    return state == StaffState::working ? working : disabled;
}

/// What an envelope is bound to: this column of this row.
template <typename IdType> std::string place(std::string_view column, const IdType& id)
{
    return std::string{column} + " " + id.text();
}

template <typename Named> std::vector<Named> by_name(std::vector<Named> all)
{
    std::vector<std::pair<std::string, Named>> folded;
    folded.reserve(all.size());
    for (Named& each : all) {
        std::string key = base::fold(each.name);
        folded.emplace_back(std::move(key), std::move(each));
    }
    std::sort(folded.begin(), folded.end(), [](const auto& left, const auto& right) {
        return std::tie(left.first, left.second.id) < std::tie(right.first, right.second.id);
    });
    all.clear();
    for (auto& [key, each] : folded)
        all.push_back(std::move(each));
    return all;
}

Agency to_agency(const store::Row& row, const seal::Key& key)
{
    const auto id = row.id<AgencyId>("agency_id");
    return {.id = id, .name = open_text(key, row.bytes("name"), place("agency.name", id))};
}

Team to_team(const store::Row& row, const seal::Key& key)
{
    const auto id = row.id<TeamId>("team_id");
    return {.id = id,
            .agency = row.id<AgencyId>("agency_id"),
            .name = open_text(key, row.bytes("name"), place("team.name", id))};
}

} // namespace

base::Result<Agency, DirectoryRefusal> Directory::add_agency(store::Writer& writer,
                                                             Agency agency) const
{
    agency.name = std::string{base::trim(agency.name)};
    if (const auto refusal = refusal_of_name(agency.name)) return base::refuse(*refusal);
    const base::Bytes token = keyed_token(m_tokens, "agency " + base::fold(agency.name));
    const auto same = writer.one(
        agency_named, {{"partnership", store::to_value(m_partnership)}, {"token", token}},
        [](const store::Row& row) { return row.id<AgencyId>("agency_id"); });
    if (same) return base::refuse(DirectoryRefusal::name_taken);
    const base::Bytes name = seal_text(m_names, agency.name, place("agency.name", agency.id));
    writer.execute(insert_agency, {{"partnership", store::to_value(m_partnership)},
                                   {"agency", store::to_value(agency.id)},
                                   {"name", name},
                                   {"token", token}});
    return agency;
}

base::Result<Team, DirectoryRefusal> Directory::add_team(store::Writer& writer, Team team) const
{
    team.name = std::string{base::trim(team.name)};
    if (const auto refusal = refusal_of_name(team.name)) return base::refuse(*refusal);
    if (!find_agency(writer, team.agency)) return base::refuse(DirectoryRefusal::no_such_agency);
    const base::Bytes token = keyed_token(m_tokens, "team " + base::fold(team.name));
    const auto same = writer.one(team_named,
                                 {{"partnership", store::to_value(m_partnership)},
                                  {"agency", store::to_value(team.agency)},
                                  {"token", token}},
                                 [](const store::Row& row) { return row.id<TeamId>("team_id"); });
    if (same) return base::refuse(DirectoryRefusal::name_taken);
    const base::Bytes name = seal_text(m_names, team.name, place("team.name", team.id));
    writer.execute(insert_team, {{"partnership", store::to_value(m_partnership)},
                                 {"team", store::to_value(team.id)},
                                 {"agency", store::to_value(team.agency)},
                                 {"name", name},
                                 {"token", token}});
    return team;
}

base::Result<Staff, DirectoryRefusal> Directory::add_staff(store::Writer& writer, Staff staff,
                                                           const manual::Manual& manual) const
{
    staff.login = std::string{base::trim(staff.login)};
    staff.name = std::string{base::trim(staff.name)};
    staff.post_title = std::string{base::trim(staff.post_title)};
    if (const auto refusal = refusal_of_login(staff.login)) return base::refuse(*refusal);
    if (const auto refusal = refusal_of_name(staff.name)) return base::refuse(*refusal);
    const Post post{.title = staff.post_title, .team = staff.team, .role = staff.role};
    if (const auto refusal = refusal_of_post(post, manual)) return base::refuse(*refusal);
    if (!find_team(writer, staff.team)) return base::refuse(DirectoryRefusal::no_such_team);
    if (find_login(writer, staff.login)) return base::refuse(DirectoryRefusal::login_taken);

    const base::Bytes token = login_token(staff.login);
    const base::Bytes login = seal_text(m_names, staff.login, place("staff.login", staff.id));
    const base::Bytes name = seal_text(m_names, staff.name, place("staff.name", staff.id));
    const base::Bytes title =
        seal_text(m_names, staff.post_title, place("staff.post_title", staff.id));
    writer.execute(insert_staff, {{"partnership", store::to_value(m_partnership)},
                                  {"staff", store::to_value(staff.id)},
                                  {"team", store::to_value(staff.team)},
                                  {"role", staff.role},
                                  {"state", to_word(staff.state)},
                                  {"token", token},
                                  {"login", login},
                                  {"name", name},
                                  {"post_title", title}});
    return staff;
}

base::Result<Staff, DirectoryRefusal> Directory::change_post(store::Writer& writer,
                                                             base::StaffId staff, Post post,
                                                             const manual::Manual& manual) const
{
    post.title = std::string{base::trim(post.title)};
    if (const auto refusal = refusal_of_post(post, manual)) return base::refuse(*refusal);
    if (!find_team(writer, post.team)) return base::refuse(DirectoryRefusal::no_such_team);
    auto found = find_staff(writer, staff);
    if (!found) return base::refuse(DirectoryRefusal::no_such_staff);
    const base::Bytes title = seal_text(m_names, post.title, place("staff.post_title", staff));
    writer.execute(update_post, {{"partnership", store::to_value(m_partnership)},
                                 {"staff", store::to_value(staff)},
                                 {"team", store::to_value(post.team)},
                                 {"role", post.role},
                                 {"post_title", title}});
    found->post_title = std::move(post.title);
    found->team = post.team;
    found->role = std::move(post.role);
    return *std::move(found);
}

base::Result<Staff, DirectoryRefusal>
Directory::change_state(store::Writer& writer, base::StaffId staff, StaffState state) const
{
    auto found = find_staff(writer, staff);
    if (!found) return base::refuse(DirectoryRefusal::no_such_staff);
    writer.execute(update_state, {{"partnership", store::to_value(m_partnership)},
                                  {"staff", store::to_value(staff)},
                                  {"state", to_word(state)}});
    found->state = state;
    return *std::move(found);
}

base::Result<Staff, DirectoryRefusal> Directory::disable_staff(store::Writer& writer,
                                                               base::StaffId staff) const
{
    end_sessions_of(writer, m_partnership, staff);
    revoke_api_tokens_of(writer, m_partnership, staff);
    return change_state(writer, staff, StaffState::disabled);
}

base::Result<Staff, DirectoryRefusal> Directory::enable_staff(store::Writer& writer,
                                                              base::StaffId staff) const
{
    return change_state(writer, staff, StaffState::working);
}

std::vector<Agency> Directory::agencies(store::Reader& reader) const
{
    return by_name(reader.all(all_agencies, {{"partnership", store::to_value(m_partnership)}},
                              [&](const store::Row& row) { return to_agency(row, m_names); }));
}

std::vector<Team> Directory::teams(store::Reader& reader) const
{
    return by_name(reader.all(all_teams, {{"partnership", store::to_value(m_partnership)}},
                              [&](const store::Row& row) { return to_team(row, m_names); }));
}

std::vector<Staff> Directory::staff(store::Reader& reader) const
{
    return by_name(reader.all(all_staff, {{"partnership", store::to_value(m_partnership)}},
                              [&](const store::Row& row) { return to_staff(row); }));
}

std::vector<Staff> Directory::staff_of_team(store::Reader& reader, TeamId team) const
{
    return by_name(reader.all(
        staff_by_team,
        {{"partnership", store::to_value(m_partnership)}, {"team", store::to_value(team)}},
        [&](const store::Row& row) { return to_staff(row); }));
}

std::optional<Agency> Directory::find_agency(store::Reader& reader, AgencyId agency) const
{
    return reader.one(
        agency_by_id,
        {{"partnership", store::to_value(m_partnership)}, {"agency", store::to_value(agency)}},
        [&](const store::Row& row) { return to_agency(row, m_names); });
}

std::optional<Team> Directory::find_team(store::Reader& reader, TeamId team) const
{
    return reader.one(
        team_by_id,
        {{"partnership", store::to_value(m_partnership)}, {"team", store::to_value(team)}},
        [&](const store::Row& row) { return to_team(row, m_names); });
}

std::optional<Staff> Directory::find_staff(store::Reader& reader, base::StaffId staff) const
{
    return reader.one(
        staff_by_id,
        {{"partnership", store::to_value(m_partnership)}, {"staff", store::to_value(staff)}},
        [&](const store::Row& row) { return to_staff(row); });
}

std::optional<Staff> Directory::find_login(store::Reader& reader, std::string_view login) const
{
    const LoginToken token = login_token(login);
    return reader.one(staff_by_login,
                      {{"partnership", store::to_value(m_partnership)}, {"token", token}},
                      [&](const store::Row& row) { return to_staff(row); });
}

Signer Directory::signer(store::Reader& reader, base::StaffId staff) const
{
    const auto person = find_staff(reader, staff);
    if (!person) throw base::NotFound{"there is no such person"};
    const auto team = find_team(reader, person->team);
    base::check(team.has_value(), "a person's team exists");
    const auto agency = find_agency(reader, team->agency);
    base::check(agency.has_value(), "a team's agency exists");
    return {.staff = staff,
            .name = person->name,
            .post_title = person->post_title,
            .agency = agency->name,
            .team = team->name};
}

Staff Directory::to_staff(const store::Row& row) const
{
    const auto id = row.id<base::StaffId>("staff_id");
    return {.id = id,
            .login = open_text(m_names, row.bytes("login"), place("staff.login", id)),
            .name = open_text(m_names, row.bytes("name"), place("staff.name", id)),
            .post_title =
                open_text(m_names, row.bytes("post_title"), place("staff.post_title", id)),
            .team = row.id<TeamId>("team_id"),
            .role = row.owned_text("role"),
            .state = row.text("state") == working ? StaffState::working : StaffState::disabled};
}

} // namespace heed::access
