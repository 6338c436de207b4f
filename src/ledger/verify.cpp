#include "ledger/verify.h"

#include "base/errors.h"
#include "ledger/verify_ahead.h"
#include "ledger/verify_checkpoints.h"
#include "ledger/verify_keys.h"
#include "ledger/verify_log.h"
#include "ledger/verify_store.h"
#include "ledger/verify_witnesses.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <future>
#include <map>
#include <memory>
#include <set>
#include <sodium.h>

namespace ledger {

namespace {

using namespace verifying;

constexpr std::uint64_t entries_per_progress = 8192;

/// What is known of one ledger before its entries are read.
struct Known {
    std::optional<LogRow> log;
    std::optional<PublicKey> stored_key; ///< in the key store
    std::string kept_note;               ///< in the key store; empty when there is none
};

std::optional<PublicKey> to_key(base::ByteView bytes)
{
    PublicKey key{};
    if (bytes.size() != key.size()) return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), key.begin());
    return key;
}

/// The data file as SQLite's pages and indexes, checked beside the entries.
struct Structure {
    std::vector<std::string> faults;
    std::optional<EntrySum> indexed_entries;
};

Structure look_at_structure(std::unique_ptr<File> file)
{
    Structure structure;
    try {
        structure.faults = file->structural_faults();
        structure.indexed_entries = file->indexed_entries();
    } catch (const Damaged&) {
        structure.indexed_entries.reset();
    }
    return structure;
}

class Verification {
public:
    Verification(const VerifyOptions& options, Report& report)
        : m_options{options}, m_findings{report, options.findings_limit}
    {
        base::check(sodium_init() >= 0, "libsodium cannot be used on this machine");
        for (const TrustedKey& witness : options.witnesses)
            report.witnesses.push_back({.name = witness.origin});
    }

    void run()
    {
        // Key store first: the data only grows, so it cannot look as if it were behind.
        if (m_options.key_folder) open_keys(*m_options.key_folder / "keys.db");
        std::future<Structure> structure;
        try {
            // What is seen here is no more than what is read below, while a server goes on writing.
            auto file = std::make_unique<File>(m_options.data_file);
            m_last_row_number = file->last_row_number();
            m_data.emplace(m_options.data_file);
            structure = std::async(std::launch::async, look_at_structure, std::move(file));
            gather_logs();
            read_entries();
        } catch (const Damaged&) {
            m_ending = Ending::given_up;
            report_damage("The data file is damaged: not all of it can be read.");
        }
        for (auto& [partnership, check] : m_checks)
            finish(check);
        if (structure.valid()) report_structure(structure.get());
    }

private:
    void open_keys(const std::filesystem::path& path)
    {
        try {
            m_keys.emplace(path);
            for (const PartnershipKeyRow& row : m_keys->partnership_keys()) {
                if (const auto id = base::PartnershipId::from_bytes(row.partnership)) {
                    m_known[*id].stored_key = to_key(row.signing_public);
                }
            }
            for (KeptCheckpointRow& row : m_keys->kept_checkpoints()) {
                if (const auto id = base::PartnershipId::from_bytes(row.partnership)) {
                    m_known[*id].kept_note = std::move(row.note);
                }
            }
            if (m_options.master_key) m_record_keys.emplace(*m_keys, *m_options.master_key);
            for (const std::string& fault : m_keys->structural_faults()) {
                report_damage("The key store is damaged: " + fault);
            }
        } catch (const Damaged&) {
            report_damage("The key store is damaged: not all of it can be read.");
        }
    }

    void gather_logs()
    {
        m_total = static_cast<std::uint64_t>(m_data->entry_count());
        for (LogRow& row : m_data->logs()) {
            if (const auto id = base::PartnershipId::from_bytes(row.partnership)) {
                m_known[*id].log = std::move(row);
            }
        }
        for (const auto& [partnership, known] : m_known) {
            // A partnership that has keys but has never started a ledger.
            if (!known.log && known.kept_note.empty()) continue;
            if (const auto trust = trust_of(partnership, known)) start_check(*trust, known);
        }
        report_unknown_ledgers();
        report_absent_witnesses(m_options.witnesses, m_findings);
    }

