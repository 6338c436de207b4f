#include "person/person_api.h"

#include "base/errors.h"
#include "person/find.h"
#include "record/entry_json.h"
#include "record/pages/refusal.h"
#include "record/signing.h"

namespace person {

using base::json::array;
using base::json::object;
using site::Effect;
using web::Method;

object to_json(const Child& child, base::Date today)
{
    object members{
        {"record", child.record.text()}, {"name", child.name}, {"known_as", child.known_as},
        {"age", child.age(today)},       {"sex", child.sex},   {"address", child.address}};
    if (child.born) members["born"] = child.born->iso();
    return members;
}

namespace {

web::Response get_children(site::Site& site, const web::Request& request)
{
    array children;
    for (const Child& child :
         find_children(site.desk, site::viewer_of(request), request.query.one("name"))) {
        children.push_back(to_json(child, site.desk.today()));
    }
    return web::json_response(object{{"children", std::move(children)}});
}

object to_json(const Header& header, base::Date today)
{
    array alerts;
    for (const Alert& alert : header.alerts) {
        object members{{"entry", alert.sequence}, {"text", alert.text}};
        if (alert.review_on) members["review_on"] = alert.review_on->iso();
        alerts.push_back(std::move(members));
    }
    object members{{"child", to_json(header.child, today)},
                   {"worker", header.worker},
                   {"team", header.team},
                   {"alerts", std::move(alerts)}};
    if (header.last_seen) members["last_seen"] = header.last_seen->iso();
    if (header.last_seen_alone) members["last_seen_alone"] = header.last_seen_alone->iso();
    return members;
}

web::Response read_record(site::Site& site, const web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const auto record = request.parameter<base::RecordId>("record");
    const base::Date today = site.desk.today();
    std::vector<access::ReadNote> notes = {{record, access::Looked::summary, {}}};
    object members = site.desk.data.read([&](store::Reader& reader) {
        object found = to_json(header_of(site.desk, site.directory, reader, viewer, record), today);
        array people;
        for (const LinkedPerson& one : people_of(site.desk, reader, viewer, record)) {
            people.push_back(object{{"entry", one.sequence},
                                    {"name", one.name},
                                    {"relationship", one.relationship},
                                    {"phone", one.phone}});
        }
        array household;
        for (const Child& child : household_of(site.desk, reader, viewer, record)) {
            household.push_back(to_json(child, today));
            if (child.record != record) notes.push_back({child.record, access::Looked::list, {}});
        }
        found["people"] = std::move(people);
        found["household"] = std::move(household);
        return found;
    });
    site.desk.trail.note(viewer, notes);
    return web::json_response(members);
}

access::TeamId team_of(const object& body)
{
    const auto team = access::TeamId::parse(site::required_text(body, "team"));
    if (!team) throw base::BadRequest{"The team is no id."};
    return *team;
}

std::optional<base::StaffId> worker_of(const object& body)
{
    const std::string_view text = base::text_member(body, "worker");
    if (text.empty()) return std::nullopt;
    const auto worker = base::StaffId::parse(text);
    if (!worker) throw base::BadRequest{"The worker is no id."};
    return worker;
}

web::Response answer(const web::Request& request, const record::SignResult& done)
{
    return done ? web::json_response(record::to_json(*done))
                : record::refused(request, done.error(), {});
}

web::Response post_record(site::Site& site, const web::Request& request)
{
    const object body = site::body_object(request, "Opening");
    const manual::Form* const form =
        site.desk.manual_now().form_for(manual::Purpose::child_details);
    if (form == nullptr) throw base::NotFound{"The manual has no form for a child's details."};
    auto details = manual::answers_from_json(*form, site::required_object(body, "details"));
    if (!details) {
        record::EventErrors errors;
        for (manual::FieldError& error : details.error()) {
            errors.push_back({{}, std::move(error.field), std::move(error.message)});
        }
        return record::refused(request, errors, {});
    }
    return answer(request,
                  record::open_record(site.desk, site.directory, site::viewer_of(request),
                                      {.details = std::move(*details),
                                       .team = team_of(body),
                                       .worker = worker_of(body),
                                       .idempotency_key = site::idempotency_key(request)}));
}

web::Response post_allocation(site::Site& site, const web::Request& request)
{
    const object body = site::body_object(request, "Allocation");
    return answer(request, record::allocate(site.desk, site.directory, site::viewer_of(request),
                                            {.record = request.parameter<base::RecordId>("record"),
                                             .team = team_of(body),
                                             .worker = worker_of(body),
                                             .idempotency_key = site::idempotency_key(request)}));
}

} // namespace

void add_person_api(site::Api& api)
{
    site::Site& site = api.site();
    api.add({.pattern = "/children",
             .name = "findChildren",
             .summary = "Find a child by name or date of birth",
             .gives = "Children",
             .query = {{"name", "The first letters of names, or a date of birth"}}},
            [&site](web::Request& request) { return get_children(site, request); });
    api.add({.method = Method::post,
             .pattern = "/records",
             .name = "openRecord",
             .summary = "Open a record for a child and allocate it",
             .takes = "Opening",
             .gives = "SignedEvent",
             .effect = Effect::change},
            [&site](web::Request& request) { return post_record(site, request); });
    api.add({.pattern = "/records/{record}",
             .name = "record",
             .summary = "Who the child is, who works with them, what must be known first",
             .gives = "Record"},
            [&site](web::Request& request) { return read_record(site, request); });
    api.add({.method = Method::post,
             .pattern = "/records/{record}/allocation",
             .name = "allocate",
             .summary = "Give the record to a team and a worker",
             .takes = "Allocation",
             .gives = "SignedEvent",
             .effect = Effect::change},
            [&site](web::Request& request) { return post_allocation(site, request); });
}

} // namespace person
