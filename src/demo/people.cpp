#include "demo/people.h"

#include "base/errors.h"
#include "demo/table.h"

#include <algorithm>

namespace demo {

const Staff& People::person(std::string_view key) const
{
    const auto found = std::find_if(staff.begin(), staff.end(),
                                    [&](const Staff& each) { return each.key == key; });
    base::check(found != staff.end(), "a story names a person who is not on the staff");
    return *found;
}

People read_people(std::string_view toml)
{
    const auto parsed = manual::parse_toml("people.toml", toml);
    base::check(parsed.has_value(), "people.toml cannot be read");
    const Table file{*parsed};
    file.only({"partnership", "agency", "team", "staff"});
    People people{.partnership = file.text("partnership")};
    for (const Table& agency : file.tables("agency")) {
        agency.only({"key", "name"});
        people.agencies.push_back({agency.text("key"), agency.text("name")});
    }
    for (const Table& team : file.tables("team")) {
        team.only({"key", "agency", "name"});
        people.teams.push_back({team.text("key"), team.text("agency"), team.text("name")});
    }
    for (const Table& staff : file.tables("staff")) {
        staff.only({"key", "name", "login", "post", "team", "role", "link"});
        people.staff.push_back({.key = staff.text("key"),
                                .name = staff.text("name"),
                                .login = staff.text("login"),
                                .post = staff.text("post"),
                                .team = staff.text("team"),
                                .role = staff.text("role"),
                                .link = staff.text_or("link")});
    }
    return people;
}

} // namespace demo
