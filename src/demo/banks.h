// The sentences that ordinary visits are made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace demo {

/// What is said of children of one age.
struct Band {
    std::string name;
    int up_to_months = 0; ///< the first month that is too old
    std::vector<std::string> voice;
    std::vector<std::string> worry;
    std::vector<std::string> means;
};

struct Banks {
    std::vector<std::string> scene;
    std::vector<std::string> next;
    std::vector<std::string> why_with_others;
    std::vector<Band> bands;

    const Band& of_age(int months) const;
    const Band& unborn() const;
};

Banks read_banks(std::string_view toml);

} // namespace demo
