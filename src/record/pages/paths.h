// Where the pages about entries and drafts are.
#pragma once

#include "base/id.h"
#include "record/draft.h"
#include "web/url.h"

#include <cstdint>
#include <string>

namespace record::paths {

inline web::Url record(base::RecordId record)
{
    return web::Url{"/records"} / record.text();
}

inline web::Url chronology(base::RecordId record_id)
{
    return record(record_id) / "chronology";
}

inline web::Url entry(base::RecordId record_id, std::uint64_t sequence)
{
    return record(record_id) / "entries" / std::to_string(sequence);
}

inline web::Url correct(base::RecordId record_id, std::uint64_t sequence)
{
    return entry(record_id, sequence) / "correct";
}

inline web::Url proof(base::RecordId record_id, std::uint64_t sequence)
{
    return entry(record_id, sequence) / "proof";
}

inline web::Url proof_file(base::RecordId record_id, std::uint64_t sequence)
{
    return proof(record_id, sequence) / "file";
}

/// A new entry of this form, about this child and whoever else the form is about.
inline web::Url start(std::string_view form, base::RecordId record_id)
{
    return (web::Url{"/record"} / form).with_query("record", record_id.text());
}

inline web::Url draft(DraftId id)
{
    return web::Url{"/drafts"} / id.text();
}

inline web::Url check(DraftId id)
{
    return draft(id) / "check";
}

inline web::Url sign(DraftId id)
{
    return draft(id) / "sign";
}

inline web::Url discard(DraftId id)
{
    return draft(id) / "discard";
}

} // namespace record::paths
