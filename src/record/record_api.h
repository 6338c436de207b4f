// Entries, events, drafts and the ledger in the JSON API: the same functions as the pages call.
#pragma once

#include "site/api.h"

namespace record {

void add_entry_api(site::Api& api);
void add_event_api(site::Api& api);
void add_draft_api(site::Api& api);
void add_ledger_api(site::Api& api);

} // namespace record
