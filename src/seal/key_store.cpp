#include "seal/key_store.h"

#include "base/errors.h"
#include "base/text.h"
#include "seal/envelope.h"
#include "seal/record_key_cache.h"
#include "seal/sodium.h"
#include "store/database.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <mutex>

namespace seal {

namespace {

using store::to_value;

/// More than a large partnership has open at once; about 13 MB when full.
constexpr std::size_t cached_record_keys = 65536;
constexpr std::string_view check_text = "heed-keys/1";
constexpr std::string_view check_context = "heed-check-1";

constexpr store::Query read_setting{
    .name = "seal.read_setting",
    .sql = "SELECT value FROM key_setting WHERE name = :name",
};

constexpr store::Query add_setting{
    .name = "seal.add_setting",
    .sql = "INSERT INTO key_setting (name, value) VALUES (:name, :value)",
};

constexpr store::Query read_partnerships{
    .name = "seal.read_partnerships",
    .sql = "SELECT partnership_id FROM partnership_key ORDER BY partnership_id",
};

constexpr store::Query read_partnership{
    .name = "seal.read_partnership",
    .sql = R"sql(
        SELECT wrapped, signing_wrapped, signing_public
          FROM partnership_key
         WHERE partnership_id = :partnership)sql",
};

constexpr store::Query add_partnership{
    .name = "seal.add_partnership",
    .sql = R"sql(
        INSERT INTO partnership_key
               (partnership_id, wrapped, signing_wrapped, signing_public, created_at)
        VALUES (:partnership, :wrapped, :signing_wrapped, :signing_public, :created_at)
        ON CONFLICT (partnership_id) DO NOTHING)sql",
};

constexpr store::Query read_record_key{
    .name = "seal.read_record_key",
    .sql = R"sql(
        SELECT wrapped
          FROM record_key
         WHERE partnership_id = :partnership AND record_id = :record)sql",
};

constexpr store::Query add_record_key{
    .name = "seal.add_record_key",
    .sql = R"sql(
        INSERT INTO record_key (partnership_id, record_id, wrapped)
        VALUES (:partnership, :record, :wrapped)
        ON CONFLICT (partnership_id, record_id) DO NOTHING)sql",
};

constexpr store::Query read_checkpoint{
    .name = "seal.read_checkpoint",
    .sql = "SELECT size, note FROM kept_checkpoint WHERE partnership_id = :partnership",
};

constexpr store::Query write_checkpoint{
    .name = "seal.write_checkpoint",
    .sql = R"sql(
        INSERT INTO kept_checkpoint (partnership_id, size, note)
        VALUES (:partnership, :size, :note)
        ON CONFLICT (partnership_id)
        DO UPDATE SET size = excluded.size, note = excluded.note
            WHERE excluded.size >= kept_checkpoint.size)sql",
};

std::string partnership_context(std::string_view what, base::PartnershipId partnership)
{
    return fmt::format("heed-key-1 {} {}", what, base::to_hex(partnership.bytes()));
}

std::string record_context(base::PartnershipId partnership, base::RecordId record)
{
    return fmt::format("heed-key-1 record {} {}", base::to_hex(partnership.bytes()),
                       base::to_hex(record.bytes()));
}

Key unwrap(const Key& above, base::ByteView wrapped, std::string_view context)
{
    base::Result<base::Bytes, OpenRefusal> opened = seal::open(above, wrapped, context);
    if (!opened) {
        throw base::Unavailable{
            fmt::format("A key in the key store cannot be used. {} Put back the "
                        "key store from a backup.",
                        explain(opened.error()))};
    }
    const Key key = Key::from_bytes(*opened);
    sodium_memzero(opened->data(), opened->size());
    return key;
}

/// An Ed25519 key in guarded memory, unfolded from its seed once.
class SigningKey {
public:
    explicit SigningKey(const Key& seed)
        : m_secret{static_cast<std::uint8_t*>(sodium_malloc(crypto_sign_ed25519_SECRETKEYBYTES))}
    {
        if (m_secret == nullptr) throw std::bad_alloc{};
        crypto_sign_ed25519_seed_keypair(m_public.data(), m_secret.get(), seed.bytes().data());
    }

    const PublicKey& public_key() const { return m_public; }

    Signature sign(base::ByteView message) const
    {
        Signature signature{};
        crypto_sign_ed25519_detached(signature.data(), nullptr, message.data(), message.size(),
                                     m_secret.get());
        return signature;
    }

private:
    struct Free {
        void operator()(std::uint8_t* secret) const { sodium_free(secret); }
    };

    std::unique_ptr<std::uint8_t, Free> m_secret;
    PublicKey m_public{};
};

struct PartnershipKeys {
    GuardedKey key;
    SigningKey signing;
};