    /// A ledger that was made anew under another name must not escape who holds a checkpoint of it.
    void report_unknown_ledgers()
    {
        for (const std::string& note : m_options.held_checkpoints) {
            const std::optional<Note> read = read_note(note);
            if (!read || m_origins_held.contains(read->origin)) continue;
            m_findings.add({.fault = Fault::history_cut,
                            .what = "A checkpoint was handed in of a ledger that is not here: " +
                                    read->origin});
        }
    }

    std::optional<LogTrust> trust_of(const base::PartnershipId& partnership, const Known& known)
    {
        const std::optional<Note> kept = read_note(known.kept_note);
        const std::string stored_origin = known.log ? known.log->origin : std::string{};
        const std::optional<PublicKey> own_key =
            known.log ? to_key(known.log->public_key) : std::nullopt;
        LogTrust trust{.partnership = partnership,
                       .origin = kept ? kept->origin : stored_origin,
                       .key = known.stored_key.value_or(own_key.value_or(PublicKey{}))};
        KeySource source = known.stored_key ? KeySource::key_store : KeySource::data_file;
        if (const TrustedKey* const given = given_key(trust.origin)) {
            trust.origin = given->origin;
            trust.key = given->key;
            source = KeySource::given;
        }
        Report& report = m_findings.report();
        report.key_source = report.logs == 0 ? source : std::max(report.key_source, source);
        ++report.logs;
        if (stored_origin != trust.origin || own_key != trust.key) {
            m_findings.add({.fault = Fault::log_altered,
                            .what = "The ledger's name or public key in the data file is not the "
                                    "one it was started with.",
                            .partnership = partnership});
        }
        return trust;
    }

    const TrustedKey* given_key(const std::string& origin) const
    {
        const std::vector<TrustedKey>& given = m_options.trusted_keys;
        for (const TrustedKey& key : given) {
            if (key.origin == origin) return &key;
        }
        // Its name may be what was altered.
        return given.size() == 1 && m_known.size() == 1 ? &given.front() : nullptr;
    }

    void start_check(const LogTrust& trust, const Known& known)
    {
        std::vector<SignedState> states = signed_states(*m_data, trust, m_findings);
        const auto keep = [&](std::string_view note, Keeper keeper) {
            if (const auto state = state_kept(note, keeper, trust, m_findings)) {
                states.push_back(*state);
            }
        };
        if (!known.kept_note.empty()) keep(known.kept_note, Keeper::key_store);
        for (const std::string& note : m_options.held_checkpoints) {
            const std::optional<Note> read = read_note(note);
            if (read && read->origin != trust.origin) continue;
            keep(note, Keeper::somebody_else);
            if (read) m_origins_held.insert(read->origin);
        }
        check_witnesses(*m_data, trust, m_options.witnesses, m_findings);
        m_checks.emplace(trust.partnership,
                         std::make_unique<LogCheck>(*m_data, trust, std::move(states), m_findings));
    }

    void read_entries()
    {
        EntriesAhead ahead{*m_data, m_record_keys ? &*m_record_keys : nullptr};
        for (auto entries = ahead.next(); !entries.empty(); entries = ahead.next()) {
            for (const Entry& entry : entries)
                take(entry);
        }
    }

    void take(const Entry& entry)
    {
        const EntryRow& row = entry.row;
        if (!m_partnership ||
            base::view_text(m_partnership->bytes()) != base::view_text(row.partnership)) {
            m_partnership = base::PartnershipId::from_bytes(row.partnership);
            const auto found = m_checks.find(m_partnership.value_or(base::PartnershipId{}));
            m_check = m_partnership && found != m_checks.end() ? found->second.get() : nullptr;
            if (m_check == nullptr) report_stray(m_partnership);
        }
        if (row.row_number <= m_last_row_number) m_entry_sum.add(row);
        if (m_check != nullptr) m_check->take(entry);
        Report& report = m_findings.report();
        if (++report.entries % entries_per_progress == 0 && m_options.progress) {
            m_options.progress(report.entries, m_total);
        }
    }

    void finish(std::unique_ptr<LogCheck>& check)
    {
        try {
            check->finish(m_ending);
        } catch (const Damaged&) {
            report_damage("The data file is damaged: not all of it can be read.");
        }
    }

    void report_stray(const std::optional<base::PartnershipId>& partnership)
    {
        m_findings.add({.fault = Fault::log_altered,
                        .what = "There are entries of a ledger that has no name and no public key.",
                        .partnership = partnership});
    }

