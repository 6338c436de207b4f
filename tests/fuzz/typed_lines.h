// Form values out of a fuzzer's bytes: one `name=value` a line.
#pragma once

#include "base/text.h"
#include "manual/raw_answers.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace fuzz {

/// Only clean text: what a browser sends is held to that before a form is read.
inline manual::RawAnswers typed_lines(std::string_view bytes)
{
    manual::RawAnswers typed;
    if (!base::is_clean_utf8(bytes)) return typed;
    for (const std::string_view line : base::split(bytes, '\n')) {
        const std::size_t equals = std::min(line.find('='), line.size());
        typed.emplace_back(line.substr(0, equals), line.substr(std::min(equals + 1, line.size())));
    }
    return typed;
}

} // namespace fuzz
