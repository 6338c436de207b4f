#include "site/frame.h"

namespace site {

namespace {

web::NavigationItem navigation_item(std::string_view words, const web::Url& href, Place place,
                                    Place current)
{
    return {
        .text = words,
        .href = href,
        .here = place == current ? web::Here::section : web::Here::no,
    };
}

std::vector<web::NavigationItem> navigation(Place current)
{
    return {
        navigation_item("My work", "/my-work", Place::my_work, current),
        navigation_item("Find a child", "/find", Place::find, current),
        navigation_item("Record", "/record", Place::record, current),
    };
}

} // namespace

const access::Viewer& viewer_of(const web::Request& request)
{
    return request.identity_as<Identity>().viewer;
}

web::Response show(const Site& site, const web::Request& request, const PageParts& parts,
                   const web::Html& main)
{
    web::PageOptions options{
        .title = parts.title,
        .partnership = site.partnership_name,
        .child = parts.child,
        .outcome = parts.outcome,
        .back = parts.back,
        .header = parts.header,
        .sections = parts.sections,
        .notice = parts.notice,
    };
    if (const Identity* const identity = request.identity_if<Identity>()) {
        const access::Signer& signer = identity->viewer.signer();
        options.user = web::SignedIn{
            .name = signer.name,
            .post = signer.post_title + ", " + signer.team,
            .form_token = request.form_token,
        };
        options.navigation = navigation(parts.place);
    }
    if (site.demonstration) {
        options.demonstration = web::Demonstration{
            .words = "Everybody in it is made up. It is set on",
            .date = site.desk.today().plain() + ".",
        };
    }
    return web::html_page(web::page(options, main), parts.status);
}

} // namespace site