store::Database open_database(const store::Place& place, const base::Clock& clock)
{
    if (const auto* file = std::get_if<std::filesystem::path>(&place)) {
        std::filesystem::create_directories(file->parent_path());
        std::filesystem::permissions(file->parent_path(), std::filesystem::perms::owner_all);
    }
    return store::Database::open(place, {.migrations = embedded::key_migrations(), .readers = 2},
                                 clock);
}

std::optional<base::Bytes> setting(store::Reader& reader, std::string_view name)
{
    return reader.one(read_setting, {{"name", name}},
                      [](const store::Row& row) { return row.owned_bytes("value"); });
}

store::WriteRequest upkeep(std::string_view operation)
{
    return {.partnership = {}, .operation = operation, .idempotency_key = {}};
}

std::string to_setting(const PassphraseSettings& settings)
{
    return fmt::format("argon2id {} {} {}", settings.passes, settings.memory_bytes,
                       base::to_hex(settings.salt));
}

PassphraseSettings parse_setting(std::string_view text)
{
    const std::vector<std::string_view> words = base::split(text, ' ');
    PassphraseSettings settings;
    std::optional<base::Bytes> salt;
    if (words.size() == 4 && words[0] == "argon2id") {
        salt = base::parse_hex(words[3]);
        settings.passes = base::parse_decimal(words[1]).value_or(0);
        settings.memory_bytes = base::parse_decimal(words[2]).value_or(0);
    }
    base::check(salt && salt->size() == settings.salt.size() && settings.passes > 0 &&
                    settings.memory_bytes > 0,
                "the key store's passphrase settings can be read");
    std::copy(salt->begin(), salt->end(), settings.salt.begin());
    return settings;
}

} // namespace

class KeyStore::State {
public:
    State(store::Database database, MasterKey master, const base::Clock& clock)
        : m_database{std::move(database)}, m_master{std::move(master)}, m_clock{clock}
    {
    }

    store::Database& database() { return m_database; }

    void check_master()
    {
        std::optional<base::Bytes> kept =
            m_database.read([](store::Reader& reader) { return setting(reader, "check"); });
        if (!kept) {
            m_database.write(upkeep("keys.start"), [this](store::Writer& writer) {
                const base::Bytes sealed =
                    seal(m_master.key(), base::view_bytes(check_text), check_context);
                writer.execute(add_setting, {{"name", "check"}, {"value", base::ByteView{sealed}}});
                return std::string{};
            });
            return;
        }
        if (!seal::open(m_master.key(), *kept, check_context)) {
            throw base::Unavailable{"This is not the master key that the key store was made with. "
                                    "Give Heed the right one; nothing was changed."};
        }
    }

    void create_partnership(base::PartnershipId partnership)
    {
        m_database.write(upkeep("keys.partnership"), [&](store::Writer& writer) {
            const Key key = Key::make();
            const Key seed = Key::make();
            const SigningKey signing{seed};
            const base::Bytes wrapped =
                seal(m_master.key(), key.bytes(), partnership_context("partnership", partnership));
            const base::Bytes signing_wrapped =
                seal(key, seed.bytes(), partnership_context("signing", partnership));
            writer.execute(add_partnership,
                           {{"partnership", to_value(partnership)},
                            {"wrapped", base::ByteView{wrapped}},
                            {"signing_wrapped", base::ByteView{signing_wrapped}},
                            {"signing_public", base::ByteView{signing.public_key()}},
                            {"created_at", to_value(m_clock.now())}});
            return std::string{};
        });
    }

    /// What it returns stays where it is until the state ends.
    const PartnershipKeys& keys_of(base::PartnershipId partnership)
    {
        const std::lock_guard lock{m_mutex};
        const auto found = m_partnerships.find(partnership);
        if (found != m_partnerships.end()) return found->second;
        return m_partnerships.emplace(partnership, load(partnership)).first->second;
    }

    std::optional<Key> find_record_key(base::PartnershipId partnership, base::RecordId record)
    {
        if (std::optional<Key> cached = m_cache.find(partnership, record)) return cached;
        const std::optional<base::Bytes> wrapped = m_database.read([&](store::Reader& reader) {
            return reader.one(
                read_record_key,
                {{"partnership", to_value(partnership)}, {"record", to_value(record)}},
                [](const store::Row& row) { return row.owned_bytes("wrapped"); });
        });
        if (!wrapped) return std::nullopt;
        const Key key =
            unwrap(keys_of(partnership).key.key(), *wrapped, record_context(partnership, record));
        m_cache.add(partnership, record, key);
        return key;
    }

private:
    PartnershipKeys load(base::PartnershipId partnership)
    {
        std::optional<PartnershipKeys> keys = m_database.read([&](store::Reader& reader) {
            return reader.one(
                read_partnership, {{"partnership", to_value(partnership)}},
                [&](const store::Row& row) {
                    const Key key = unwrap(m_master.key(), row.bytes("wrapped"),
                                           partnership_context("partnership", partnership));
                    const Key seed = unwrap(key, row.bytes("signing_wrapped"),
                                            partnership_context("signing", partnership));
                    PartnershipKeys loaded{GuardedKey{key}, SigningKey{seed}};
                    const base::ByteView kept = row.bytes("signing_public");
                    base::check(std::equal(kept.begin(), kept.end(),
                                           loaded.signing.public_key().begin(),
                                           loaded.signing.public_key().end()),
                                "a partnership's public key belongs to its signing key");
                    return loaded;
                });
        });
        if (!keys) throw base::NotFound{"There are no keys for this partnership."};
        return std::move(*keys);
    }

