// A ledger's data file with a few of its bytes changed, given to the verifier.
#include "base/errors.h"
#include "ledger/ledger.h"
#include "ledger/verify.h"
#include "ledger/verify_store.h"
#include "ledger_inputs.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

namespace fuzz {

namespace {

namespace verifying = ledger::verifying;

constexpr std::size_t bytes_of_an_edit = 5;
constexpr std::size_t most_edits = 64;
constexpr std::size_t block = 64;

/// Made once: two records, nine entries, three signed states, closed as a server closes it.
class Sound {
public:
    Sound()
    {
        std::string pattern = std::filesystem::temp_directory_path() / "heed-fuzz-XXXXXX";
        base::check(::mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
        m_folder = pattern;
        make(m_folder / "sound.db");
        std::ifstream file{m_folder / "sound.db", std::ios::binary};
        m_bytes.assign(std::istreambuf_iterator<char>{file}, {});
        m_entries = entries_in(m_folder / "sound.db");
    }
    ~Sound()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }
    Sound(const Sound&) = delete;
    Sound& operator=(const Sound&) = delete;

    const std::string& bytes() const { return m_bytes; }
    const std::string& last_note() const { return m_note; }
    const ledger::TrustedKey& key() const { return m_key; }
    std::filesystem::path copy() const { return m_folder / "copy.db"; }

    bool holds(const std::filesystem::path& file) const { return entries_in(file) == m_entries; }

private:
    static std::vector<std::string> entries_in(const std::filesystem::path& path)
    {
        verifying::File file{path};
        std::vector<std::string> entries;
        verifying::Statement rows = file.entries();
        while (rows.step()) {
            const verifying::EntryRow row = verifying::File::entry(rows);
            entries.push_back(std::string{base::view_text(row.header)} +
                              std::string{base::view_text(row.sealed)});
        }
        return entries;
    }

    void make(const std::filesystem::path& path)
    {
        base::SeededRandom random{7};
        const base::SetClock clock{base::Instant{1'795'000'000'000}};
        const auto partnership = base::PartnershipId::make(random);
        const auto keys = seal::KeyStore::open(m_folder / "keys" / "keys.db",
                                               seal::MasterKey::from_key(seal::Key::make()), clock);
        store::Database data =
            store::Database::open(path, {.migrations = embedded::migrations()}, clock);
        ledger::Ledger ledger{data, *keys, partnership, "heed.example/made-up"};
        const std::array records = {base::RecordId::make(random), base::RecordId::make(random)};
        ledger.open_records(records);
        for (int group = 0; group < 3; ++group) {
            data.write({partnership, "fuzz", {}}, [&](store::Writer& writer) {
                for (std::size_t i = 0; i < 3; ++i) {
                    ledger.append(writer, {.record = records[i % 2],
                                           .event = base::EventId::make(random),
                                           .kind = "visit",
                                           .form = "visit@1",
                                           .actor = base::StaffId::make(random),
                                           .occurred = ledger::Occurred::at(clock.now()),
                                           .recorded = clock.now(),
                                           .payload = {{"words", std::string(300, 'w')}}});
                }
                return std::string{};
            });
        }
        m_note = data.read([&](store::Reader& reader) { return ledger.checkpoint(reader).note; });
        m_key = {.origin = ledger.origin(), .key = keys->public_key(partnership)};
    }

    std::filesystem::path m_folder;
    std::string m_bytes;
    std::string m_note;
    ledger::TrustedKey m_key;
    std::vector<std::string> m_entries;
};

const Sound& sound()
{
    static const Sound one;
    return one;
}

/// Three bytes say where, one how, and one with what.
void edit(std::string& file, std::string_view words)
{
    const auto byte = [&](std::size_t at) {
        return static_cast<std::size_t>(static_cast<unsigned char>(words[at]));
    };
    const std::size_t place = (byte(0) << 16U | byte(1) << 8U | byte(2)) % file.size();
    const std::size_t size = std::min(file.size() - place, block);
    char* const at = file.data() + place;
    switch (byte(3) % 5) {
    case 0: *at = words[4]; break;
    case 1:
        *at = static_cast<char>(static_cast<unsigned char>(*at) ^ (std::size_t{1} << byte(4) % 8U));
        break;
    case 2: std::fill_n(at, size, words[4]); break;
    case 3: std::memmove(at, file.data() + byte(4) * block % (file.size() - size + 1), size); break;
    default: file.resize(std::max<std::size_t>(place, 1)); break;
    }
}

} // namespace

void ledger_file(std::string_view bytes)
{
    std::string file = sound().bytes();
    for (std::size_t edits = 0; bytes.size() >= bytes_of_an_edit && edits < most_edits; ++edits) {
        edit(file, bytes.substr(0, bytes_of_an_edit));
        bytes.remove_prefix(bytes_of_an_edit);
    }
    std::ofstream{sound().copy(), std::ios::binary | std::ios::trunc} << file;
    ledger::Report report;
    try {
        report = ledger::verify({.data_file = sound().copy(),
                                 .trusted_keys = {sound().key()},
                                 .held_checkpoints = {sound().last_note()}});
    } catch (const base::Unavailable&) {
        return; // it says that it knows nothing
    }
    const bool is_rightly_whole = !report.is_whole() || sound().holds(sound().copy());
    base::check(is_rightly_whole, "what is called whole holds what was signed, all of it");
}

} // namespace fuzz
