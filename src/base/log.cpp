#include "base/log.h"

#include "base/clock.h"
#include "base/json.h"

#include <cstdio>
#include <new>

namespace base {

namespace {

std::string_view to_word(LogLevel level)
{
    switch (level) {
    case LogLevel::info: return "info";
    case LogLevel::warning: return "warning";
    case LogLevel::error: return "error";
    }
    return "error";
}

void write_line(LogLevel level, std::string_view event, std::initializer_list<LogField> fields)
{
    json::object line;
    line["time"] = SystemClock{}.now().iso();
    line["level"] = to_word(level);
    line["event"] = event;
    for (const LogField& field : fields) {
        std::visit([&](const auto& value) { line[field.name] = value; }, field.value);
    }
    const std::string text = to_text(line) + "\n";
    std::fwrite(text.data(), 1, text.size(), stderr); // one call, so lines do not mix
}

} // namespace

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields)
{
    try {
        write_line(level, event, fields);
    } catch (const std::bad_alloc&) {
        // Who reports a failure must not fail for it. The line says less, and is still one line.
        std::fputs(R"({"level":"error","event":"log_line_lost","reason":"no memory"})"
                   "\n",
                   stderr);
    }
}

} // namespace base
