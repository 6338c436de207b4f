#include "app/doctor/serving_checks.h"

#include "app/doctor/machine_checks.h"
#include "web/certificate.h"
#include "web/readiness.h"

#include <fmt/format.h>
#include <sys/stat.h>

namespace app::doctor {

namespace {

constexpr std::int64_t day = 24LL * 60 * 60 * 1000;
constexpr std::int64_t enough_days = 21;
constexpr const char* renew = "Put a new certificate in its place and restart Heed.";

web::TlsFiles files_of(const Visit& visit)
{
    if (!visit.serve.tls.certificate.empty()) return visit.serve.tls;
    return {visit.open.folder.certificate(), visit.open.folder.private_key()};
}

/// The group may read it, as that of a file that root keeps for Heed; nobody else, and no writing.
bool is_open_to_others(const std::filesystem::path& path)
{
    struct stat status = {};
    return ::stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRWXO | S_IWGRP)) != 0;
}

Finding wrong(std::string what, std::string advice)
{
    return {.state = State::wrong, .what = std::move(what), .advice = std::move(advice)};
}

Finding of_days(const web::CertificateFacts& facts, base::Instant now)
{
    const std::int64_t days = (facts.until.milliseconds - now.milliseconds) / day;
    const std::string until = base::plain(facts.until);
    if (now < facts.from) return wrong("The certificate is not good yet.", renew);
    if (facts.until <= now) return wrong("The certificate ended on " + until + ".", renew);
    if (days < enough_days) {
        return wrong(fmt::format("The certificate ends in {} days, on {}.", days, until), renew);
    }
    const std::string what = fmt::format("The certificate is good until {}.", until);
    if (!facts.signs_itself) return {.state = State::well, .what = what, .advice = {}};
    return {.state = State::note,
            .what = what + " It is one of Heed's own: browsers warn of it.",
            .advice = {}};
}

} // namespace

Finding check_certificate(const Visit& visit, const base::Clock& clock)
{
    const web::TlsFiles files = files_of(visit);
    if (visit.serve.tls.certificate.empty() && !std::filesystem::exists(files.certificate)) {
        return {.state = State::note,
                .what = "There is no certificate yet; one is made at the first start.",
                .advice = {}};
    }
    if (is_open_to_others(files.private_key)) {
        return wrong("Others on this machine may use the certificate's key " +
                         files.private_key.string() + ".",
                     "chmod 600 " + files.private_key.string() + ", and ask for a new certificate");
    }
    const web::CertificateFacts facts = web::read_certificate(files.certificate, visit.serve.hosts);
    web::open_tls(files);
    if (!facts.not_named.empty()) {
        return wrong(
            fmt::format("The certificate is not for {}.", fmt::join(facts.not_named, ", ")),
            "Ask for one with every name that people use.");
    }
    return of_days(facts, clock.now());
}

Finding check_server(const Visit& visit, const base::Clock& /*clock*/)
{
    const std::optional<pid_t> process = process_with_lock(visit);
    if (!process) return {.state = State::note, .what = "No server runs.", .advice = {}};
    try {
        const web::Readiness readiness = web::ask_ready(visit.serve.address, visit.serve.port);
        if (readiness.status == 200) {
            return {.state = State::well, .what = "The server runs and is ready.", .advice = {}};
        }
        return wrong("The server runs and is not ready: " + readiness.words,
                     "running.md, When something is wrong, says what to do.");
    } catch (const std::runtime_error& error) {
        return wrong(fmt::format("Heed uses the folder (process {}). {}", *process, error.what()),
                     "If the server listens elsewhere, say where (--address, --port, or "
                     "/etc/heed/heed.conf). If another heed command was at work, ask again.");
    }
}

} // namespace app::doctor
