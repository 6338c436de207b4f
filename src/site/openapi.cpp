#include "site/openapi.h"

#include "site/openapi_schemas.h"

namespace site {

using base::json::array;
using base::json::object;
using base::json::value;

namespace {

object reference(std::string_view schema)
{
    return {{"$ref", "#/components/schemas/" + std::string{schema}}};
}

object content_of(std::string_view schema, std::string_view type = "application/json")
{
    return {{type, {{"schema", reference(schema)}}}};
}

object response(std::string_view description, std::string_view schema,
                std::string_view type = "application/json")
{
    object members{{"description", description}};
    if (!schema.empty()) members["content"] = content_of(schema, type);
    return members;
}

std::string_view method_word(web::Method method)
{
    switch (method) {
    case web::Method::get: return "get";
    case web::Method::post: return "post";
    case web::Method::put: return "put";
    case web::Method::remove: return "delete";
    case web::Method::patch: return "patch";
    case web::Method::head: return "head";
    }
    return "head";
}

array parameters_of(const ApiOperation& operation)
{
    array parameters;
    for (std::size_t at = operation.pattern.find('{'); at != std::string_view::npos;
         at = operation.pattern.find('{', at + 1)) {
        const std::string_view name =
            operation.pattern.substr(at + 1, operation.pattern.find('}', at) - at - 1);
        object schema = name == "sequence" ? object{{"type", "integer"}, {"minimum", 1}}
                        : name == "form"   ? object{{"type", "string"}}
                                           : reference("Id");
        parameters.push_back(object{
            {"name", name}, {"in", "path"}, {"required", true}, {"schema", std::move(schema)}});
    }
    for (const ApiQuery& query : operation.query) {
        parameters.push_back(object{{"name", query.name},
                                    {"in", "query"},
                                    {"description", query.summary},
                                    {"schema", {{"type", query.type}}}});
    }
    if (operation.effect == Effect::change) {
        parameters.push_back(
            object{{"name", "Idempotency-Key"},
                   {"in", "header"},
                   {"required", true},
                   {"description", "Chosen by you. The same key never does the same thing twice."},
                   {"schema", {{"type", "string"}, {"minLength", 1}, {"maxLength", 100}}}});
    }
    return parameters;
}

object describe(const ApiOperation& operation)
{
    object responses;
    if (operation.gives.empty())
        responses["204"] = response("Done", "");
    else
        responses["200"] = response("Done", operation.gives);
    constexpr std::string_view problem = "application/problem+json";
    if (operation.needs == web::Needs::api) {
        responses["401"] = response("Nobody is signed in", "Problem", problem);
        responses["403"] = response("Your role does not allow this", "Problem", problem);
        responses["404"] = response("Not there, or not open to you", "Problem", problem);
    }
    if (!operation.takes.empty()) {
        responses["400"] = response("The request cannot be read", "Problem", problem);
        responses["422"] = response("Something in it must be put right", "Problem", problem);
    }
    object members{{"operationId", operation.name},
                   {"summary", operation.summary},
                   {"responses", std::move(responses)}};
    array parameters = parameters_of(operation);
    if (!parameters.empty()) members["parameters"] = std::move(parameters);
    if (!operation.takes.empty()) {
        members["requestBody"] =
            object{{"required", true}, {"content", content_of(operation.takes)}};
    }
    if (operation.needs == web::Needs::nothing) members["security"] = array{};
    return members;
}

value schema_of(const manual::Field& field)
{
    using manual::FieldKind;
    object schema;
    switch (field.kind) {
    case FieldKind::statements:
        schema = {{"type", "array"}, {"items", reference("Statement")}};
        break;
    case FieldKind::choices:
    case FieldKind::choice: {
        array ids;
        for (const manual::Option& option : field.options)
            ids.push_back(value(option.id));
        schema = {{"enum", std::move(ids)}};
        if (field.kind == FieldKind::choices) {
            schema = {{"type", "array"}, {"items", std::move(schema)}};
        }
        break;
    }
    case FieldKind::date: schema = {{"type", "string"}, {"format", "date"}}; break;
    case FieldKind::yes_no:
        schema = {
            {"anyOf", array{object{{"enum", array{"yes", "no"}}}, object{{"type", "object"}}}}};
        break;
    default: schema = {{"type", "string"}}; break;
    }
    if (field.unknown_answers.empty()) {
        schema["description"] = field.label;
        return schema;
    }
    return object{{"description", field.label},
                  {"anyOf", array{std::move(schema), reference("Unknown")}}};
}

/// One schema for each part of each form, named `visit-to-child-at-home.child`.
void add_forms(object& schemas, const manual::Manual& manual)
{
    for (const manual::Form& form : manual.forms) {
        for (const manual::Part part : {manual::Part::shared, manual::Part::child}) {
            object properties;
            for (const manual::Field& field : form.fields) {
                if (field.part == part) properties[field.id] = schema_of(field);
            }
            if (properties.empty()) continue;
            const std::string name = form.id + "." + std::string{manual::to_word(part)};
            schemas[name] = object{{"type", "object"},
                                   {"title", form.title},
                                   {"properties", std::move(properties)},
                                   {"additionalProperties", false}};
        }
    }
}

} // namespace

object openapi(const manual::Manual& manual, std::span<const ApiOperation> operations)
{
    object paths;
    for (const ApiOperation& operation : operations) {
        value& path = paths["/api/v1" + std::string{operation.pattern}];
        if (!path.is_object()) path.emplace_object();
        path.get_object()[method_word(operation.method)] = describe(operation);
    }
    object schemas = api_schemas();
    add_forms(schemas, manual);
    return {
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "Heed"},
          {"version", "1"},
          {"summary", "The safeguarding record of a children's partnership"},
          {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
        {"servers", array{object{{"url", "/"}}}},
        {"security", array{object{{"bearer", array{}}}, object{{"session", array{}}}}},
        {"paths", std::move(paths)},
        {"components",
         {{"schemas", std::move(schemas)},
          {"securitySchemes",
           {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}},
            {"session",
             {{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-heed-session"}}}}}}},
    };
}

} // namespace site
