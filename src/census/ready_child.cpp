#include "census/ready_child.h"

#include "base/bytes.h"

#include <fmt/format.h>

namespace census {

ReadyChild to_ready(const Return& source, const Child& child)
{
    const std::string& id = child.la_child_id->value;
    ReadyChild ready{
        .key = fmt::format("heed-census-child-1\n{}\n{}\n", source.authority, id),
        .entries = entries_of(source, child),
        .entry_keys = {},
    };
    for (const ImportedEntry& entry : ready.entries) {
        ready.entry_keys.push_back(base::to_hex(entry_key(source.authority, id, entry)));
    }
    return ready;
}

base::Digest digest_of(const ReadyChild& child)
{
    std::string all = child.key;
    for (const std::string& key : child.entry_keys)
        all += key;
    return base::sha256(base::view_bytes(all));
}

base::json::object keys_of(const ReadyChild& child, std::size_t place)
{
    base::json::object keys;
    keys["child"] = child.key;
    keys["entry"] = child.entry_keys[place];
    return keys;
}

} // namespace census
