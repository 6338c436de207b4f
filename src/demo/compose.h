// From a family's file to the stories of two years, in the order in which they are recorded.
#pragma once

#include "demo/banks.h"
#include "demo/days.h"
#include "demo/family.h"
#include "demo/people.h"
#include "demo/story.h"

#include <cstdint>
#include <vector>

namespace demo {

/// Who and what there is, and the seed by which chance falls.
struct World {
    std::string partnership;
    People people;
    Banks banks;
    std::vector<Family> families;
    std::uint64_t seed = 1;
};

/// From the files that are part of the program.
World read_world(std::uint64_t seed = 1);

/// The same for the same world, day and manual.
std::vector<Story> stories_of(const World& world, const Family& family, const Days& days);

/// Those of every family, in order of time.
std::vector<Story> all_stories(const World& world, const Days& days);

/// The ordinary visits between those that the family's file tells of.
std::vector<Visit> routine_visits(const Family& family, const Banks& banks, const Days& days,
                                  Dice& dice);

/// Who works with the family on that day.
const std::string& worker_on(const Family& family, const Days& days, base::Date day);

} // namespace demo
