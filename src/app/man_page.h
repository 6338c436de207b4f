// The manual page, made from the commands themselves, so that it cannot fall behind them.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace app {

/// heed(1) in the man macros: every command and option of `cli`, and the hand-written sections.
std::string man_page(const CLI::App& cli, std::string_view version);

} // namespace app
