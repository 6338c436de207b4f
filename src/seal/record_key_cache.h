// The record keys used last, unwrapped, up to a fixed number.
#pragma once

#include "base/id.h"
#include "seal/key.h"

#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace seal {

/// Safe to use from any thread.
class RecordKeyCache {
public:
    explicit RecordKeyCache(std::size_t limit) : m_limit{limit} {}

    std::optional<Key> find(base::PartnershipId partnership, base::RecordId record);

    /// Lets go of the key that was used longest ago when there would be too many.
    void add(base::PartnershipId partnership, base::RecordId record, const Key& key);

    std::size_t size() const;

private:
    struct Name {
        base::PartnershipId partnership;
        base::RecordId record;

        friend bool operator==(const Name&, const Name&) = default;
    };

    struct HashName {
        std::size_t operator()(const Name& name) const
        {
            return std::hash<base::RecordId>{}(name.record) ^
                   (std::hash<base::PartnershipId>{}(name.partnership) * 3);
        }
    };

    struct Kept {
        Name name;
        Key key;
    };

    const std::size_t m_limit;
    mutable std::mutex m_mutex;
    std::list<Kept> m_kept; ///< the one used last comes first
    std::unordered_map<Name, std::list<Kept>::iterator, HashName> m_places;
};

} // namespace seal
