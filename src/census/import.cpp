#include "census/import.h"

#include "access/secret.h"
#include "base/errors.h"
#include "census/census_store.h"
#include "census/imported_answers.h"
#include "census/ready_child.h"
#include "record/entry.h"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <utility>
#include <vector>

namespace census {

namespace {

constexpr std::size_t children_in_a_group = 50;

/// What a group of children wrote, as the write's remembered result.
struct Written {
    std::size_t records_made = 0;
    std::size_t records_added_to = 0;
    std::size_t entries_added = 0;
    std::size_t entries_known = 0;
};

std::string to_text(const Written& written)
{
    return fmt::format("{} {} {} {}", written.records_made, written.records_added_to,
                       written.entries_added, written.entries_known);
}

Written parse_written(std::string_view text)
{
    std::array<std::size_t, 4> counts{};
    for (std::size_t& count : counts) {
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
        base::check(fault == std::errc{}, "a remembered import is not readable");
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (!text.empty()) text.remove_prefix(1);
    }
    return {counts[0], counts[1], counts[2], counts[3]};
}

class Import {
public:
    Import(record::Desk& desk, const access::Directory& directory, const access::Viewer& viewer,
           const ImportRequest& request, const ImportListener& listener)
        : m_desk{desk}, m_directory{directory}, m_viewer{viewer}, m_request{request},
          m_listener{listener}, m_manual{desk.manual_now()}, m_token_key{desk.keys.purpose_key(
                                                                 desk.partnership, token_purpose)}
    {
    }

    ImportReport run();

private:
    void check_file();
    void check_child(const Return& source, const Child& child);
    void import_file();
    void import_child(const Return& source, const Child& child);
    void flush();
    std::map<std::string, base::RecordId> prepare_records();
    Written write_group(store::Writer& writer,
                        const std::map<std::string, base::RecordId>& prepared);
    void write_child_entries(store::Writer& writer, const ReadyChild& child, base::RecordId record,
                             Written& written);
    void append(store::Writer& writer, const ReadyChild& child, std::size_t place,
                base::RecordId record);
    void append_allocation(store::Writer& writer, base::RecordId record);
    record::EntryFacts facts_for(base::RecordId record) const;
    access::Signer signer() const;
    base::Bytes token(std::string_view text) const;
    std::ifstream open_file() const;
    Sink sink(ImportStep step);
    void refuse(Refusal refusal);

