#include "record/record_api.h"

#include "base/errors.h"
#include "record/entry_json.h"
#include "record/pages/refusal.h"
#include "record/reading.h"
#include "record/signing.h"
#include "site/typing.h"

#include <charconv>

namespace record {

using base::json::array;
using base::json::object;
using site::Effect;
using web::Method;

namespace {

constexpr std::size_t page_size = 50;

std::uint64_t to_number(std::string_view text, std::string_view name)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw base::BadRequest{"Give " + std::string{name} + " as a whole number."};
    }
    return number;
}

/// Those whom the event names, for the words that its errors are told in. Leaves a note of the
/// read.
std::vector<person::Child> children_of(site::Site& site, const access::Viewer& viewer,
                                       const Event& event)
{
    std::vector<access::ReadNote> notes;
    auto children = site.desk.data.read([&](store::Reader& reader) {
        std::vector<person::Child> found;
        for (const EventPart& part : event.parts) {
            found.push_back(person::child_of(site.desk, reader, viewer, part.record));
            notes.push_back({part.record, access::Looked::form, {}});
        }
        return found;
    });
    if (!notes.empty()) site.desk.trail.note(viewer, notes);
    return children;
}

/// Answers in JSON to one part of a form. What cannot be read is added to `errors`.
manual::Answers answers_of(const manual::Form& form, const object& members,
                           std::optional<base::RecordId> record, EventErrors& errors)
{
    auto answers = manual::answers_from_json(form, members);
    if (answers) return std::move(*answers);
    for (manual::FieldError& error : answers.error()) {
        errors.push_back({record, std::move(error.field), std::move(error.message)});
    }
    return {};
}

/// The event that the body describes, not yet checked.
ReadEvent event_from(const manual::Manual& manual, const object& body)
{
    ReadEvent read;
    read.event.form = site::required_text(body, "form");
    const manual::Form& form = manual.form(read.event.form);
    read.event.shared = answers_of(form, site::required_object(body, "shared"), {}, read.errors);
    const array* const children = base::array_member(body, "children");
    if (children == nullptr) throw base::BadRequest{"Give children as a list."};
    for (const base::json::value& child : *children) {
        if (!child.is_object()) throw base::BadRequest{"Give each child as an object."};
        const auto record =
            base::RecordId::parse(site::required_text(child.get_object(), "record"));
        if (!record) throw base::BadRequest{"A child's record is no id."};
        read.event.parts.push_back(
            {*record, answers_of(form, site::required_object(child.get_object(), "answers"), record,
                                 read.errors)});
    }
    return read;
}

web::Response get_entries(site::Site& site, const web::Request& request)
{
    const std::string& page = request.query.one("page");
    const std::uint64_t number = page.empty() ? 1 : to_number(page, "page");
    if (number == 0 || number > 1'000'000) throw base::BadRequest{"Pages are counted from 1."};
    const auto found =
        chronology(site.desk, site::viewer_of(request), request.parameter<base::RecordId>("record"),
                   {.skip = (number - 1) * page_size, .most = page_size});
    array entries;
    for (const ReadableEntry& readable : found.entries)
        entries.push_back(to_json(readable));
    return web::json_response(object{
        {"total", found.total}, {"skipped", found.skipped}, {"entries", std::move(entries)}});
}

web::Response get_entry(site::Site& site, const web::Request& request)
{
    const EntryPage page =
        entry_page(site.desk, site::viewer_of(request), request.parameter<base::RecordId>("record"),
                   site::entry_number(request));
    object members = to_json(page.readable);
    array related;
    for (const RelatedEntry& one : page.related) {
        related.push_back(object{{"record", one.record.text()}, {"sequence", one.sequence}});
    }
    members["related"] = std::move(related);
    return web::json_response(members);
}

array path_of(const std::vector<base::Digest>& hashes)
{
    array path;
    for (const base::Digest& hash : hashes)
        path.push_back(base::json::value(base::to_hex(hash)));
    return path;
}

web::Response get_proof(site::Site& site, const web::Request& request)
{
    const Proof proof =
        proof_of(site.desk, site::viewer_of(request), request.parameter<base::RecordId>("record"),
                 site::entry_number(request));
    return web::json_response(object{{"position", proof.inclusion.position},
                                     {"size", proof.inclusion.size},
                                     {"root", base::to_hex(proof.checkpoint.root)},
                                     {"leaf", base::to_hex(proof.entry.leaf)},
                                     {"path", path_of(proof.inclusion.path)},
                                     {"header", ledger::to_text(proof.header)},
                                     {"checkpoint", proof.checkpoint.note},
                                     {"file", proof.file}});
}

