#include "app/shell_completion.h"

#include <fmt/format.h>
#include <set>
#include <vector>

namespace app {

namespace {

/// What may come after a command: the commands below it, or its options.
struct Place {
    std::string way; ///< `heed user add`
    std::vector<std::string> offered;
};

struct Tree {
    std::vector<Place> places;
    std::set<std::string> with_value; ///< options after which something else must come
};

void gather(const CLI::App& app, const std::string& way, Tree& tree)
{
    Place place{.way = way, .offered = {}};
    std::vector<const CLI::App*> below;
    for (const CLI::App* const command : app.get_subcommands({})) {
        if (command->get_group().empty()) continue;
        below.push_back(command);
        place.offered.push_back(command->get_name());
    }
    for (const CLI::Option* const option : app.get_options({})) {
        for (const std::string& name : option->get_lnames()) {
            place.offered.push_back("--" + name);
            if (option->get_expected_max() > 0) tree.with_value.insert("--" + name);
        }
    }
    tree.places.push_back(std::move(place));
    for (const CLI::App* const command : below)
        gather(*command, way + " " + command->get_name(), tree);
}

Tree tree_of(const CLI::App& cli)
{
    Tree tree;
    gather(cli, cli.get_name(), tree);
    return tree;
}

/// The lines of `case` that both shells understand: where the words so far have led.
std::string cases(const Tree& tree)
{
    std::string lines;
    for (const Place& place : tree.places) {
        lines += fmt::format("        '{}') offered='{}' ;;\n", place.way,
                             fmt::join(place.offered, " "));
    }
    return lines;
}

std::string steps(const Tree& tree)
{
    std::vector<std::string> ways;
    for (const Place& place : tree.places)
        ways.push_back("'" + place.way + "'");
    return fmt::format("{}", fmt::join(ways, "|"));
}

} // namespace

std::string bash_completion(const CLI::App& cli)
{
    const Tree tree = tree_of(cli);
    return fmt::format(R"(# Made by: heed help --completion bash
_heed()
{{
    local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}"
    local place='{0}' offered='' at
    COMPREPLY=()
    case "$before" in
        {1}) return ;;
    esac
    for ((at = 1; at < COMP_CWORD; at++)); do
        case "$place ${{COMP_WORDS[at]}}" in
            {2}) place="$place ${{COMP_WORDS[at]}}" ;;
        esac
    done
    case "$place" in
{3}    esac
    mapfile -t COMPREPLY < <(compgen -W "$offered" -- "$word")
}}
complete -o default -F _heed heed
)",
                       cli.get_name(), fmt::join(tree.with_value, "|"), steps(tree), cases(tree));
}

std::string zsh_completion(const CLI::App& cli)
{
    const Tree tree = tree_of(cli);
    return fmt::format(R"(#compdef heed
# Made by: heed help --completion zsh
local place='{0}' offered='' word
case "${{words[CURRENT-1]}}" in
    {1}) _files; return ;;
esac
for word in "${{(@)words[2,CURRENT-1]}}"; do
    case "$place $word" in
        {2}) place="$place $word" ;;
    esac
done
case "$place" in
{3}esac
compadd -- ${{=offered}} || _files
)",
                       cli.get_name(), fmt::join(tree.with_value, "|"), steps(tree), cases(tree));
}

} // namespace app
