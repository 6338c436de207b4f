// Completion of commands and options by the shell, made from the commands themselves.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace app {

/// Scripts that complete the command line of `cli`; a value is completed as a file's name.
std::string bash_completion(const CLI::App& cli);
std::string zsh_completion(const CLI::App& cli);

} // namespace app