web::Response post_correction(site::Site& site, const web::Request& request)
{
    const object body = site::body_object(request, "Correction");
    const manual::Form* const form = site.desk.manual_now().form_for(manual::Purpose::correction);
    if (form == nullptr) throw base::NotFound{"The manual has no form for corrections."};
    const access::Viewer& viewer = site::viewer_of(request);
    const auto record = request.parameter<base::RecordId>("record");
    ReadEvent read;
    read.event.parts.push_back({record, {}});
    auto answers = answers_of(*form, site::required_object(body, "answers"), record, read.errors);
    const auto children = children_of(site, viewer, read.event);
    if (!read.errors.empty()) return refused(request, read.errors, children);
    const auto done = correct(site.desk, viewer,
                              {.record = record,
                               .corrects = site::entry_number(request),
                               .answers = std::move(answers),
                               .idempotency_key = site::idempotency_key(request)});
    return done ? web::json_response(to_json(*done)) : refused(request, done.error(), children);
}

web::Response post_event(site::Site& site, const web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    ReadEvent read = event_from(site.desk.manual_now(), site::body_object(request, "Event"));
    const auto children = children_of(site, viewer, read.event);
    if (!read.errors.empty()) return refused(request, read.errors, children);
    const auto done = sign(site.desk, viewer,
                           {.event = std::move(read.event),
                            .idempotency_key = site::idempotency_key(request),
                            .draft = {}});
    return done ? web::json_response(to_json(*done)) : refused(request, done.error(), children);
}

web::Response post_event_check(site::Site& site, const web::Request& request)
{
    const manual::Manual& manual = site.desk.manual_now();
    ReadEvent read = event_from(manual, site::body_object(request, "Event"));
    const auto children = children_of(site, site::viewer_of(request), read.event);
    if (read.errors.empty()) {
        read.errors =
            check_event(manual, manual.form(read.event.form), read.event, site.desk.clock.now());
    }
    return web::json_response(object{{"errors", to_json(read.errors, children)}});
}

object to_json(const Draft& draft)
{
    array values;
    for (const auto& [name, value] : draft.typed.values)
        values.push_back(array{name, value});
    return {{"draft", draft.id.text()},
            {"form", draft.form},
            {"version", draft.version},
            {"saved", draft.saved.iso()},
            {"values", std::move(values)}};
}

Typed typed_from(const object& body)
{
    const array* const values = base::array_member(body, "values");
    if (values == nullptr) throw base::BadRequest{"Give values as a list of pairs."};
    Typed typed;
    for (const base::json::value& pair : *values) {
        const array* const parts = pair.if_array();
        const bool fine = parts != nullptr && parts->size() == 2 && parts->at(0).is_string() &&
                          parts->at(1).is_string();
        if (!fine) throw base::BadRequest{"Each value is a pair of texts: name and value."};
        typed.add(parts->at(0).get_string(), parts->at(1).get_string());
    }
    return typed;
}

web::Response put_draft(site::Site& site, const web::Request& request)
{
    const object body = site::body_object(request, "DraftContent");
    const auto version = base::integer_member(body, "version");
    if (!version || *version < 0) throw base::BadRequest{"Give version as a number."};
    const auto saved = save_draft(site.desk, site::viewer_of(request),
                                  {.id = request.parameter<DraftId>("draft"),
                                   .version = *version,
                                   .typed = typed_from(body)});
    if (saved) return web::json_response(to_json(*saved));
    const DraftClash& clash = saved.error();
    return web::problem(
        409,
        clash.was_signed
            ? "This draft was signed before. What you sent now is kept as a draft of its own."
            : "The draft was saved or thrown away from somewhere else first. What you sent is kept "
              "as a draft of its own.",
        request.id, {{"copy", clash.copy.text()}});
}

web::Response get_draft(site::Site& site, const web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const Draft draft = open_draft(site.desk, viewer, request.parameter<DraftId>("draft"));
    std::vector<access::ReadNote> notes;
    for (const base::RecordId& record : draft.typed.children()) {
        notes.push_back({record, access::Looked::draft, {}});
    }
    if (!notes.empty()) site.desk.trail.note(viewer, notes);
    return web::json_response(to_json(draft));
}

web::Response get_drafts(site::Site& site, const web::Request& request)
{
    array drafts;
    for (const DraftSummary& draft : drafts_of(site.desk, site::viewer_of(request))) {
        drafts.push_back(object{{"draft", draft.id.text()},
                                {"form", draft.form},
                                {"version", draft.version},
                                {"saved", draft.saved.iso()}});
    }
    return web::json_response(object{{"drafts", std::move(drafts)}});
}

