// heed version
#include "app/command.h"
#include "base/json.h"

#include <fmt/format.h>
#include <memory>

namespace app {

void add_version_command(CLI::App& cli, Run& chosen)
{
    const auto json = std::make_shared<bool>(false);
    CLI::App* const command = cli.add_subcommand("version", "Say which version this is");
    command->add_flag("--json", *json, "Print it as JSON");
    command->callback([json, &chosen] {
        chosen = [json] {
            if (*json)
                fmt::print("{{\"name\":\"heed\",\"version\":\"{}\"}}\n", HEED_VERSION);
            else
                fmt::print("heed {}\n", HEED_VERSION);
            return Exit::done;
        };
    });
}

} // namespace app
