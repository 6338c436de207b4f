// The settings that every command takes when nothing else was said: lines of NAME=value in
// /etc/heed/heed.conf, each the name of an environment variable that some option knows.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace app {

using Settings = std::vector<std::pair<std::string, std::string>>;

/// Throws Unavailable, with the line's number, for a line that is not empty, a comment (#) or
/// NAME=value, and for a name that is not among `known` or that comes twice.
Settings parse_settings(std::string_view text, const std::vector<std::string>& known);

/// The environment variables that the options of `cli` and of its subcommands know.
std::vector<std::string> setting_names(const CLI::App& cli);

/// Puts the file's settings into the environment, where they are not set already. The file is the
/// one that HEED_SETTINGS names, or else /etc/heed/heed.conf if it is there. To be called before
/// the command line is read. Throws Unavailable, naming the file, when it cannot be used.
void take_settings(const CLI::App& cli);

} // namespace app
