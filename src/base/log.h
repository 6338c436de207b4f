// The server's log: one JSON object a line on standard error. There is no way to log free text from
// a request: a line is a fixed event name and named numbers, ids and fixed words.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace base {

struct LogField {
    std::string_view name;
    std::variant<std::int64_t, std::string_view> value;
};

enum class LogLevel { info, warning, error };

/// Writes `{"time":…,"level":…,"event":…,…}`. Safe to call from any thread.
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

} // namespace base
