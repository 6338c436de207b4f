#include "record/entry_json.h"

namespace record {

using base::json::array;
using base::json::object;

object to_json(const access::Signer& signer)
{
    return {{"staff", signer.staff.text()},
            {"name", signer.name},
            {"post_title", signer.post_title},
            {"agency", signer.agency},
            {"team", signer.team}};
}

object to_json(const SignedEntry& entry)
{
    object members{{"record", entry.record.text()},    {"sequence", entry.sequence},
                   {"position", entry.position},       {"event", entry.event.text()},
                   {"form", entry.form_reference},     {"title", entry.title},
                   {"signer", to_json(entry.signer)},  {"occurred", entry.occurred.text()},
                   {"recorded", entry.recorded.iso()}, {"leaf", base::to_hex(entry.leaf)}};
    if (entry.late_reason) members["late_reason"] = *entry.late_reason;
    if (entry.corrects) members["corrects"] = *entry.corrects;
    array answered;
    for (const Answered& one : entry.answered) {
        object answer = manual::to_json(manual::Answers{{one.field, one.answer}});
        answered.push_back(object{{"field", one.field},
                                  {"question", one.question},
                                  {"kind", manual::to_word(one.kind)},
                                  {"part", manual::to_word(one.part)},
                                  {"answer", std::move(answer[one.field])}});
    }
    members["answered"] = std::move(answered);
    return members;
}

object to_json(const ReadableEntry& readable)
{
    object members = to_json(readable.entry);
    array corrections;
    for (const SignedEntry& correction : readable.corrections) {
        corrections.push_back(to_json(correction));
    }
    members["corrections"] = std::move(corrections);
    return members;
}

object to_json(const SignedEvent& event)
{
    array entries;
    for (const SignedPart& part : event.parts) {
        entries.push_back(object{{"record", part.record.text()}, {"sequence", part.sequence}});
    }
    return {{"event", event.event.text()}, {"entries", std::move(entries)}};
}

} // namespace record
