#include "site/site_api.h"

namespace site {

using base::json::array;
using base::json::object;

namespace {

web::Response get_me(Site& site, const web::Request& request)
{
    const access::Viewer& viewer = viewer_of(request);
    const access::Signer& signer = viewer.signer();
    array may;
    if (const manual::Role* const role = site.desk.manual_now().find_role(viewer.role())) {
        for (const manual::Permission one : role->may) {
            may.push_back(base::json::value(manual::to_word(one)));
        }
    }
    return web::json_response(object{{"signer",
                                      {{"staff", signer.staff.text()},
                                       {"name", signer.name},
                                       {"post_title", signer.post_title},
                                       {"agency", signer.agency},
                                       {"team", signer.team}}},
                                     {"role", viewer.role()},
                                     {"may", std::move(may)}});
}

object to_json(const manual::Field& field)
{
    array options;
    for (const manual::Option& option : field.options) {
        options.push_back(object{{"id", option.id}, {"label", option.label}});
    }
    array unknown;
    for (const manual::UnknownAnswer answer : field.unknown_answers) {
        unknown.push_back(base::json::value(manual::to_word(answer)));
    }
    object members{{"id", field.id},
                   {"kind", manual::to_word(field.kind)},
                   {"part", manual::to_word(field.part)},
                   {"label", field.label},
                   {"why", field.why},
                   {"required", field.required},
                   {"options", std::move(options)},
                   {"unknown_answers", std::move(unknown)}};
    if (field.asked_when && !field.asked_when->field.empty()) {
        array is;
        for (const std::string& one : field.asked_when->is)
            is.push_back(base::json::value(one));
        members["asked_when"] = object{{"field", field.asked_when->field}, {"is", std::move(is)}};
    }
    return members;
}

object to_json(const manual::Form& form)
{
    array fields;
    for (const manual::Field& field : form.fields)
        fields.push_back(to_json(field));
    return {{"id", form.id},
            {"title", form.title},
            {"summary", form.summary},
            {"why", form.why},
            {"version", form.version},
            {"concerns", manual::to_word(form.concerns)},
            {"fields", std::move(fields)}};
}

} // namespace

void add_site_api(Api& api)
{
    Site& site = api.site();
    api.add({.pattern = "/me",
             .name = "me",
             .summary = "Who you are, and what your role may do",
             .gives = "Me"},
            [&site](web::Request& request) { return get_me(site, request); });
    api.add({.pattern = "/forms",
             .name = "forms",
             .summary = "The forms of the manual in force today",
             .gives = "Forms"},
            [&site](web::Request&) {
                array forms;
                for (const manual::Form& form : site.desk.manual_now().forms) {
                    forms.push_back(to_json(form));
                }
                return web::json_response(object{{"forms", std::move(forms)}});
            });
    api.add({.pattern = "/forms/{form}",
             .name = "form",
             .summary = "One form: its questions, options and reasons",
             .gives = "Form"},
            [&site](web::Request& request) {
                return web::json_response(
                    to_json(site.desk.manual_now().form(request.parameter("form"))));
            });
}

} // namespace site
