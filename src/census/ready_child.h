// A child of a return about to be written, with the keys by which its entries are known again.
#pragma once

#include "census/entries.h"

#include <string>
#include <string_view>
#include <vector>

namespace census {

/// The partnership's purpose key under which the keys become tokens.
constexpr std::string_view token_purpose = "census";

/// The member of an entry's payload that holds its keys. The projection makes its tables from it.
constexpr std::string_view keys_member = "import";

struct ReadyChild {
    /// The authority's own number for the child, which it never gives again.
    std::string key;
    std::vector<ImportedEntry> entries;
    std::vector<std::string> entry_keys; ///< hexadecimal, one for each entry
};

ReadyChild to_ready(const Return& source, const Child& child);

/// Of everything that would be written.
base::Digest digest_of(const ReadyChild& child);

base::json::object keys_of(const ReadyChild& child, std::size_t place);

} // namespace census
