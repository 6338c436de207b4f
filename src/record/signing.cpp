#include "record/signing.h"

#include "access/secret.h"
#include "base/errors.h"
#include "record/draft_store.h"
#include "record/record_store.h"

#include <fmt/format.h>

namespace record {

namespace {

constexpr std::string_view sign_operation = "sign";

/// Undoes the job that throws it. The check is made inside the job, so that a repeat of what was
/// signed already is answered with what was signed, and not checked again.
struct Incomplete {
    EventErrors errors;
};

void require_complete(EventErrors errors)
{
    if (!errors.empty()) throw Incomplete{std::move(errors)};
}

SignResult remembered(Desk& desk, const store::WriteRequest& request, const store::Job& job)
{
    try {
        return parse_signed_event(desk.data.write(request, job));
    } catch (Incomplete& incomplete) {
        return base::refuse(std::move(incomplete.errors));
    }
}

void require_may_sign(const access::Viewer& viewer, const manual::Form& form)
{
    access::require(viewer, manual::Permission::sign_entries);
    if (form.purpose == manual::Purpose::correction) {
        access::require(viewer, manual::Permission::correct);
    }
    if (!form.may_be_signed_by(viewer.role())) {
        throw base::Forbidden{"Your role does not sign this form."};
    }
}

const manual::Form& form_for(const manual::Manual& manual, manual::Purpose purpose)
{
    const manual::Form* const form = manual.form_for(purpose);
    if (form == nullptr) throw base::NotFound{"The manual has no such form."};
    return *form;
}

void require_open(store::Reader& reader, const access::Viewer& viewer, const Event& event)
{
    for (const EventPart& part : event.parts)
        access::require_open(reader, viewer, part.record);
}

/// Only what people wrote is corrected. A correction that was wrong is put right by another one of
/// the same entry, so that both show where the entry does (REC-15).
void require_correctable(Desk& desk, store::Reader& reader, const manual::Manual& manual,
                         const Event& event)
{
    const bool is_one = event.corrects && event.parts.size() == 1;
    const auto entry =
        is_one ? find_entry(reader, desk.partnership, event.parts.front().record, *event.corrects)
               : std::nullopt;
    if (!entry) throw base::NotFound{"There is no such entry."};
    if (entry->corrects) {
        throw base::BadRequest{"This entry is itself a correction. Correct the entry that it is "
                               "about once more instead."};
    }
    const manual::Form* const form = manual.find_form(entry->form.substr(0, entry->form.find('@')));
    if (form != nullptr && form->purpose == manual::Purpose::allocation) {
        throw base::BadRequest{"An allocation is put right by another allocation."};
    }
}

base::json::array to_json(const std::vector<EventPart>& parts)
{
    base::json::array list;
    for (const EventPart& part : parts) {
        list.push_back(base::json::array{part.record.text(), manual::to_json(part.answers)});
    }
    return list;
}

/// What an idempotency key remembers of what was asked. It is keyed: a hash of a few words that
/// stood in clear could be guessed.
std::string content_mark(const Desk& desk, const base::json::value& asked)
{
    const seal::Key key = desk.keys.purpose_key(desk.partnership, "what was asked");
    return base::to_hex(access::keyed_token(key, base::to_text(asked)));
}

std::string content_mark(const Desk& desk, const Event& event)
{
    return content_mark(desk,
                        base::json::array{event.form, event.corrects.value_or(0),
                                          manual::to_json(event.shared), to_json(event.parts)});
}

std::string text_of(const std::optional<base::StaffId>& staff)
{
    return staff ? staff->text() : std::string{};
}

/// Who may not allocate opens records for their own team only.
void require_may_open_for(const access::Viewer& viewer, access::TeamId team)
{
    if (team != viewer.team()) access::require(viewer, manual::Permission::allocate);
}

/// Throws Conflict when what is in the draft now is not what is being signed.
void throw_away(Desk& desk, store::Writer& writer, const access::Viewer& viewer,
                const DraftVersion& draft)
{
    const auto stored = find_draft(writer, desk.partnership, draft.id);
    if (!stored || stored->writer != viewer.staff() || stored->version != draft.version) {
        throw base::Conflict{"The draft was changed or thrown away meanwhile."};
    }
    delete_own_draft(writer, desk.partnership, draft.id, viewer.staff());
}

/// What every entry of one signing has in common.
EntryFacts common_facts(Desk& desk, const access::Viewer& viewer, base::Instant now)
{
    return {
        .event = base::EventId::make(desk.random),
        .signer = viewer.signer(),
        .occurred = ledger::Occurred::at(now),
        .recorded = now,
    };
}

SignedPart append(Desk& desk, store::Writer& writer, const ledger::NewEntry& entry)
{
    const ledger::OpenedEntry opened = desk.ledger.append(writer, entry);
    return {opened.header.record, opened.header.sequence};
}

/// An allocation's answers, with the names that stand for its ids.
struct AllocationAnswers {
    manual::Answers answers;
    std::vector<std::pair<std::string, std::string>> names;
};

void answer(const manual::Form& form, manual::Answers& answers, manual::Meaning meaning,
            std::string text)
{
    const manual::Field* const field = form.field_meaning(meaning);
    base::check(field != nullptr, "the manual's form lacks a question that Heed fills in");
    answers[field->id] = manual::Answer{std::move(text), {}};
}

AllocationAnswers allocation_answers(store::Reader& reader, const access::Directory& directory,
                                     const manual::Form& form, const AllocationRequest& request,
                                     base::Date from)
{
    AllocationAnswers made;
    const auto team = directory.find_team(reader, request.team);
    if (!team) throw base::NotFound{"There is no such team."};
    answer(form, made.answers, manual::Meaning::team, team->id.text());
    made.names.emplace_back(team->id.text(), team->name);
    if (request.worker) {
        const auto staff = directory.find_staff(reader, *request.worker);
        if (!staff || staff->team != request.team) {
            throw base::BadRequest{"The worker is not in this team."};
        }
        const access::Signer worker = directory.signer(reader, *request.worker);
        answer(form, made.answers, manual::Meaning::worker, worker.staff.text());
        made.names.emplace_back(worker.staff.text(), worker.name + ", " + worker.post_title);
    }
    answer(form, made.answers, manual::Meaning::started_on, from.iso());
    return made;
}

SignedPart append_allocation(Desk& desk, store::Writer& writer, const access::Directory& directory,
                             const AllocationRequest& request, EntryFacts facts)
{
    const base::Date today = base::uk_date(facts.recorded);
    const manual::Manual& manual = desk.manuals.in_force(desk.manual_id, today);
    const manual::Form& form = form_for(manual, manual::Purpose::allocation);
    AllocationAnswers made = allocation_answers(writer, directory, form, request, today);
    facts.record = request.record;
    facts.names = std::move(made.names);
    return append(desk, writer, compose_entry(manual, form, made.answers, facts));
}

SignedEvent append_event(Desk& desk, store::Writer& writer, const manual::Manual& manual,
                         const Event& event, EntryFacts facts)
{
    const manual::Form& form = manual.form(event.form);
    SignedEvent done{.event = facts.event, .parts = {}};
    for (const EventPart& part : event.parts) {
        facts.record = part.record;
        const auto answers = manual::together(event.shared, part.answers);
        done.parts.push_back(append(desk, writer, compose_entry(manual, form, answers, facts)));
    }
    return done;
}

} // namespace

SignResult sign(Desk& desk, const access::Viewer& viewer, const SignRequest& request)
{
    const base::Instant now = desk.clock.now();
    const manual::Manual& manual = desk.manuals.in_force(desk.manual_id, base::uk_date(now));
    const Event& event = request.event;
    const manual::Form& form = manual.form(event.form);
    if (!is_filled_in(form)) throw base::BadRequest{"This form is not signed in this way."};
    if (event.corrects && form.purpose != manual::Purpose::correction) {
        throw base::BadRequest{"Only a correction corrects an entry."};
    }
    require_may_sign(viewer, form);
    desk.data.read([&](store::Reader& reader) {
        require_open(reader, viewer, event);
        if (form.purpose == manual::Purpose::correction)
            require_correctable(desk, reader, manual, event);
    });
    EntryFacts facts = common_facts(desk, viewer, now);
    facts.corrects = event.corrects;
    const std::string content = content_mark(desk, event);
    return remembered(desk, {desk.partnership, sign_operation, request.idempotency_key, content},
                      [&](store::Writer& writer) {
                          // Once more, within the commit: a record may have closed meanwhile.
                          require_open(writer, viewer, event);
                          require_complete(check_event(manual, form, event, now));
                          facts.occurred = to_occurred(*happened(form, event.shared, now));
                          facts.recorded_in = timeliness(manual, form, event.shared, now);
                          const SignedEvent done = append_event(desk, writer, manual, event, facts);
                          if (request.draft) throw_away(desk, writer, viewer, *request.draft);
                          return to_text(done);
                      });
}

std::string signing_key(const access::Viewer& viewer, DraftId draft)
{
    return "draft " + viewer.staff().text() + " " + draft.text();
}

std::optional<SignedEvent> signed_from(const Desk& desk, store::Reader& reader,
                                       const access::Viewer& viewer, DraftId draft)
{
    const std::string key = signing_key(viewer, draft);
    const auto text = store::Database::remembered(reader, {desk.partnership, sign_operation, key});
    return text ? std::optional{parse_signed_event(*text)} : std::nullopt;
}

SignResult correct(Desk& desk, const access::Viewer& viewer, const CorrectionRequest& request)
{
    const manual::Form& form = form_for(desk.manual_now(), manual::Purpose::correction);
    Event event{
        .form = form.id,
        .shared = manual::answers_of_part(form, manual::Part::shared, request.answers),
        .parts = {{request.record,
                   manual::answers_of_part(form, manual::Part::child, request.answers)}},
        .corrects = request.corrects,
    };
    answer_what_is_corrected(form, event);
    return sign(desk, viewer,
                {.event = std::move(event), .idempotency_key = request.idempotency_key});
}

SignResult open_record(Desk& desk, const access::Directory& directory, const access::Viewer& viewer,
                       const OpeningRequest& request)
{
    const base::Instant now = desk.clock.now();
    const manual::Manual& manual = desk.manual_now();
    const manual::Form& form = form_for(manual, manual::Purpose::child_details);
    require_may_sign(viewer, form);
    const base::RecordId record = base::RecordId::make(desk.random);
    const Event event{
        .form = form.id,
        .shared = manual::answers_of_part(form, manual::Part::shared, request.details),
        .parts = {{record, manual::answers_of_part(form, manual::Part::child, request.details)}},
    };
    require_may_open_for(viewer, request.team);
    if (EventErrors errors = check_event(manual, form, event, now); !errors.empty()) {
        return base::refuse(std::move(errors));
    }
    // The key comes first: one without a record harms nobody, a record without a key is lost.
    desk.ledger.open_records(std::span{&record, 1});
    EntryFacts facts = common_facts(desk, viewer, now);
    facts.record = record;
    const std::string content =
        content_mark(desk, base::json::array{manual::to_json(request.details), request.team.text(),
                                             text_of(request.worker)});
    return remembered(
        desk, {desk.partnership, "open record", request.idempotency_key, content},
        [&](store::Writer& writer) {
            SignedEvent opened{.event = facts.event, .parts = {}};
            opened.parts.push_back(
                append(desk, writer, compose_entry(manual, form, request.details, facts)));
            const AllocationRequest allocation{record, request.team, request.worker, ""};
            append_allocation(desk, writer, directory, allocation, facts);
            return to_text(opened);
        });
}

SignResult allocate(Desk& desk, const access::Directory& directory, const access::Viewer& viewer,
                    const AllocationRequest& request)
{
    access::require(viewer, manual::Permission::allocate);
    const EntryFacts facts = common_facts(desk, viewer, desk.clock.now());
    const std::string content =
        content_mark(desk, base::json::array{request.record.text(), request.team.text(),
                                             text_of(request.worker)});
    return remembered(desk, {desk.partnership, "allocate", request.idempotency_key, content},
                      [&](store::Writer& writer) {
                          access::require_open(writer, viewer, request.record);
                          const SignedPart part =
                              append_allocation(desk, writer, directory, request, facts);
                          return to_text(SignedEvent{.event = facts.event, .parts = {part}});
                      });
}

std::string to_text(const SignedEvent& event)
{
    base::json::array parts;
    for (const SignedPart& part : event.parts) {
        base::json::object members;
        members["record"] = part.record.text();
        members["sequence"] = static_cast<std::int64_t>(part.sequence);
        parts.push_back(std::move(members));
    }
    base::json::object members;
    members["event"] = event.event.text();
    members["entries"] = std::move(parts);
    return base::to_text(members);
}

SignedEvent parse_signed_event(std::string_view text)
{
    const auto value = base::parse_json(text);
    base::check(value && value->is_object(), "a remembered signing is not readable");
    const base::json::object& members = value->get_object();
    const auto event = base::EventId::parse(base::text_member(members, "event"));
    const auto* const parts = base::array_member(members, "entries");
    base::check(event && parts != nullptr, "a remembered signing is not readable");
    SignedEvent done{.event = *event, .parts = {}};
    for (const base::json::value& part : *parts) {
        base::check(part.is_object(), "a remembered signing is not readable");
        const auto record = base::RecordId::parse(base::text_member(part.get_object(), "record"));
        const auto sequence = base::integer_member(part.get_object(), "sequence");
        base::check(record && sequence && *sequence > 0, "a remembered signing is not readable");
        done.parts.push_back({*record, static_cast<std::uint64_t>(*sequence)});
    }
    return done;
}

} // namespace record
