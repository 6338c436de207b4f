#include "base/errors.h"
#include "demo/compose.h"
#include "demo/embedded_stories.h"

namespace demo {

World read_world(std::uint64_t seed)
{
    World world{.seed = seed};
    for (const base::EmbeddedFile& file : embedded::stories()) {
        if (file.path == "people.toml") {
            world.people = read_people(file.content);
            world.partnership = world.people.partnership;
        } else if (file.path == "banks.toml") {
            world.banks = read_banks(file.content);
        } else {
            const std::string_view key = file.path.substr(0, file.path.find('.'));
            world.families.push_back(read_family(std::string{key}, file.content));
        }
    }
    base::check(!world.families.empty() && !world.people.staff.empty() &&
                    !world.banks.bands.empty(),
                "the demonstration's files are part of the program");
    return world;
}

} // namespace demo
