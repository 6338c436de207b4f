// Entries as the JSON API shows them.
#pragma once

#include "base/json.h"
#include "record/reading.h"
#include "record/signing.h"

namespace record {

base::json::object to_json(const access::Signer& signer);
base::json::object to_json(const SignedEntry& entry);
base::json::object to_json(const ReadableEntry& readable);
base::json::object to_json(const SignedEvent& event);

} // namespace record
