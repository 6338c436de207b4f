// A form's file, read.
#pragma once

#include "manual/form.h"
#include "manual/problem.h"
#include "manual/toml_tree.h"

#include <string>

namespace manual {

/// Reads what the file says and checks that the form makes sense in itself. What it refers to
/// outside itself (roles, timescales, clauses) is checked when manuals are put together.
Form read_form(const Node& root, const std::string& file, Problems& problems);

/// The checks of a form in itself: ids, conditions, meanings, parts, examples.
void check_form(const Form& form, Problems& problems);

} // namespace manual
