#include "person/pages/child_header.h"

#include "web/components.h"

namespace person {

namespace {

/// How long ago, in words that can be read at a glance (CHD-2).
std::string ago(const std::optional<base::Date>& day, base::Date today)
{
    if (!day) return "Not yet";
    const int days = base::days_between(*day, today);
    if (days == 0) return "Today";
    if (days == 1) return "Yesterday";
    return std::to_string(days) + " days ago, on " + day->short_plain();
}

web::Url record_url(base::RecordId record)
{
    return web::Url{"/records"} / record.text();
}

web::Alert to_alert(const Alert& alert)
{
    return {
        .text = alert.text,
        .detail = alert.review_on ? "To be looked at again on " + alert.review_on->plain() : "",
        .level = web::AlertLevel::warning,
    };
}

} // namespace

Frame frame_of(site::Site& site, const access::Viewer& viewer, base::RecordId record)
{
    const Header header = site.desk.data.read([&](store::Reader& reader) {
        return header_of(site.desk, site.directory, reader, viewer, record);
    });
    const base::Date today = site.desk.today();
    web::ChildHeader shown{
        .name = header.child.shown_name(),
        .href = record_url(record),
        .facts = {{.name = "Age", .value = header.child.age(today)},
                  {.name = "Date of birth",
                   .value = header.child.born ? header.child.born->plain() : "Not known"},
                  {.name = "Worker", .value = header.worker.empty() ? "Nobody yet" : header.worker},
                  {.name = "Team", .value = header.team.empty() ? "None yet" : header.team},
                  {.name = "Last seen", .value = ago(header.last_seen, today)},
                  {.name = "Last seen alone", .value = ago(header.last_seen_alone, today)}},
    };
    for (const Alert& alert : header.alerts)
        shown.alerts.push_back(to_alert(alert));
    return {.child = header.child, .header = std::move(shown)};
}

site::PageParts parts_of(const Frame& frame, std::string_view title, Section section)
{
    const web::Url url = record_url(frame.child.record);
    const auto here = [&](Section one) {
        return one == section ? web::Here::section : web::Here::no;
    };
    return {
        .title = std::string{title},
        .place = site::Place::find,
        .child = frame.child.shown_name(),
        .header = frame.header,
        .sections =
            web::SubNavigation{
                .items = {{.text = "Story so far", .href = url, .here = here(Section::overview)},
                          {.text = "Chronology",
                           .href = url / "chronology",
                           .here = here(Section::chronology)}}},
    };
}

} // namespace person
