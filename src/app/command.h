// The program's commands: one file each in commands/, gathered in main.cpp.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace app {

/// Done; refused, or something was found; wrong use; the machine or its files would not do.
enum class Exit { done = 0, finding = 1, usage = 2, environment = 3 };

enum class Output { text, json };

/// What a command left for main() to return.
using Run = std::function<Exit()>;

/// Adds a subcommand to `cli`; `chosen` is set when it is the one on the command line.
void add_demo_command(CLI::App& cli, Run& chosen);
void add_init_command(CLI::App& cli, Run& chosen);
void add_serve_command(CLI::App& cli, Run& chosen);
void add_verify_command(CLI::App& cli, Run& chosen);
void add_rebuild_command(CLI::App& cli, Run& chosen);
void add_doctor_command(CLI::App& cli, Run& chosen);
void add_user_command(CLI::App& cli, Run& chosen);
void add_manual_command(CLI::App& cli, Run& chosen);
void add_import_command(CLI::App& cli, Run& chosen);
void add_witness_command(CLI::App& cli, Run& chosen);
void add_version_command(CLI::App& cli, Run& chosen);
void add_help_command(CLI::App& cli, Run& chosen);

} // namespace app
