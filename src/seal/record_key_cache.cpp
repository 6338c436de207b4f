#include "seal/record_key_cache.h"

namespace seal {

std::optional<Key> RecordKeyCache::find(base::PartnershipId partnership, base::RecordId record)
{
    const std::lock_guard lock{m_mutex};
    const auto place = m_places.find({partnership, record});
    if (place == m_places.end()) return std::nullopt;
    m_kept.splice(m_kept.begin(), m_kept, place->second);
    return m_kept.front().key;
}

void RecordKeyCache::add(base::PartnershipId partnership, base::RecordId record, const Key& key)
{
    const std::lock_guard lock{m_mutex};
    const Name name{partnership, record};
    if (m_places.contains(name)) return;
    m_kept.push_front({name, key});
    m_places.emplace(name, m_kept.begin());
    if (m_kept.size() > m_limit) {
        m_places.erase(m_kept.back().name);
        m_kept.pop_back();
    }
}

std::size_t RecordKeyCache::size() const
{
    const std::lock_guard lock{m_mutex};
    return m_kept.size();
}

} // namespace seal
