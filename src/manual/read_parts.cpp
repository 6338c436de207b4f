#include "base/text.h"
#include "manual/table.h"
#include "manual/volume.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace manual {

namespace {

constexpr int most_units = 10'000;

Role read_role(Table table)
{
    Role role{.id = table.id("id"),
              .title = table.text("title"),
              .why = table.text("why"),
              .may = table.optional_words<Permission>("may"),
              .cites = table.texts("cites"),
              .place = table.place()};
    if (!table.has("may")) table.refuse("“may” is missing.");
    table.finish();
    return role;
}

When to_when(const Node& node)
{
    When when;
    when.day = base::Date::parse(node.text.substr(0, 10)).value_or(base::Date{});
    if (node.kind == Node::Kind::date_time)
        when.time = base::TimeOfDay::parse(node.text.substr(11));
    return when;
}

std::optional<When> optional_when(Table& table, std::string_view key)
{
    const auto node = table.optional_when(key);
    if (!node) return {};
    return to_when(*node);
}

TimescaleExample read_timescale_example(Table table)
{
    TimescaleExample example;
    example.line = table.line();
    example.why = table.text("why");
    if (!table.has("start")) table.refuse("“start” is missing.");
    example.start = optional_when(table, "start").value_or(When{});
    example.due = optional_when(table, "due");
    example.done = optional_when(table, "done");
    if (table.has("late")) {
        example.late =
            table.optional_truth("late").value_or(false) ? Timeliness::late : Timeliness::in_time;
    }
    if (!example.due && !example.late) {
        table.refuse("An example says when it is due, or whether it was late.");
    }
    if (example.late.has_value() != example.done.has_value()) {
        table.refuse("“done” and “late” belong together.");
    }
    table.finish();
    return example;
}

Timescale read_timescale(Table table, Volume& volume)
{
    Timescale timescale;
    timescale.place = table.place();
    timescale.id = table.id("id");
    timescale.title = table.text("title");
    timescale.why = table.text("why");
    timescale.version = table.optional_number("version", 1, 1'000'000).value_or(1);
    timescale.in_force = {table.date("effective_from"), table.optional_date("effective_to")};
    timescale.measures = table.word<Measures>("measures");
    timescale.applies_to =
        table.optional_word<Circumstance>("applies_to").value_or(Circumstance::every_child);
    timescale.starts_on = table.optional_texts("starts_on");
    timescale.amount = table.number("amount", 1, most_units);
    timescale.unit = table.word<Unit>("unit");
    timescale.cites = table.texts("cites");
    if (const auto extension = table.optional_word<Extension>("extension")) {
        timescale.extension = *extension;
        volume.own_extension.push_back(timescale.id);
    }
    for (const Table& example : table.tables("example")) {
        timescale.examples.push_back(read_timescale_example(example));
    }
    if (timescale.examples.empty()) table.refuse("The timescale has no examples.");
    const bool starts_by_itself = timescale.measures == Measures::recording;
    if (starts_by_itself != timescale.starts_on.empty()) {
        table.refuse("“starts_on” names the forms that start the timescale. Recording alone has "
                     "none: it starts with what happened.");
    }
    const InForce& dates = timescale.in_force;
    if (dates.to && *dates.to < dates.from) {
        table.refuse("“effective_to” is before “effective_from”.");
    }
    table.finish();
    return timescale;
}

std::string in_lower_case(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

} // namespace

void read_manual_file(const Node& root, const std::string& file, Volume& volume, Problems& problems)
{
    Table table{root, file, problems};
    const std::string id = table.id("id");
    if (!id.empty() && id != volume.id) {
        table.refuse_at(
            "id", fmt::format("The manual in the folder {} calls itself “{}”.", volume.id, id));
    }
    volume.place = {file, 1};
    volume.title = table.text("title");
    volume.partnership = table.text("partnership");
    if (table.has("extends")) volume.extends = table.id("extends");
    volume.extension = table.optional_word<Extension>("extension");
    table.finish();
}

void read_roles(const Node& root, const std::string& file, Volume& volume, Problems& problems)
{
    Table table{root, file, problems};
    for (const Table& role : table.tables("role"))
        volume.roles.push_back(read_role(role));
    table.finish();
}

void read_calendar(const Node& root, const std::string& file, Volume& volume, Problems& problems)
{
    Table table{root, file, problems};
    const int first_year = table.number("first_year", 1900, 2199);
    const int last_year = table.number("last_year", first_year, 2199);
    std::vector<BankHoliday> holidays;
    for (Table& row : table.tables("bank_holiday")) {
        BankHoliday holiday{.day = row.date("date"), .name = row.text("name")};
        if (!holidays.empty() && holiday.day <= holidays.back().day) {
            row.refuse_at("date", "Bank holidays must stand in the order of their dates.");
        }
        if (holiday.day.year() < first_year || holiday.day.year() > last_year) {
            row.refuse_at("date", "This bank holiday is outside the years that the calendar "
                                  "covers.");
        }
        row.finish();
        holidays.push_back(std::move(holiday));
    }
    table.finish();
    volume.calendar = Calendar{std::move(holidays), first_year, last_year};
    volume.calendar_place = {file, 1};
}

void read_timescales(const Node& root, const std::string& file, Volume& volume, Problems& problems)
{
    Table table{root, file, problems};
    for (const Table& row : table.tables("timescale")) {
        volume.timescales.push_back(read_timescale(row, volume));
    }
    table.finish();
}

void read_glossary(const Node& root, const std::string& file, Volume& volume, Problems& problems)
{
    Table table{root, file, problems};
    for (Table& row : table.tables("term")) {
        Term term{.term = row.text("term"),
                  .short_forms = row.optional_texts("short"),
                  .also = row.optional_texts("also"),
                  .means = row.text("means"),
                  .place = row.place()};
        row.finish();
        const auto same =
            std::find_if(volume.glossary.begin(), volume.glossary.end(), [&](const Term& earlier) {
                return base::fold(earlier.term) == base::fold(term.term);
            });
        if (same != volume.glossary.end()) {
            row.refuse(fmt::format("“{}” is explained twice; the other is on line {}.", term.term,
                                   same->place.line));
        }
        volume.glossary.push_back(std::move(term));
    }
    table.finish();
}

void read_words(const Node& root, const std::string& file, Volume& volume, Problems& problems)
{
    Table table{root, file, problems};
    for (Table& row : table.tables("word")) {
        WordAdvice advice{.find = row.texts("find"),
                          .fault = row.word<WordFault>("fault"),
                          .instead = row.text("instead"),
                          .why = row.text("why"),
                          .place = row.place()};
        row.finish();
        for (const std::string& phrase : advice.find) {
            if (phrase != in_lower_case(phrase)) {
                row.refuse_at("find", fmt::format("“{}” must be in small letters.", phrase));
            }
            for (const WordAdvice& earlier : volume.words) {
                const auto& found = earlier.find;
                if (std::find(found.begin(), found.end(), phrase) == found.end()) continue;
                row.refuse_at("find", fmt::format("There is advice on “{}” already, on line {}.",
                                                  phrase, earlier.place.line));
            }
        }
        volume.words.push_back(std::move(advice));
    }
    table.finish();
}

void read_clauses(const Node& root, const std::string& file, Volume& volume, Problems& problems)
{
    Table table{root, file, problems};
    for (Table& row : table.tables("clause")) {
        volume.clauses.push_back({.id = row.code("id"),
                                  .title = row.text("title"),
                                  .source = row.text("source"),
                                  .place = row.place()});
        row.finish();
    }
    table.finish();
}

} // namespace manual
