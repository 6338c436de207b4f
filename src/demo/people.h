// The made-up agencies, teams and staff of the demonstration.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace demo {

struct Agency {
    std::string key;
    std::string name;
};

struct Team {
    std::string key;
    std::string agency;
    std::string name;
};

struct Staff {
    std::string key;
    std::string name;
    std::string login;
    std::string post;
    std::string team;
    std::string role;
    std::string link; ///< the word under which a sign-in link is given for them; empty for none
};

struct People {
    std::string partnership;
    std::vector<Agency> agencies;
    std::vector<Team> teams;
    std::vector<Staff> staff;

    /// CheckFailed when there is no such person.
    const Staff& person(std::string_view key) const;
};

People read_people(std::string_view toml);

} // namespace demo