web::Response get_checkpoint(site::Site& site)
{
    const ledger::Checkpoint checkpoint = site.desk.data.read(
        [&](store::Reader& reader) { return site.desk.ledger.checkpoint(reader); });
    return web::json_response(object{{"origin", checkpoint.origin},
                                     {"size", checkpoint.size},
                                     {"root", base::to_hex(checkpoint.root)},
                                     {"note", checkpoint.note},
                                     {"verifier_key", site.desk.ledger.verifier_key()}});
}

web::Response get_consistency(site::Site& site, const web::Request& request)
{
    const std::uint64_t from = to_number(request.query.one("from"), "from");
    const std::uint64_t to = to_number(request.query.one("to"), "to");
    const ledger::ConsistencyProof proof = site.desk.data.read(
        [&](store::Reader& reader) { return site.desk.ledger.consistency(reader, from, to); });
    return web::json_response(
        object{{"from", proof.from}, {"to", proof.to}, {"path", path_of(proof.path)}});
}

} // namespace

void add_entry_api(site::Api& api)
{
    site::Site& site = api.site();
    api.add({.pattern = "/records/{record}/entries",
             .name = "entries",
             .summary = "The entries of a record, what happened last first",
             .gives = "Entries",
             .query = {{"page", "Counted from 1; 50 entries a page", "integer"}}},
            [&site](web::Request& request) { return get_entries(site, request); });
    api.add({.pattern = "/records/{record}/entries/{sequence}",
             .name = "entry",
             .summary = "One entry with its corrections",
             .gives = "Entry"},
            [&site](web::Request& request) { return get_entry(site, request); });
    api.add({.pattern = "/records/{record}/entries/{sequence}/proof",
             .name = "proof",
             .summary = "The proof that the entry is in the ledger as it was signed",
             .gives = "Proof"},
            [&site](web::Request& request) { return get_proof(site, request); });
    api.add({.method = Method::post,
             .pattern = "/records/{record}/entries/{sequence}/corrections",
             .name = "correct",
             .summary = "Sign a correction of an entry",
             .takes = "Correction",
             .gives = "SignedEvent",
             .effect = Effect::change},
            [&site](web::Request& request) { return post_correction(site, request); });
}

void add_event_api(site::Api& api)
{
    site::Site& site = api.site();
    api.add({.method = Method::post,
             .pattern = "/events",
             .name = "sign",
             .summary = "Sign an event: one entry on each child's record, in one commit",
             .takes = "Event",
             .gives = "SignedEvent",
             .effect = Effect::change},
            [&site](web::Request& request) { return post_event(site, request); });
    api.add({.method = Method::post,
             .pattern = "/events/check",
             .name = "check",
             .summary = "What keeps an event from being signed; nothing is kept",
             .takes = "Event",
             .gives = "Errors"},
            [&site](web::Request& request) { return post_event_check(site, request); });
}

void add_draft_api(site::Api& api)
{
    site::Site& site = api.site();
    api.add({.pattern = "/drafts",
             .name = "drafts",
             .summary = "Your drafts, newest first",
             .gives = "Drafts"},
            [&site](web::Request& request) { return get_drafts(site, request); });
    api.add({.pattern = "/drafts/{draft}",
             .name = "draft",
             .summary = "One of your drafts",
             .gives = "Draft"},
            [&site](web::Request& request) { return get_draft(site, request); });
    api.add({.method = Method::put,
             .pattern = "/drafts/{draft}",
             .name = "saveDraft",
             .summary = "Save a draft, valid or not. Its version keeps two writers apart",
             .takes = "DraftContent",
             .gives = "Draft"},
            [&site](web::Request& request) { return put_draft(site, request); });
    api.add({.method = Method::remove,
             .pattern = "/drafts/{draft}",
             .name = "discardDraft",
             .summary = "Throw a draft away"},
            [&site](web::Request& request) {
                discard_draft(site.desk, site::viewer_of(request),
                              request.parameter<DraftId>("draft"));
                return web::no_content();
            });
}

void add_ledger_api(site::Api& api)
{
    site::Site& site = api.site();
    api.add({.pattern = "/ledger/checkpoint",
             .name = "checkpoint",
             .summary = "The last signed state of the ledger",
             .gives = "Checkpoint"},
            [&site](web::Request&) { return get_checkpoint(site); });
    api.add({.pattern = "/ledger/consistency",
             .name = "consistency",
             .summary = "The proof that one state of the ledger grew out of another",
             .gives = "Consistency",
             .query = {{"from", "The size of the earlier state", "integer"},
                       {"to", "The size of the later state", "integer"}}},
            [&site](web::Request& request) { return get_consistency(site, request); });
}

} // namespace record