    void report_structure(const Structure& structure)
    {
        for (const std::string& fault : structure.faults) {
            report_damage("The data file is damaged: " + fault);
        }
        if (m_ending == Ending::all_read && structure.indexed_entries != m_entry_sum) {
            report_damage("The index that leads from a record to its entries does not lead to all "
                          "of them.");
        }
    }

    void report_damage(std::string what)
    {
        m_findings.add({.fault = Fault::store_damaged, .what = std::move(what)});
    }

    const VerifyOptions& m_options;
    Findings m_findings;
    std::optional<File> m_keys;
    std::optional<RecordKeys> m_record_keys;
    std::optional<File> m_data;
    std::map<base::PartnershipId, Known> m_known;
    std::map<base::PartnershipId, std::unique_ptr<LogCheck>> m_checks;
    std::set<std::string> m_origins_held; ///< of the held checkpoints that have their ledger here
    std::optional<base::PartnershipId> m_partnership; ///< whose entries come now
    LogCheck* m_check = nullptr;                      ///< theirs
    std::uint64_t m_total = 0;
    std::int64_t m_last_row_number = 0;
    EntrySum m_entry_sum; ///< of the entries that the structure's check sees too
    Ending m_ending = Ending::all_read;
};

std::string_view word(KeySource source)
{
    switch (source) {
    case KeySource::given: return "given";
    case KeySource::key_store: return "key_store";
    case KeySource::data_file: return "data_file";
    }
    return {};
}

base::json::object to_json(const Finding& finding)
{
    base::json::object json;
    json["fault"] = word(finding.fault);
    json["what"] = finding.what;
    if (finding.partnership) json["partnership"] = finding.partnership->text();
    if (finding.position) json["position"] = *finding.position;
    if (finding.record) json["record"] = finding.record->text();
    if (finding.sequence) json["sequence"] = *finding.sequence;
    return json;
}

base::json::array to_json(const std::vector<WitnessReport>& witnesses)
{
    base::json::array json;
    for (const WitnessReport& witness : witnesses) {
        json.push_back(base::json::object{{"name", witness.name},
                                          {"cosignatures", witness.cosignatures},
                                          {"size", witness.size},
                                          {"seconds", witness.seconds}});
    }
    return json;
}

} // namespace

std::string_view word(Fault fault)
{
    switch (fault) {
    case Fault::entry_altered: return "entry_altered";
    case Fault::entry_missing: return "entry_missing";
    case Fault::entry_moved: return "entry_moved";
    case Fault::entry_extra: return "entry_extra";
    case Fault::record_broken: return "record_broken";
    case Fault::tree_altered: return "tree_altered";
    case Fault::checkpoint_forged: return "checkpoint_forged";
    case Fault::checkpoint_wrong: return "checkpoint_wrong";
    case Fault::checkpoint_missing: return "checkpoint_missing";
    case Fault::log_altered: return "log_altered";
    case Fault::history_cut: return "history_cut";
    case Fault::key_opens_other: return "key_opens_other";
    case Fault::key_unusable: return "key_unusable";
    case Fault::payload_unreadable: return "payload_unreadable";
    case Fault::store_damaged: return "store_damaged";
    case Fault::cosignature_wrong: return "cosignature_wrong";
    case Fault::cosignature_missing: return "cosignature_missing";
    }
    return {};
}

base::json::object to_json(const Report& report)
{
    base::json::array findings;
    for (const Finding& finding : report.findings) {
        findings.push_back(to_json(finding));
    }
    base::json::object json;
    json["whole"] = report.is_whole();
    json["ledgers"] = report.logs;
    json["entries"] = report.entries;
    json["checkpoints"] = report.checkpoints;
    json["payloads_opened"] = report.payloads_opened;
    json["payloads_destroyed"] = report.payloads_destroyed;
    json["key_source"] = word(report.key_source);
    json["seconds"] = report.seconds;
    json["witnesses"] = to_json(report.witnesses);
    json["findings"] = std::move(findings);
    json["findings_not_listed"] = report.findings_not_listed;
    return json;
}

Report verify(const VerifyOptions& options)
{
    const auto start = std::chrono::steady_clock::now();
    Report report;
    Verification{options, report}.run();
    report.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

} // namespace ledger