    record::Desk& m_desk;
    const access::Directory& m_directory;
    const access::Viewer& m_viewer;
    const ImportRequest& m_request;
    const ImportListener& m_listener;
    const manual::Manual& m_manual;
    seal::Key m_token_key;
    std::uint64_t m_bytes_total = 0;
    ImportReport m_report;
    Citation m_citation;
    std::map<std::size_t, base::Digest> m_checked; ///< by ordinal
    std::vector<ReadyChild> m_group;
    std::size_t m_groups = 0;
    base::EventId m_run; ///< names this run's writes, so that none is taken for another's
    std::size_t m_errors_of_forms = 0;
};

/// The file is read twice, and its size must be known: neither can be had of a pipe, which would
/// also be waited for without end.
void require_file(const std::filesystem::path& path)
{
    std::error_code ignored;
    const std::filesystem::file_status status = std::filesystem::status(path, ignored);
    if (std::filesystem::is_directory(status)) {
        throw base::BadRequest{"This is a folder. Name the return's file in it."};
    }
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        throw base::BadRequest{"This is a pipe or a device. Save the return as a file, and import "
                               "that file."};
    }
}

std::ifstream Import::open_file() const
{
    require_file(m_request.file);
    std::ifstream file{m_request.file, std::ios::binary};
    if (!file)
        throw base::NotFound{"The file cannot be opened. Check its name and its permissions."};
    return file;
}

Sink Import::sink(ImportStep step)
{
    return {
        .child = {},
        .refusal = {},
        .progress =
            [this, step](const Progress& progress) {
                if (m_listener.progress) m_listener.progress(step, progress);
            },
    };
}

ImportReport Import::run()
{
    std::error_code ignored;
    const auto size = std::filesystem::file_size(m_request.file, ignored);
    m_bytes_total = ignored ? 0 : size;
    check_file();
    const bool go_on =
        !m_report.summary.unusable &&
        (m_report.summary.errors == 0 || m_request.faulty == FaultyChildren::leave_out);
    if (go_on) import_file();
    return m_report;
}

void Import::refuse(Refusal refusal)
{
    if (m_listener.refusal) m_listener.refusal(refusal);
}

void Import::check_file()
{
    m_citation = {m_request.file.filename().string(), std::string(64, '0')};
    Sink sink = this->sink(ImportStep::checking);
    sink.refusal = [this](const Refusal& refusal) { refuse(refusal); };
    sink.child = [this](const Return& source, const Child& child) { check_child(source, child); };
    std::ifstream file = open_file();
    ReadOptions options{
        .is_working_day = [this](base::Date day) { return m_manual.is_working_day(day); },
        .bytes_total = m_bytes_total};
    Summary summary = read(file, options, sink);
    summary.errors += m_errors_of_forms;
    const auto& by_forms = m_report.summary.refused_children;
    summary.refused_children.insert(by_forms.begin(), by_forms.end());
    m_report.summary = std::move(summary);
    m_citation.digest = m_report.summary.digest;
}

void Import::check_child(const Return& source, const Child& child)
{
    const ReadyChild ready = to_ready(source, child);
    for (const ImportedEntry& entry : ready.entries) {
        const auto answers =
            to_answers(form_of(m_manual, entry), entry, m_citation, m_desk.today());
        if (answers) continue;
        ++m_errors_of_forms;
        m_report.summary.refused_children.insert(child.ordinal);
        refuse({.line = entry.line,
                .element = entry.element,
                .code = "form",
                .severity = Severity::error,
                .wrong = answers.error().wrong,
                .action = "Correct the value, or ask whoever looks after the manual.",
                .value = {},
                .child = child.ordinal});
        return;
    }
    m_checked.emplace(child.ordinal, digest_of(ready));
}

void Import::import_file()
{
    m_run = base::EventId::make(m_desk.random);
    Sink sink = this->sink(ImportStep::importing);
    sink.child = [this](const Return& source, const Child& child) { import_child(source, child); };
    std::ifstream file = open_file();
    const Summary again = read(file, {.bytes_total = m_bytes_total}, sink);
    flush();
    if (again.digest != m_report.summary.digest) {
        throw base::Conflict{"The file was changed while it was imported. Import it again."};
    }
    m_report.imported = true;
}

void Import::import_child(const Return& source, const Child& child)
{
    if (m_report.summary.refused_children.contains(child.ordinal)) return;
    ReadyChild ready = to_ready(source, child);
    const auto checked = m_checked.find(child.ordinal);
    if (checked == m_checked.end() || checked->second != digest_of(ready)) {
        throw base::Conflict{"The file was changed while it was imported. Import it again."};
    }
    m_group.push_back(std::move(ready));
    if (m_group.size() >= children_in_a_group) flush();
}

void Import::flush()
{
    if (m_group.empty()) return;
    const auto prepared = prepare_records();
    const std::string key = fmt::format("{}.{}", m_run.text(), ++m_groups);
    const std::string result =
        m_desk.data.write({m_desk.partnership, "census.import", key}, [&](store::Writer& writer) {
            return to_text(write_group(writer, prepared));
        });
    const Written written = parse_written(result);
    m_report.records_made += written.records_made;
    m_report.records_added_to += written.records_added_to;
    m_report.entries_added += written.entries_added;
    m_report.entries_known += written.entries_known;
    m_group.clear();
}

/// New records with their keys, durable before the first entry, for the children not yet known.
std::map<std::string, base::RecordId> Import::prepare_records()
{
    std::map<std::string, base::RecordId> prepared;
    m_desk.data.read([&](store::Reader& reader) {
        for (const ReadyChild& child : m_group) {
            if (find_child(reader, m_desk.partnership, token(child.key))) continue;
            prepared.emplace(child.key, base::RecordId::make(m_desk.random));
        }
    });
    std::vector<base::RecordId> records;
    for (const auto& [key, record] : prepared)
        records.push_back(record);
    if (!records.empty()) m_desk.ledger.open_records(records);
    return prepared;
}

Written Import::write_group(store::Writer& writer,
                            const std::map<std::string, base::RecordId>& prepared)
{
    Written written;
    for (const ReadyChild& child : m_group) {
        const auto known = find_child(writer, m_desk.partnership, token(child.key));
        const base::RecordId record = known ? *known : prepared.at(child.key);
        const std::size_t before = written.entries_added;
        write_child_entries(writer, child, record, written);
        if (!known) {
            ++written.records_made;
            if (m_request.team) append_allocation(writer, record);
        } else if (written.entries_added > before) {
            ++written.records_added_to;
        }
    }
    return written;
}

void Import::write_child_entries(store::Writer& writer, const ReadyChild& child,
                                 base::RecordId record, Written& written)
{
    for (std::size_t place = 0; place < child.entries.size(); ++place) {
        if (has_entry(writer, m_desk.partnership, token(child.entry_keys[place]))) {
            ++written.entries_known;
            continue;
        }
        append(writer, child, place, record);
        ++written.entries_added;
    }
}

void Import::append(store::Writer& writer, const ReadyChild& child, std::size_t place,
                    base::RecordId record)
{
    const ImportedEntry& imported = child.entries[place];
    const manual::Form& form = form_of(m_manual, imported);
    const auto answers = to_answers(form, imported, m_citation, m_desk.today());
    base::check(answers.has_value(), "a child was checked before it is imported");
    record::EntryFacts facts = facts_for(record);
    facts.occurred = ledger::Occurred::on(imported.occurred);
    ledger::NewEntry entry = record::compose_entry(m_manual, form, *answers, facts);
    entry.payload[keys_member] = keys_of(child, place);
    m_desk.ledger.append(writer, entry);
}

void Import::append_allocation(store::Writer& writer, base::RecordId record)
{
    const manual::Form* form = m_manual.form_for(manual::Purpose::allocation);
    const auto team = m_directory.find_team(writer, *m_request.team);
    base::check(form != nullptr && team.has_value(), "the team was looked up before");
    const manual::Field* team_field = form->field_meaning(manual::Meaning::team);
    const manual::Field* from_field = form->field_meaning(manual::Meaning::started_on);
    base::check(team_field != nullptr && from_field != nullptr,
                "the manual's form lacks a question that Heed fills in");
    manual::Answers answers;
    answers[team_field->id] = {.value = team->id.text(), .reason = {}};
    answers[from_field->id] = {.value = m_desk.today().iso(), .reason = {}};
    record::EntryFacts facts = facts_for(record);
    facts.names.emplace_back(team->id.text(), team->name);
    m_desk.ledger.append(writer, record::compose_entry(m_manual, *form, answers, facts));
}

record::EntryFacts Import::facts_for(base::RecordId record) const
{
    const base::Instant now = m_desk.clock.now();
    return {
        .record = record,
        .event = base::EventId::make(m_desk.random),
        .signer = signer(),
        .occurred = ledger::Occurred::at(now),
        .recorded = now,
    };
}

/// Who brought it in. The system signs as itself, so that no entry is without a name.
access::Signer Import::signer() const
{
    access::Signer signer = m_viewer.signer();
    if (m_viewer.is_system() && signer.name.empty()) signer.name = "Heed";
    if (m_viewer.is_system() && signer.post_title.empty()) signer.post_title = "import";
    return signer;
}

base::Bytes Import::token(std::string_view text) const
{
    return access::keyed_token(m_token_key, text);
}

void require_may_import(const access::Viewer& viewer)
{
    if (!viewer.is_system()) access::require(viewer, manual::Permission::import_records);
}

} // namespace

ImportReport import_return(record::Desk& desk, const access::Directory& directory,
                           const access::Viewer& viewer, const ImportRequest& request,
                           const ImportListener& listener)
{
    require_may_import(viewer);
    if (request.team) {
        const auto team = desk.data.read(
            [&](store::Reader& reader) { return directory.find_team(reader, *request.team); });
        if (!team) throw base::NotFound{"There is no such team."};
    }
    return Import{desk, directory, viewer, request, listener}.run();
}

} // namespace census
