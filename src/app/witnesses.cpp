#include "app/witnesses.h"

#include "base/errors.h"
#include "web/client.h"

#include <algorithm>

namespace app {

namespace {

/// Not told why there was no answer: that it cannot be reached is said, and often enough.
witness::Submit submitter(const web::ServerAddress& address, const web::ClientOptions& options)
{
    return [address, options](const std::string& body, const std::stop_token& stop) {
        try {
            web::ClientAnswer answer = web::post(address, "/add-checkpoint", body, options, stop);
            return witness::Reply{.status = answer.status, .body = std::move(answer.body)};
        } catch (const base::Unavailable& unavailable) {
            return witness::Reply{};
        }
    };
}

witness::Partner partner_from(const std::string& typed, const web::ClientOptions& options)
{
    const std::size_t equals = typed.find('=');
    const std::string url = typed.substr(0, equals);
    const auto address = web::ServerAddress::parse(url);
    if (!address) {
        throw base::BadRequest{url + " is no address of a witness: https:// and a host name, and "
                                     "perhaps a port and a path. Plain http:// is for this machine "
                                     "alone."};
    }
    const auto key =
        equals == std::string::npos
            ? std::optional<ledger::VerifierKey>{}
            : ledger::parse_verifier_key(typed.substr(equals + 1), ledger::KeyKind::witness);
    if (!key) {
        throw base::BadRequest{"After " + url +
                               " comes = and the witness's verifier key, as heed "
                               "witness init printed it, in quotes."};
    }
    return {.key = *key, .submit = submitter(*address, options)};
}

} // namespace

void add_witness_options(CLI::App& command, WitnessOptions& options)
{
    command
        .add_option("--witness", options.witnesses,
                    "A witness that cosigns the ledger's checkpoints, as \"URL=VERIFIER-KEY\"; may "
                    "be given several times, or as a list with commas")
        ->delimiter(',')
        ->envname("HEED_WITNESSES");
    command
        .add_option("--witness-certificates", options.certificates,
                    "Certificates (PEM) of witnesses, besides those that this machine believes")
        ->envname("HEED_WITNESS_CERTIFICATES");
}

std::unique_ptr<witness::Rounds>
open_witnesses(Installation& installation, const WitnessOptions& options, const base::Clock& clock)
{
    const web::ClientOptions client{.certificates = options.certificates};
    if (!options.certificates.empty() && !std::filesystem::exists(options.certificates)) {
        throw base::BadRequest{"There is no file " + options.certificates + "."};
    }
    std::vector<witness::Partner> partners;
    for (const std::string& typed : options.witnesses) {
        witness::Partner partner = partner_from(typed, client);
        for (const witness::Partner& other : partners) {
            if (other.key.name != partner.key.name) continue;
            throw base::BadRequest{"The witness " + other.key.name + " is named twice."};
        }
        partners.push_back(std::move(partner));
    }
    if (partners.empty()) return nullptr;
    return std::make_unique<witness::Rounds>(installation.ledger(), installation.data(),
                                             std::move(partners), clock);
}

void ask_first(witness::Rounds& witnesses)
{
    try {
        witnesses.push();
    } catch (const base::Unavailable&) {
        // The ledger has no state that could be shown: why, /readyz says.
    }
    witnesses.start();
}

} // namespace app
