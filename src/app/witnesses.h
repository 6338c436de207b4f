// The witnesses of an installation's ledger: how they are named on the command line, and the way to
// them over the network.
#pragma once

#include "app/installation.h"
#include "witness/rounds.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

namespace app {

/// As typed.
struct WitnessOptions {
    std::vector<std::string> witnesses; ///< `URL=VERIFIER-KEY`
    std::string certificates;
};

void add_witness_options(CLI::App& command, WitnessOptions& options);

/// Null when none is named. Throws BadRequest when what was typed names no witness.
std::unique_ptr<witness::Rounds>
open_witnesses(Installation& installation, const WitnessOptions& options, const base::Clock& clock);

/// Before anything is written: whether one of them holds more than is here. Then it goes on by
/// itself.
void ask_first(witness::Rounds& witnesses);

} // namespace app
