#include "manual/read_form.h"

#include "manual/table.h"

#include <utility>

namespace manual {

namespace {

constexpr std::size_t short_length = 200;
constexpr std::size_t long_length = 10'000;
constexpr std::size_t statement_length = 5'000;
constexpr int longest_answer = 100'000;
constexpr int largest_number = 999'999'999;

Option read_option(Table table)
{
    Option option{.id = table.code("id"),
                  .label = table.text("label"),
                  .short_label = table.optional_text("short_label"),
                  .hint = table.optional_text("hint"),
                  .means = table.optional_words<Meaning>("means"),
                  .alone = table.optional_truth("alone").value_or(false)};
    if (option.short_label.empty()) option.short_label = option.label;
    table.finish();
    return option;
}

std::optional<AskedWhen> read_asked_when(Table& field)
{
    auto table = field.optional_table("asked_when");
    if (!table) return {};
    AskedWhen when;
    if (table->has("recorded")) {
        when.recorded_late = table->word<Timeliness>("recorded") == Timeliness::late;
        if (!when.recorded_late) table->refuse_at("recorded", "“recorded” must be late.");
    }
    if (table->has("field") || !when.recorded_late) {
        when.field = table->field_id("field");
        when.is = table->texts("is");
    }
    table->finish();
    return when;
}

std::size_t usual_length(FieldKind kind)
{
    if (kind == FieldKind::long_text) return long_length;
    return kind == FieldKind::statements ? statement_length : short_length;
}

/// Keys that only some kinds of field have; on any other kind they are not known.
void read_what_the_kind_allows(Table& table, Field& field)
{
    switch (field.kind) {
    case FieldKind::statements:
        field.statement_kind =
            table.optional_word<StatementKind>("statement_kind").value_or(StatementKind::fact);
        field.statement_source =
            table.optional_word<Source>("statement_source").value_or(Source::first_hand);
        [[fallthrough]];
    case FieldKind::text:
    case FieldKind::long_text:
    case FieldKind::person: {
        const auto length = table.optional_number("max_length", 1, longest_answer);
        field.max_length = length ? static_cast<std::size_t>(*length) : usual_length(field.kind);
        break;
    }
    case FieldKind::choice:
    case FieldKind::choices:
        for (Table& option : table.tables("option")) {
            field.options.push_back(read_option(std::move(option)));
        }
        break;
    case FieldKind::yes_no: field.reason_when = table.optional_word<YesOrNo>("reason_when"); break;
    case FieldKind::date:
        field.date_limit = table.optional_word<DateLimit>("date_limit").value_or(DateLimit::any);
        break;
    case FieldKind::number:
        field.minimum =
            table.optional_number("minimum", -largest_number, largest_number).value_or(0);
        field.maximum = table.optional_number("maximum", -largest_number, largest_number)
                            .value_or(largest_number);
        break;
    case FieldKind::time: break;
    }
}

Field read_field(Table table, const Section& section)
{
    Field field;
    field.line = table.line();
    field.section = section.id;
    field.part = section.part;
    field.id = table.field_id("id");
    field.kind = table.word<FieldKind>("kind");
    field.label = table.text("label");
    field.hint = table.optional_text("hint");
    field.why = table.text("why");
    field.cites = table.texts("cites");
    field.required = table.optional_truth("required").value_or(true);
    field.unknown_answers = table.optional_words<UnknownAnswer>("unknown_answers");
    field.asked_when = read_asked_when(table);
    field.means = table.optional_words<Meaning>("means");
    field.missing = table.optional_text("missing");
    field.filled_by = table.optional_word<FilledBy>("filled_by").value_or(FilledBy::person);
    field.element = table.optional_text("element");
    read_what_the_kind_allows(table, field);
    table.finish();
    return field;
}

void read_section(Table table, Form& form)
{
    Section section{.id = table.field_id("id"),
                    .title = table.text("title"),
                    .hint = table.optional_text("hint"),
                    .part = table.optional_word<Part>("part").value_or(Part::shared)};
    const auto fields = table.tables("field");
    if (fields.empty()) table.refuse("The section has no fields: write [[section.field]].");
    for (const Table& field : fields)
        form.fields.push_back(read_field(field, section));
    table.finish();
    form.sections.push_back(std::move(section));
}

FormExample read_example(Table table)
{
    FormExample example{
        .why = table.text("why"),
        .answers = table.members("answers"),
        .recorded = table.optional_word<Timeliness>("recorded").value_or(Timeliness::in_time),
        .signed_on = table.optional_date("signed_on"),
        .missing = table.optional_texts("missing"),
        .line = table.line()};
    if (!table.has("answers")) table.refuse("“answers” is missing.");
    table.finish();
    return example;
}

} // namespace

Form read_form(const Node& root, const std::string& file, Problems& problems)
{
    Table table{root, file, problems};
    const std::size_t problems_before = problems.size();
    Form form;
    form.place = {file, 1};
    form.id = table.id("id");
    form.title = table.text("title");
    form.summary = table.text("summary");
    form.why = table.text("why");
    form.version = table.number("version", 1, 1'000'000);
    form.in_force = {table.date("effective_from"), table.optional_date("effective_to")};
    form.purpose = table.word<Purpose>("purpose");
    form.concerns = table.word<Concerns>("concerns");
    form.nature = table.word<Nature>("nature");
    form.signed_by = table.texts("signed_by");
    if (table.has("late_after")) form.late_after = table.id("late_after");
    form.element = table.optional_text("element");
    form.cites = table.texts("cites");
    for (const Table& section : table.tables("section"))
        read_section(section, form);
    for (const Table& example : table.tables("example")) {
        form.examples.push_back(read_example(example));
    }
    table.finish();
    // What could not be read would only be complained of a second time.
    if (problems.size() == problems_before) check_form(form, problems);
    return form;
}

} // namespace manual
