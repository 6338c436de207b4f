// Makes a data folder with a long ledger to run `heed verify` on:
//
//   make_ledger FOLDER ENTRIES TOGETHER
//
// Entries of about 1.5 KB, twenty to a record, TOGETHER of them in each durable commit. Then it
// says how long proofs of them are, and how long it takes to make them.
#include "app/data_folder.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "ledger/ledger.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <random>

namespace {

constexpr std::size_t entries_per_record = 20;
constexpr std::size_t payload_bytes = 1400;

class Generator {
public:
    Generator(const app::DataFolder& folder)
        : m_keys{seal::KeyStore::open(folder.key_file(),
                                      seal::MasterKey::create_file(folder.master_key()).value(),
                                      m_clock)},
          m_data{store::Database::open(folder.data_file(), {.migrations = embedded::migrations()},
                                       m_clock)},
          m_partnership{base::PartnershipId::make(m_random)}, m_ledger{m_data, *m_keys,
                                                                       m_partnership,
                                                                       "bench.example/ledger"}
    {
    }

    void make(std::size_t entries, std::size_t together)
    {
        std::vector<base::RecordId> records(entries / entries_per_record + 1);
        for (base::RecordId& record : records)
            record = base::RecordId::make(m_random);
        m_ledger.open_records(records);
        for (std::size_t made = 0; made < entries; made += together) {
            const std::size_t end = std::min(entries, made + together);
            m_data.write({m_partnership, "bench", {}}, [&](store::Writer& writer) {
                for (std::size_t i = made; i < end; ++i)
                    m_ledger.append(writer, entry_on(records[i % records.size()]));
                return std::string{};
            });
        }
        m_ledger.keep_checkpoint();
    }

    /// Of random entries and states: what a page, a download or a witness asks for.
    void time_proofs()
    {
        const std::uint64_t size =
            m_data.read([&](store::Reader& reader) { return m_ledger.checkpoint(reader).size; });
        std::mt19937_64 dice{1};
        std::uniform_int_distribution<std::uint64_t> place{1, size - 1};
        const auto inclusion = [&](store::Reader& reader) {
            return m_ledger.inclusion(reader, place(dice), size).path.size();
        };
        const auto consistency = [&](store::Reader& reader) {
            return m_ledger.consistency(reader, place(dice), size).path.size();
        };
        time_proof("inclusion", inclusion);
        time_proof("consistency", consistency);
    }

private:
    template <typename Prove> void time_proof(std::string_view name, Prove prove)
    {
        using std::chrono::duration;
        constexpr std::size_t proofs = 2000;
        std::vector<double> milliseconds;
        std::size_t longest = 0;
        for (std::size_t i = 0; i < proofs; ++i) {
            const auto start = std::chrono::steady_clock::now();
            longest = std::max(longest, m_data.read(prove));
            milliseconds.push_back(
                duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
        }
        std::sort(milliseconds.begin(), milliseconds.end());
        fmt::print("{}: at most {} hashes; p50 {:.3f} ms, p99 {:.3f} ms, longest {:.3f} ms\n", name,
                   longest, milliseconds[proofs / 2], milliseconds[proofs * 99 / 100],
                   milliseconds.back());
    }

    ledger::NewEntry entry_on(base::RecordId record)
    {
        const base::Instant now = m_clock.now();
        ledger::NewEntry entry{.record = record,
                               .event = base::EventId::make(m_random),
                               .kind = "visit",
                               .form = "visit-to-child-at-home@1",
                               .actor = m_staff,
                               .occurred = ledger::Occurred::at(now),
                               .recorded = now,
                               .payload = {}};
        entry.payload["words"] = std::string(payload_bytes, 'w');
        return entry;
    }

    base::SystemClock m_clock;
    base::SystemRandom m_random;
    std::unique_ptr<seal::KeyStore> m_keys;
    store::Database m_data;
    base::PartnershipId m_partnership;
    base::StaffId m_staff = base::StaffId::make(m_random);
    ledger::Ledger m_ledger;
};

} // namespace

int main(int count, char** arguments)
{
    const auto entries = count == 4 ? base::parse_decimal(arguments[2]) : std::nullopt;
    const auto together = count == 4 ? base::parse_decimal(arguments[3]) : std::nullopt;
    if (!entries || !together || *together == 0) {
        fmt::print(stderr, "make_ledger FOLDER ENTRIES TOGETHER\n");
        return 2;
    }
    const app::DataFolder folder{arguments[1]};
    std::filesystem::create_directories(folder.keys());
    Generator generator{folder};
    generator.make(*entries, *together);
    generator.time_proofs();
    return 0;
}
