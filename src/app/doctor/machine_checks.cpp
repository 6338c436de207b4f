#include "app/doctor/machine_checks.h"

#include "base/errors.h"
#include "base/text.h"
#include "ledger/verify_standing.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>
#include <unistd.h>

namespace app::doctor {

namespace {

constexpr std::uint64_t mebibyte = 1ULL << 20U;
constexpr std::uint64_t fewest_files = 4096;
constexpr std::uint64_t least_locked = mebibyte;
constexpr std::uint64_t unlimited = UINT64_MAX;

std::vector<std::string> lines_of(const std::filesystem::path& path)
{
    std::ifstream file{path};
    if (!file) throw base::Unavailable{path.string() + " cannot be read."};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

std::vector<std::string> words_of(const std::string& line)
{
    std::istringstream stream{line};
    std::vector<std::string> words;
    for (std::string found; stream >> found;)
        words.push_back(found);
    return words;
}

/// Of the server when one runs: its limits count, not those of whoever asks.
struct Limit {
    std::uint64_t soft = 0;
    bool is_servers = false;
};

Limit limit_called(const Visit& visit, std::string_view name)
{
    const std::optional<pid_t> server = process_with_lock(visit);
    const std::string process = server ? std::to_string(*server) : "self";
    for (const std::string& line : lines_of(visit.system / "proc" / process / "limits")) {
        if (!line.starts_with(name)) continue;
        const std::vector<std::string> words = words_of(line.substr(name.size()));
        if (words.empty()) break;
        const auto number = base::parse_decimal(words.front());
        return {.soft = words.front() == "unlimited" ? unlimited : number.value_or(0),
                .is_servers = server.has_value()};
    }
    throw base::Unavailable{"The kernel does not say what the limit is."};
}

/// No server runs: the limits of this shell say nothing of the service's.
Finding of_no_server(std::string what)
{
    return {.state = State::note,
            .what = std::move(what) + " No server runs; the service has limits of its own.",
            .advice = {}};
}

struct Latency {
    double middle = 0;
    double longest = 0;
};

Latency measure_sync(const std::filesystem::path& folder)
{
    const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) {
        throw base::Unavailable{"No file can be made in " + folder.string() +
                                " to try its disk with."};
    }
    std::array<double, 15> milliseconds{};
    const std::array<char, 8192> block{};
    bool is_kept = true;
    for (double& one : milliseconds) {
        const auto start = std::chrono::steady_clock::now();
        is_kept = is_kept &&
                  ::write(file, block.data(), block.size()) == static_cast<ssize_t>(block.size());
        is_kept = is_kept && ::fsync(file) == 0;
        one = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                  .count();
    }
    ::close(file);
    if (!is_kept) throw base::Conflict{"The disk does not keep what it is asked to keep."};
    std::sort(milliseconds.begin(), milliseconds.end());
    return {milliseconds[milliseconds.size() / 2], milliseconds.back()};
}

/// zram is memory; a device that the mapper decrypts says so in its name for itself.
bool is_safe_swap(const Visit& visit, const std::filesystem::path& device)
{
    std::error_code ignored;
    const auto real = std::filesystem::weakly_canonical(device, ignored);
    const std::string name = real.empty() ? device.filename() : real.filename();
    if (name.starts_with("zram")) return true;
    std::ifstream file{visit.system / "sys/class/block" / name / "dm/uuid"};
    std::string uuid;
    return std::getline(file, uuid) && uuid.starts_with("CRYPT-");
}

} // namespace

std::optional<pid_t> process_with_lock(const Visit& visit)
{
    struct stat status = {};
    if (::stat(visit.open.folder.lock().c_str(), &status) != 0) return std::nullopt;
    const std::string file =
        fmt::format("{:02x}:{:02x}:{}", major(status.st_dev), minor(status.st_dev), status.st_ino);
    for (const std::string& line : lines_of(visit.system / "proc/locks")) {
        // 1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF
        const std::vector<std::string> words = words_of(line);
        if (words.size() < 6 || words[1] != "FLOCK" || words[5] != file) continue;
        return static_cast<pid_t>(base::parse_decimal(words[4]).value_or(0));
    }
    return std::nullopt;
}

Finding check_free_space(const Visit& visit, const base::Clock& /*clock*/)
{
    struct statvfs disk = {};
    if (::statvfs(visit.open.folder.root.c_str(), &disk) != 0) {
        throw base::Unavailable{"The folder " + visit.open.folder.root.string() +
                                " cannot be looked at."};
    }
    const std::uint64_t free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    const std::string what =
        fmt::format("{} MiB are free on the data folder's disk.", free / mebibyte);
    if (free >= visit.least_free) return {.state = State::well, .what = what, .advice = {}};
    return {.state = State::wrong,
            .what = what,
            .advice = "Make room now. When the disk is full, nothing more can be saved."};
}

Finding check_disk(const Visit& visit, const base::Clock& /*clock*/)
{
    try {
        const Latency latency = measure_sync(visit.open.folder.root);
        return {.state = State::well,
                .what =
                    fmt::format("The disk takes what must be kept (fsync): {:.1f} ms as a rule, "
                                "{:.1f} ms at most.",
                                latency.middle, latency.longest),
                .advice = {}};
    } catch (const base::Conflict& conflict) {
        return {.state = State::wrong,
                .what = conflict.what(),
                .advice = "Look at the kernel's log (journalctl -k) and change the disk."};
    }
}

Finding check_swap(const Visit& visit, const base::Clock& /*clock*/)
{
    std::string open;
    std::size_t used = 0;
    const std::vector<std::string> lines = lines_of(visit.system / "proc/swaps");
    for (std::size_t at = 1; at < lines.size(); ++at) {
        const std::vector<std::string> words = words_of(lines[at]);
        if (words.empty()) continue;
        ++used;
        if (!is_safe_swap(visit, words.front())) open += (open.empty() ? "" : ", ") + words.front();
    }
    if (used == 0) return {.state = State::well, .what = "There is no swap.", .advice = {}};
    if (open.empty()) return {.state = State::well, .what = "Swap is encrypted.", .advice = {}};
    return {.state = State::wrong,
            .what = "Memory can be written to disk in clear: " + open + " is not encrypted swap.",
            .advice = "Turn it off (swapoff -a, and its line in /etc/fstab), or encrypt it."};
}

Finding check_core_dumps(const Visit& visit, const base::Clock& /*clock*/)
{
    const Limit limit = limit_called(visit, "Max core file size");
    if (limit.soft == 0) {
        return {.state = State::well, .what = "No core files are written.", .advice = {}};
    }
    const std::string what = "A program that crashes leaves its memory in a core file.";
    if (!limit.is_servers) return of_no_server(what);
    return {.state = State::wrong,
            .what = what + " The server's memory holds names and keys.",
            .advice = "Start it with LimitCORE=0, as the package's unit does."};
}

Finding check_open_files(const Visit& visit, const base::Clock& /*clock*/)
{
    const Limit limit = limit_called(visit, "Max open files");
    const std::string what = fmt::format("It may have {} files open at once.", limit.soft);
    if (limit.soft >= fewest_files) return {.state = State::well, .what = what, .advice = {}};
    if (!limit.is_servers) return of_no_server(what);
    return {.state = State::wrong,
            .what = what + " Every connection is one.",
            .advice = "Start it with LimitNOFILE=65536, as the package's unit does."};
}

Finding check_locked_memory(const Visit& visit, const base::Clock& /*clock*/)
{
    const Limit limit = limit_called(visit, "Max locked memory");
    if (limit.soft >= least_locked) {
        return {.state = State::well, .what = "Keys can be kept out of swap.", .advice = {}};
    }
    const std::string what = fmt::format("It may lock {} KiB of memory, too little to keep keys "
                                         "out of swap.",
                                         limit.soft / 1024);
    if (!limit.is_servers) return of_no_server(what);
    return {.state = State::wrong,
            .what = what,
            .advice = "Start it with LimitMEMLOCK=16M, as the package's unit does."};
}

Finding check_clock(const Visit& /*visit*/, const base::Clock& /*clock*/)
{
    timex state = {};
    const int answer = ::adjtimex(&state);
    if (answer < 0) throw base::Unavailable{"The kernel does not say how the clock is kept."};
    return finding_of_clock(answer, state.status);
}

Finding finding_of_clock(int answer, int status)
{
    if (answer != TIME_ERROR && (status & STA_UNSYNC) == 0) {
        return {.state = State::well, .what = "The clock is kept right by others.", .advice = {}};
    }
    return {.state = State::wrong,
            .what = "Nobody keeps this machine's clock right. Every entry carries its time, and "
                    "what is due counts from it.",
            .advice = "Install systemd-timesyncd or chrony, or see why it has no server to ask "
                      "(timedatectl)."};
}

Finding check_sqlite(const Visit& /*visit*/, const base::Clock& /*clock*/)
{
    return finding_of_sqlite(ledger::sqlite_version());
}

Finding finding_of_sqlite(int version)
{
    constexpr int oldest = 3'037'000; // the first with STRICT tables
    constexpr int mended = 3'051'003; // the first where two may reset the log at once
    const std::string what = fmt::format("SQLite is {}.{}.{}.", version / 1'000'000,
                                         version / 1000 % 1000, version % 1000);
    if (version < oldest) {
        return {.state = State::wrong,
                .what = what + " Heed cannot work with it.",
                .advice = "Install Debian's libsqlite3-0, version 3.40 or later."};
    }
    if (version >= mended) return {.state = State::well, .what = what, .advice = {}};
    return {.state = State::well,
            .what = what + " It can damage a file when two connections tidy the log at once; in "
                           "Heed only one ever does. Never open heed.db with another tool.",
            .advice = {}};
}

} // namespace app::doctor
