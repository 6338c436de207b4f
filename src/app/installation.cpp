#include "app/installation.h"

#include "access/allocation.h"
#include "access/demonstration.h"
#include "access/password.h"
#include "access/throttle.h"
#include "base/errors.h"
#include "census/import.h"
#include "pathway/due.h"
#include "person/child.h"
#include "record/projection.h"

#include <algorithm>
#include <fstream>

namespace app {

namespace {

std::string first_line(const std::string& path)
{
    std::ifstream file{path};
    std::string line;
    if (!std::getline(file, line) || line.empty()) {
        throw base::Unavailable{"The passphrase file " + path + " cannot be read, or is empty."};
    }
    return line;
}

seal::MasterKey required(seal::MasterKey::Opened opened)
{
    if (!opened) throw base::Unavailable{opened.error().advice};
    return std::move(*opened);
}

void create_master_key(const OpenOptions& options)
{
    const MasterKeySource& source = options.master_key;
    if (!source.credential.empty() || !source.passphrase_file.empty()) return;
    if (!source.file.empty() && std::filesystem::exists(source.file)) return;
    required(seal::MasterKey::create_file(
        source.file.empty() ? options.folder.master_key() : std::filesystem::path{source.file}));
}

store::Database open_data(const OpenOptions& options, const base::Clock& clock)
{
    return store::Database::open(options.data_place(), {.migrations = embedded::migrations()},
                                 clock);
}

store::Place place_of(const std::filesystem::path& file, const std::string& connection,
                      const DatabaseOptions& options)
{
    if (connection.empty()) return file;
    return store::PostgresPlace{.connection = connection,
                                .working_role = options.working_role,
                                .least_rights = options.least_rights};
}

Partnership the_partnership(store::Database& data)
{
    auto found = data.read([](store::Reader& reader) { return find_partnership(reader); });
    if (!found) {
        throw base::Unavailable{"There is no installation in this folder yet. Run heed init."};
    }
    return std::move(*found);
}

} // namespace

store::Place OpenOptions::data_place() const
{
    return place_of(folder.data_file(), databases.data, databases);
}

store::Place OpenOptions::key_place() const
{
    return place_of(folder.key_file(), databases.keys, databases);
}

bool is_there(const OpenOptions& options, const base::Clock& clock)
{
    if (options.databases.data.empty()) return std::filesystem::exists(options.folder.data_file());
    const store::Database data = open_data(options, clock);
    return data.read([](store::Reader& reader) { return find_partnership(reader).has_value(); });
}

seal::MasterKey open_master_key(const OpenOptions& options, const base::Clock& clock)
{
    const MasterKeySource& source = options.master_key;
    if (!source.credential.empty()) {
        return required(seal::MasterKey::from_credential(source.credential));
    }
    if (!source.passphrase_file.empty()) {
        const auto settings = seal::KeyStore::passphrase_settings(options.key_place(), clock);
        if (!settings) {
            throw base::Unavailable{"This installation was made with a key file, not with a "
                                    "passphrase. Say where the key file is instead."};
        }
        return seal::MasterKey::from_passphrase(first_line(source.passphrase_file), *settings);
    }
    return required(seal::MasterKey::from_file(
        source.file.empty() ? options.folder.master_key() : std::filesystem::path{source.file}));
}

manual::Library load_manuals(const OpenOptions& options)
{
    const std::filesystem::path own =
        options.manuals.empty() ? options.folder.manuals() : std::filesystem::path{options.manuals};
    manual::ManualFiles files = manual::embedded_files();
    const auto refuse_all = [](const manual::Problems& problems) {
        std::string words = "The manuals cannot be used:";
        for (const manual::Problem& problem : problems)
            words += "\n  " + problem.text();
        throw base::Unavailable{words};
    };
    if (!options.manuals.empty() || std::filesystem::exists(own)) {
        auto read = manual::read_folder(own);
        if (!read) refuse_all(read.error());
        files = manual::overridden(std::move(files), std::move(*read));
    }
    auto library = manual::Library::load(files);
    if (!library) refuse_all(library.error());
    return std::move(*library);
}

struct Installation::Parts {
    Parts(const OpenOptions& options, const base::Clock& clock, base::Random& random)
        : manuals{load_manuals(options)}, keys{seal::KeyStore::open(options.key_place(),
                                                                    open_master_key(options, clock),
                                                                    clock)},
          data{open_data(options, clock)}, partnership{the_partnership(data)}, trail{data,
                                                                                     partnership.id,
                                                                                     clock, random},
          ledger{data, *keys, partnership.id, partnership.origin}, directory{partnership.id, *keys},
          viewers{directory, manuals, partnership.manual, clock}, sessions{data, viewers, clock,
                                                                           random},
          api_tokens{viewers, clock, random}, throttle{clock}, sign_in{{data, directory, sessions,
                                                                        hasher, throttle, clock,
                                                                        random}},
          desk{partnership.id, partnership.manual, data, *keys, ledger, trail, manuals, clock,
               random},
          site{partnership.name, desk, directory, viewers, sessions, api_tokens, sign_in}
    {
        trail.write_into(ledger);
        ledger.set_projections({
            access::allocation_projection(partnership.id),
            access::read_note_projection(partnership.id, *keys),
            record::projection(partnership.id),
            person::projection(*keys, partnership.id),
            pathway::projection(manuals, partnership.manual, partnership.id),
            census::projection(*keys, partnership.id),
        });
        site.demonstration = data.read([&](store::Reader& reader) {
            return access::is_demonstration(reader, partnership.id);
        });
    }