    store::Database m_database;
    const MasterKey m_master;
    const base::Clock& m_clock;
    RecordKeyCache m_cache{cached_record_keys};
    std::mutex m_mutex; ///< for m_partnerships, whose elements never move or go
    std::map<base::PartnershipId, PartnershipKeys> m_partnerships;
};

KeyStore::KeyStore(std::unique_ptr<State> state) : m_state{std::move(state)} {}

KeyStore::~KeyStore() = default;

std::unique_ptr<KeyStore> KeyStore::open(const store::Place& place, MasterKey master,
                                         const base::Clock& clock)
{
    ready_sodium();
    auto state = std::make_unique<State>(open_database(place, clock), std::move(master), clock);
    state->check_master();
    return std::unique_ptr<KeyStore>{new KeyStore{std::move(state)}};
}

std::optional<PassphraseSettings> KeyStore::passphrase_settings(const store::Place& place,
                                                                const base::Clock& clock)
{
    store::Database database = open_database(place, clock);
    std::optional<PassphraseSettings> settings;
    database.write(upkeep("keys.passphrase"), [&](store::Writer& writer) {
        settings.reset();
        if (const auto kept = setting(writer, "passphrase")) {
            settings = parse_setting(base::view_text(*kept));
        } else if (!setting(writer, "check")) {
            settings = PassphraseSettings::make();
            const std::string text = to_setting(*settings);
            writer.execute(add_setting,
                           {{"name", "passphrase"}, {"value", base::view_bytes(text)}});
        }
        return std::string{};
    });
    return settings;
}

void KeyStore::create_partnership(base::PartnershipId partnership)
{
    m_state->create_partnership(partnership);
}

std::vector<base::PartnershipId> KeyStore::partnerships() const
{
    return m_state->database().read([](store::Reader& reader) {
        return reader.all(read_partnerships, {}, [](const store::Row& row) {
            return row.id<base::PartnershipId>("partnership_id");
        });
    });
}

Key KeyStore::purpose_key(base::PartnershipId partnership, std::string_view purpose) const
{
    return m_state->keys_of(partnership).key.key().derive(purpose);
}

void KeyStore::create_record_keys(base::PartnershipId partnership,
                                  std::span<const base::RecordId> records)
{
    if (records.empty()) return;
    const Key& above = m_state->keys_of(partnership).key.key();
    m_state->database().write(upkeep("keys.records"), [&](store::Writer& writer) {
        for (const base::RecordId record : records) {
            const Key key = Key::make();
            const base::Bytes wrapped =
                seal(above, key.bytes(), record_context(partnership, record));
            writer.execute(add_record_key, {{"partnership", to_value(partnership)},
                                            {"record", to_value(record)},
                                            {"wrapped", base::ByteView{wrapped}}});
        }
        return std::string{};
    });
}

Key KeyStore::record_key(base::PartnershipId partnership, base::RecordId record) const
{
    std::optional<Key> key = find_record_key(partnership, record);
    if (!key) throw base::NotFound{"There is no such record, or its key has been destroyed."};
    return *key;
}

std::optional<Key> KeyStore::find_record_key(base::PartnershipId partnership,
                                             base::RecordId record) const
{
    return m_state->find_record_key(partnership, record);
}

Signature KeyStore::sign(base::PartnershipId partnership, base::ByteView message) const
{
    return m_state->keys_of(partnership).signing.sign(message);
}

PublicKey KeyStore::public_key(base::PartnershipId partnership) const
{
    return m_state->keys_of(partnership).signing.public_key();
}

std::optional<KeptCheckpoint> KeyStore::checkpoint(base::PartnershipId partnership) const
{
    return m_state->database().read([&](store::Reader& reader) {
        return reader.one(
            read_checkpoint, {{"partnership", to_value(partnership)}}, [](const store::Row& row) {
                return KeptCheckpoint{row.unsigned_integer("size"), row.owned_text("note")};
            });
    });
}

void KeyStore::keep_checkpoint(base::PartnershipId partnership, const KeptCheckpoint& checkpoint)
{
    m_state->database().write(upkeep("keys.checkpoint"), [&](store::Writer& writer) {
        writer.execute(write_checkpoint, {{"partnership", to_value(partnership)},
                                          {"size", to_value(checkpoint.size)},
                                          {"note", std::string_view{checkpoint.note}}});
        return std::string{};
    });
}

std::optional<std::string> KeyStore::stopped() const
{
    return m_state->database().stopped();
}

} // namespace seal
