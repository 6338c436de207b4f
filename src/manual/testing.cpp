#include "manual/testing.h"

#include "base/errors.h"

#include <algorithm>

namespace manual::testing {

namespace {

constexpr std::string_view manual_toml = R"toml(id = "base"
title = "Base"
partnership = "A partnership"
)toml";

constexpr std::string_view roles_toml = R"toml([[role]]
id = "worker"
title = "Worker"
why = "Writes."
cites = ["REC-5"]
may = ["read_team", "sign_entries"]
)toml";

constexpr std::string_view calendar_toml = R"toml(first_year = 2026
last_year = 2026

[[bank_holiday]]
date = 2026-04-03
name = "Good Friday"

[[bank_holiday]]
date = 2026-04-06
name = "Easter Monday"
)toml";

constexpr std::string_view timescales_toml = R"toml([[timescale]]
id = "recording"
title = "Recording"
why = "Memory fades."
measures = "recording"
amount = 2
unit = "working_days"
effective_from = 2026-01-01
cites = ["REC-5"]

[[timescale.example]]
why = "Over Easter."
start = 2026-04-02
due = 2026-04-08

[[timescale]]
id = "call"
title = "Calling"
why = "Somebody waits."
measures = "visit"
starts_on = ["everything"]
amount = 2
unit = "weeks"
effective_from = 2026-01-01
cites = ["REC-5"]

[[timescale.example]]
why = "Two weeks."
start = 2026-04-02
due = 2026-04-16
)toml";

constexpr std::string_view clauses_toml = R"toml([[clause]]
id = "REC-5"
title = "Complete"
source = "A policy"
)toml";

constexpr std::string_view glossary_toml = R"toml([[term]]
term = "core group"
short = ["CG"]
means = "The people who carry out the plan."
)toml";

constexpr std::string_view words_toml = R"toml([[word]]
find = ["chaotic"]
fault = "vague"
instead = "say what happens"
why = "It could mean anything."
)toml";

constexpr std::string_view form_toml = R"toml(id = "everything"
title = "Everything"
summary = "A field of every kind."
why = "For tests."
version = 1
effective_from = 2026-01-01
purpose = "contact"
concerns = "several_children"
nature = "written"
signed_by = ["worker"]
late_after = "recording"
cites = ["REC-5"]

[[section]]
id = "event"
title = "The event"

[[section.field]]
id = "day"
kind = "date"
label = "When was it?"
why = "Order."
cites = ["REC-5"]
means = ["occurred_date"]
date_limit = "not_after_today"

[[section.field]]
id = "at"
kind = "time"
label = "What time?"
why = "Order."
cites = ["REC-5"]

[[section.field]]
id = "who"
kind = "person"
label = "Who?"
why = "People."
cites = ["REC-5"]
means = ["contact_with"]
max_length = 20

[[section.field]]
id = "count"
kind = "number"
label = "How many?"
why = "Counting."
cites = ["REC-5"]
minimum = 1
maximum = 9

[[section.field]]
id = "agreed"
kind = "yes_no"
label = "Agreed?"
why = "Consent."
cites = ["REC-5"]
reason_when = "no"
unknown_answers = ["not_known"]

[[section.field]]
id = "account"
kind = "statements"
label = "What happened?"
why = "The story."
cites = ["REC-5"]
means = ["account"]
statement_kind = "opinion"
statement_source = "third_party"

[[section.field]]
id = "late"
kind = "text"
label = "Why late?"
why = "Honesty."
cites = ["REC-5"]
means = ["late_reason"]
asked_when = { recorded = "late" }

[[section]]
id = "child"
title = "{child}"
part = "child"

[[section.field]]
id = "seen"
kind = "choice"
label = "Seen {child}?"
why = "Safety."
cites = ["REC-5"]

[[section.field.option]]
id = "yes"
label = "Seen"
means = ["seen"]

[[section.field.option]]
id = "no"
label = "Not seen"
means = ["not_seen"]

[[section.field]]
id = "needs"
kind = "choices"
label = "Needs?"
why = "Help."
cites = ["REC-5"]
required = false

[[section.field.option]]
id = "1A"
label = "Food"

[[section.field.option]]
id = "2B"
label = "Sleep"

[[section.field.option]]
id = "NONE"
label = "Nothing"
alone = true

[[section.field]]
id = "words"
kind = "long_text"
label = "What did {child} say?"
why = "Voice."
cites = ["REC-5"]
asked_when = { field = "seen", is = ["yes"] }
unknown_answers = ["not_known", "declined"]
missing = "Enter what {child} said, or say why you cannot."

[[example]]
why = "Complete."

[example.answers]
day = 2026-04-01
at = 16:30:00
who = "Robin Alder"
count = 3
agreed = "yes"
account = [{ text = "They played.", kind = "fact", source = "first_hand" }]
seen = "no"

[[example]]
why = "Not complete."
missing = ["at", "words"]

[example.answers]
day = 2026-04-01
who = "Robin Alder"
count = 3
agreed = { answer = "no", reason = "They were not asked." }
account = [{ text = "They played.", kind = "fact", source = "first_hand" }]
seen = "yes"
)toml";

} // namespace

ManualFiles sound_files()
{
    ManualFiles files;
    const auto add = [&](std::string_view path, std::string_view content) {
        files.push_back({std::string{path}, std::string{content}});
    };
    add("base/manual.toml", manual_toml);
    add("base/roles.toml", roles_toml);
    add("base/calendar.toml", calendar_toml);
    add("base/timescales.toml", timescales_toml);
    add("base/clauses.toml", clauses_toml);
    add("base/glossary.toml", glossary_toml);
    add("base/words.toml", words_toml);
    add("base/forms/everything.toml", form_toml);
    return files;
}

std::string& content(ManualFiles& files, std::string_view path)
{
    for (ManualFile& file : files) {
        if (file.path == path) return file.content;
    }
    throw base::NotFound{"The test names a file that is not there."};
}

ManualFiles with_change(ManualFiles files, std::string_view path, std::string_view from,
                        std::string_view to)
{
    std::string& text = content(files, path);
    const std::size_t at = text.find(from);
    base::check(at != std::string::npos, "the test changes text that is not there");
    text.replace(at, from.size(), to);
    return files;
}

int line_of(const ManualFiles& files, std::string_view path, std::string_view text)
{
    ManualFiles copy = files;
    const std::string& whole = content(copy, path);
    const std::size_t at = whole.find(text);
    base::check(at != std::string::npos, "the test looks for text that is not there");
    return 1 + static_cast<int>(std::count(whole.begin(),
                                           whole.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

Library shipped()
{
    auto library = Library::load(embedded_files());
    base::check(library.has_value(), "the shipped manuals are sound");
    return std::move(*library);
}

Form form_of_everything()
{
    auto library = Library::load(sound_files());
    base::check(library.has_value(), "the sound files are sound");
    return library->in_force("base", base::Date{2026, 6, 1}).form("everything");
}

} // namespace manual::testing
