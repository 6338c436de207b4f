// heed help: what the commands are, for people, for man and for shells.
#include "app/command.h"
#include "app/man_page.h"
#include "app/shell_completion.h"
#include "base/errors.h"

#include <fmt/format.h>
#include <memory>

namespace app {

namespace {

struct HelpOptions {
    std::vector<std::string> command;
    bool man = false;
    std::string completion;
};

std::string help_of(const CLI::App& cli, const std::vector<std::string>& words)
{
    const CLI::App* at = &cli;
    std::string way = cli.get_name();
    for (const std::string& word : words) {
        const CLI::App* below = nullptr;
        for (const CLI::App* const command : at->get_subcommands({})) {
            if (command->check_name(word)) below = command;
        }
        if (below == nullptr) {
            throw base::BadRequest{"There is no command " + way + " " + word + ". Try heed help."};
        }
        way += " " + below->get_name();
        at = below;
    }
    return at->get_formatter()->make_help(at, way, CLI::AppFormatMode::Normal);
}

Exit run(const CLI::App& cli, const HelpOptions& options)
{
    if (options.man) {
        fmt::print("{}", man_page(cli, HEED_VERSION));
    } else if (options.completion == "bash") {
        fmt::print("{}", bash_completion(cli));
    } else if (options.completion == "zsh") {
        fmt::print("{}", zsh_completion(cli));
    } else {
        fmt::print("{}", help_of(cli, options.command));
    }
    return Exit::done;
}

} // namespace

void add_help_command(CLI::App& cli, Run& chosen)
{
    const auto options = std::make_shared<HelpOptions>();
    CLI::App* const command = cli.add_subcommand("help", "Say what a command does, and how");
    command->add_option("command", options->command, "The command, such as: user add");
    command->add_flag("--man", options->man, "Print the manual page, as man reads it");
    command
        ->add_option("--completion", options->completion,
                     "Print what completes commands in this shell: bash or zsh")
        ->check(CLI::IsMember({"bash", "zsh"}));
    command->callback(
        [options, &cli, &chosen] { chosen = [options, &cli] { return run(cli, *options); }; });
}

} // namespace app
