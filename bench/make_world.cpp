// Makes an installation with as many children's records as are asked for, to measure on:
//
//   make_world FOLDER RECORDS [DATABASE KEYS_DATABASE]
//
// Twenty children to a worker, ten workers to a team, four children to a household. The workers are
// called worker0, worker1 … and sign in with a token (heed user token). Names are put together from
// syllables, so that a search has something to find: nobody is called so.
#include "app/installation.h"
#include "base/errors.h"
#include "record/signing.h"

#include <array>
#include <atomic>
#include <cstdlib>
#include <fmt/format.h>
#include <thread>

namespace {

constexpr std::size_t children_to_a_worker = 20;
constexpr std::size_t workers_to_a_team = 10;
constexpr std::size_t at_once = 64;

constexpr std::array<const char*, 16> beginnings = {"Ash", "Bel", "Cor", "Dun", "El",  "Fen",
                                                    "Gal", "Hol", "Is",  "Jor", "Kel", "Lin",
                                                    "Mar", "Nor", "Os",  "Pen"};
constexpr std::array<const char*, 16> middles = {"a", "be", "di", "fo", "gu", "la", "me", "ni",
                                                 "o", "pa", "ri", "so", "ta", "ve", "wi", "y"};
constexpr std::array<const char*, 16> ends = {"bourne", "combe",  "dale", "field", "ford",  "gate",
                                              "ham",    "hurst",  "ley",  "mere",  "mouth", "ridge",
                                              "stead",  "thorpe", "well", "worth"};

std::string name_of(std::size_t number)
{
    const auto part = [&](const auto& parts, std::size_t by) { return parts[number / by % 16]; };
    return fmt::format("{}{} {}{}{}", part(beginnings, 1), part(middles, 16), part(beginnings, 256),
                       part(middles, 4096), part(ends, 65536 / 16));
}

class Maker {
public:
    explicit Maker(const app::OpenOptions& options) : m_installation{options, m_clock, m_random} {}

    /// Prints the id of the first worker's team, which a new record can be given to.
    void make(std::size_t records)
    {
        const std::size_t workers = records / children_to_a_worker + 1;
        add_workers(workers);
        fmt::print("{}\n", m_viewers.front().team().text());
        std::atomic<std::size_t> next = 0;
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < at_once; ++i) {
            threads.emplace_back([&] {
                for (std::size_t number = next++; number < records; number = next++) {
                    add_child(number);
                }
            });
        }
    }

private:
    record::Desk& desk() { return m_installation.desk(); }
    site::Site& site() { return m_installation.site(); }

    void add_workers(std::size_t count)
    {
        const access::Directory& directory = site().directory;
        desk().data.write({desk().partnership, "bench people", ""}, [&](store::Writer& writer) {
            const auto agency = directory.add_agency(
                writer, {.id = access::AgencyId::make(m_random), .name = "Larkmouth Council"});
            access::TeamId team;
            for (std::size_t number = 0; number < count; ++number) {
                if (number % workers_to_a_team == 0) {
                    team = directory
                               .add_team(writer, {.id = access::TeamId::make(m_random),
                                                  .agency = agency->id,
                                                  .name = fmt::format("Team {}", number)})
                               ->id;
                }
                const auto staff = directory.add_staff(writer,
                                                       {.id = base::StaffId::make(m_random),
                                                        .login = fmt::format("worker{}", number),
                                                        .name = fmt::format("Worker {}", number),
                                                        .post_title = "Social worker",
                                                        .team = team,
                                                        .role = "social-worker"},
                                                       desk().manual_now());
                base::check(staff.has_value(), "a worker can be added");
                m_staff.push_back(staff->id);
            }
            return std::string{};
        });
        m_viewers = desk().data.read([&](store::Reader& reader) {
            std::vector<access::Viewer> viewers;
            for (const base::StaffId& staff : m_staff) {
                viewers.push_back(site().viewers.find(reader, staff).value());
            }
            return viewers;
        });
    }

    void add_child(std::size_t number)
    {
        const manual::Form* const form =
            desk().manual_now().form_for(manual::Purpose::child_details);
        const base::json::object details{
            {"full_name", name_of(number)},
            {"born",
             fmt::format("{}-{:02}-{:02}", 2009 + number % 16, 1 + number % 12, 1 + number % 28)},
            {"sex", "U"},
            {"ethnicity", "NOBT"},
            {"religion", "None"},
            {"language", "English"},
            {"disabilities", base::json::array{"NONE"}},
            {"address", fmt::format("{} Quay Steps, Larkmouth", number / 4)},
            {"household", fmt::format("household {}", number / 4)},
            {"school", "Larkmouth Primary"}};
        const auto answers = manual::answers_from_json(*form, details);
        base::check(answers.has_value(), "a child's details can be read");
        const access::Viewer& worker = m_viewers[number / children_to_a_worker];
        const auto opened =
            record::open_record(desk(), site().directory, worker,
                                {.details = *answers,
                                 .team = worker.team(),
                                 .worker = worker.staff(),
                                 .idempotency_key = fmt::format("child {}", number)});
        base::check(opened.has_value(), "a child's record can be opened");
    }

    base::SystemClock m_clock;
    base::SystemRandom m_random;
    app::Installation m_installation;
    std::vector<base::StaffId> m_staff;
    std::vector<access::Viewer> m_viewers;
};

} // namespace

int main(int count, char** words)
{
    if (count != 3 && count != 5) {
        fmt::print(stderr, "make_world FOLDER RECORDS [DATABASE KEYS_DATABASE]\n");
        return EXIT_FAILURE;
    }
    app::OpenOptions options{.folder = {words[1]}, .master_key = {}, .manuals = {}};
    if (count == 5) {
        options.databases.data = words[3];
        options.databases.keys = words[4];
    }
    const base::SystemClock clock;
    base::SystemRandom random;
    app::Installation::create(
        options, {.name = "Larkmouth", .manual = "england", .origin = "bench.example/world"}, clock,
        random);
    Maker{options}.make(std::strtoul(words[2], nullptr, 10));
}
