#include "pathway/pathway_api.h"

#include "pathway/due.h"
#include "person/person_api.h"

namespace pathway {

using base::json::array;
using base::json::object;

namespace {

web::Response get_work(site::Site& site, const web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const manual::Form* const form = site.desk.manual_now().form_for(manual::Purpose::visit);
    const auto drafts = record::drafts_of(site.desk, viewer);
    array visits;
    for (const HouseholdVisit& visit : visits_due(site.desk, viewer)) {
        array children;
        for (const DueVisit& one : visit.children) {
            object child = person::to_json(one.child, site.desk.today());
            child["due_on"] = one.due_on.iso();
            if (one.last_seen) child["last_seen"] = one.last_seen->iso();
            children.push_back(std::move(child));
        }
        object line{{"due_on", visit.due_on.iso()}, {"children", std::move(children)}};
        const auto draft = form == nullptr ? std::nullopt : draft_of(visit, form->id, drafts);
        if (draft) line["draft"] = draft->id.text();
        visits.push_back(std::move(line));
    }
    return web::json_response(object{{"visits", std::move(visits)}});
}

} // namespace

void add_pathway_api(site::Api& api)
{
    site::Site& site = api.site();
    api.add({.pattern = "/work",
             .name = "work",
             .summary = "The visits that are due from you, soonest first",
             .gives = "Work"},
            [&site](web::Request& request) { return get_work(site, request); });
}

} // namespace pathway
