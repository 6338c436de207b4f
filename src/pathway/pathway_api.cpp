#include "pathway/pathway_api.h"

#include "pathway/due.h"
#include "person/person_api.h"

namespace pathway {

using base::json::array;
using base::json::object;

namespace {

web::Response get_work(site::Site& site, const web::Request& request)
{
    array visits;
    for (const HouseholdVisit& visit : visits_due(site.desk, site::viewer_of(request))) {
        array children;
        for (const DueVisit& one : visit.children) {
            object child = person::to_json(one.child, site.desk.today());
            child["due_on"] = one.due_on.iso();
            if (one.last_seen) child["last_seen"] = one.last_seen->iso();
            children.push_back(std::move(child));
        }
        visits.push_back(object{{"due_on", visit.due_on.iso()}, {"children", std::move(children)}});
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