    manual::Library manuals;
    std::unique_ptr<seal::KeyStore> keys;
    store::Database data;
    Partnership partnership;
    access::Trail trail; // before the ledger: what it appends to a group is signed with the group
    ledger::Ledger ledger;
    access::Directory directory;
    access::Viewers viewers;
    access::Sessions sessions;
    access::ApiTokens api_tokens;
    access::PasswordHasher hasher;
    access::Throttle throttle;
    access::SignIn sign_in;
    record::Desk desk;
    site::Site site;
};

void Installation::create(const OpenOptions& options, const NewInstallation& wanted,
                          const base::Clock& clock, base::Random& random)
{
    const manual::Library manuals = load_manuals(options);
    if (!manuals.has(wanted.manual)) {
        throw base::Unavailable{"There is no manual called " + wanted.manual + "."};
    }
    if (is_there(options, clock)) {
        throw base::Conflict{"There is an installation in this place already."};
    }
    app::create(options.folder);
    create_master_key(options);
    const auto keys =
        seal::KeyStore::open(options.key_place(), open_master_key(options, clock), clock);
    store::Database data = open_data(options, clock);
    const Partnership partnership{
        .id = base::PartnershipId::make(random),
        .name = wanted.name,
        .manual = wanted.manual,
        .origin = wanted.origin,
    };
    keys->create_partnership(partnership.id);
    data.write({partnership.id, "create installation", ""}, [&](store::Writer& writer) {
        write_partnership(writer, partnership, clock.now());
        return std::string{};
    });
}

Installation::Installation(const OpenOptions& options, const base::Clock& clock,
                           base::Random& random)
    : m_parts{std::make_unique<Parts>(options, clock, random)}
{
}

Installation::~Installation() = default;

const Partnership& Installation::partnership() const
{
    return m_parts->partnership;
}

site::Site& Installation::site()
{
    return m_parts->site;
}

record::Desk& Installation::desk()
{
    return m_parts->desk;
}

store::Database& Installation::data()
{
    return m_parts->data;
}

ledger::Ledger& Installation::ledger()
{
    return m_parts->ledger;
}

std::optional<std::string> Installation::not_ready() const
{
    if (auto stopped = m_parts->data.stopped()) return stopped;
    return m_parts->ledger.why_not_writable();
}

std::array<std::uint8_t, 32> Installation::form_key() const
{
    const seal::Key key = m_parts->keys->purpose_key(m_parts->partnership.id, "form tokens");
    std::array<std::uint8_t, 32> bytes{};
    std::copy_n(key.bytes().begin(), bytes.size(), bytes.begin());
    return bytes;
}

} // namespace app
