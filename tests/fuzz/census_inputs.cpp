#include "census_inputs.h"

#include "base/errors.h"
#include "census/census.h"
#include "census/entries.h"

#include <cstddef>
#include <sstream>
#include <string>

namespace fuzz {

void census_cin(std::string_view bytes)
{
    std::istringstream input{std::string{bytes}};
    std::size_t errors = 0;
    const census::Sink sink{
        .child =
            [&](const census::Return& source, const census::Child& child) {
                base::check(source.authority.size() == 3, "an authority has three digits");
                for (const auto& entry : census::entries_of(source, child)) {
                    base::check(entry.line > 0, "an entry cites its line");
                    entry_key(source.authority, child.la_child_id->value, entry);
                }
            },
        .refusal =
            [&](const census::Refusal& refusal) {
                errors += refusal.severity == census::Severity::error ? 1U : 0U;
                base::check(!to_plain(refusal).empty(), "a refusal says something");
            },
        .progress = {},
    };
    const census::Summary summary = census::read(input, {.most_refusals = 500}, sink);
    base::check(summary.sound() == (errors == 0), "what is not sound says why");
}

} // namespace fuzz
