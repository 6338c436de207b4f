// heed manual check: reads manuals and runs the examples they carry.
#include "app/command.h"
#include "manual/library.h"

#include <fmt/format.h>
#include <memory>

namespace app {

namespace {

Exit check(const std::string& folder)
{
    const manual::CheckReport report = folder.empty()
                                           ? manual::check_files(manual::embedded_files())
                                           : manual::check_folder(folder);
    for (const std::string& line : report.lines)
        fmt::print("{}\n", line);
    return report.sound ? Exit::done : Exit::finding;
}

} // namespace

void add_manual_command(CLI::App& cli, Run& chosen)
{
    const auto folder = std::make_shared<std::string>();
    CLI::App* const command = cli.add_subcommand("manual", "Work with procedures manuals");
    command->require_subcommand(1);
    CLI::App* const checking =
        command->add_subcommand("check", "Check manuals and run the examples in them");
    checking->add_option("folder", *folder,
                         "A folder of manuals; without one, those that are part of the program");
    checking->callback([folder, &chosen] { chosen = [folder] { return check(*folder); }; });
}

} // namespace app
