// An installation that is open: its store, keys, ledger, manuals and people, wired together. The
// one place where the pieces meet.
#pragma once

#include "access/api_token.h"
#include "access/directory.h"
#include "access/session.h"
#include "access/sign_in.h"
#include "access/trail.h"
#include "app/data_folder.h"
#include "app/partnership_store.h"
#include "ledger/ledger.h"
#include "manual/library.h"
#include "record/desk.h"
#include "seal/key_store.h"
#include "site/site.h"
#include "store/database.h"

#include <memory>
#include <string>

namespace app {

namespace access = heed::access;

/// Where the master key is. Exactly one is used: a credential before a passphrase before the file.
struct MasterKeySource {
    std::string file;            ///< empty: `keys/master.key` in the data folder
    std::string credential;      ///< a path that systemd gave
    std::string passphrase_file; ///< a file that holds the passphrase in its first line
};

/// Databases of PostgreSQL, as libpq takes them. Empty: a file in the data folder.
struct DatabaseOptions {
    std::string data;
    std::string keys;
    std::string working_role = "heed"; ///< what Heed works as; it may only add to the ledger
    /// Refuse a connection whose own role could change the ledger: for what runs all day.
    bool least_rights = false;
};

struct OpenOptions {
    DataFolder folder;
    MasterKeySource master_key;
    std::string manuals; ///< the operator's own manuals; empty: `manuals` in the data folder
    DatabaseOptions databases = {};

    store::Place data_place() const;
    store::Place key_place() const;
};

/// What a new installation is for.
struct NewInstallation {
    std::string name;   ///< the partnership's
    std::string manual; ///< the id of its manual
    std::string origin; ///< of its ledger
};

/// Whether there is an installation there.
bool is_there(const OpenOptions& options, const base::Clock& clock);

/// Throws Unavailable, with what to do, when the master key cannot be had.
seal::MasterKey open_master_key(const OpenOptions& options, const base::Clock& clock);

/// The manuals that are part of the program, with the operator's own in place of those of the same
/// name. Throws Unavailable, listing every problem, when one of them cannot be used.
manual::Library load_manuals(const OpenOptions& options);

class Installation {
public:
    /// Makes the folder, the master key and the store, empty of people. Throws Conflict when there
    /// is one already.
    static void create(const OpenOptions& options, const NewInstallation& wanted,
                       const base::Clock& clock, base::Random& random);

    /// Throws Unavailable, in words for the operator, when it cannot be opened.
    Installation(const OpenOptions& options, const base::Clock& clock, base::Random& random);
    ~Installation();
    Installation(const Installation&) = delete;
    Installation& operator=(const Installation&) = delete;

    const Partnership& partnership() const;
    site::Site& site();
    record::Desk& desk();
    store::Database& data();
    ledger::Ledger& ledger();

    /// Why it cannot serve now; empty when it can.
    std::optional<std::string> not_ready() const;

    /// The 32 secret bytes that form tokens are made with.
    std::array<std::uint8_t, 32> form_key() const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace app
