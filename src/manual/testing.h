// A small sound manual for tests, in files that a test can change before it loads them.
#pragma once

#include "manual/library.h"

#include <string>
#include <string_view>

namespace manual::testing {

/// A manual `base` with one form of each kind of field, a role, a timescale and what they need.
ManualFiles sound_files();

/// The file's content. The path must be one of `files`.
std::string& content(ManualFiles& files, std::string_view path);

/// `files` with `from`, which must occur, replaced by `to` once in that file.
ManualFiles with_change(ManualFiles files, std::string_view path, std::string_view from,
                        std::string_view to);

/// The line, counted from 1, on which `text` first stands in the file.
int line_of(const ManualFiles& files, std::string_view path, std::string_view text);

/// The shipped manuals, loaded.
Library shipped();

/// The form `everything` of the sound files: a field of every kind.
Form form_of_everything();

} // namespace manual::testing
