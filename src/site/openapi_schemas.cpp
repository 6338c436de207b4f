#include "site/openapi_schemas.h"

#include "base/errors.h"

namespace site {

namespace {

constexpr std::string_view schemas = R"json({
  "Id": {"type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{26}$",
         "description": "Opaque. It says nothing about the person or thing it stands for."},
  "Problem": {"type": "object", "required": ["status", "detail"],
    "description": "What is wrong and what to do about it (RFC 9457).",
    "properties": {"type": {"type": "string"}, "title": {"type": "string"},
      "status": {"type": "integer"}, "detail": {"type": "string"},
      "reference": {"type": "string"}, "instance": {"type": "string"},
      "copy": {"$ref": "#/components/schemas/Id"},
      "errors": {"type": "array", "items": {"$ref": "#/components/schemas/EventError"}}}},
  "EventError": {"type": "object", "required": ["field", "message"],
    "properties": {"record": {"$ref": "#/components/schemas/Id"}, "field": {"type": "string"},
      "message": {"type": "string"}}},
  "Errors": {"type": "object", "required": ["errors"], "properties": {
    "errors": {"type": "array", "items": {"$ref": "#/components/schemas/EventError"}}}},
  "Answers": {"type": "object", "additionalProperties": true,
    "description": "By the id of the form's question. Text, a list of option ids, a list of statements, or an answer that is not known."},
  "Statement": {"type": "object", "required": ["text", "kind", "source"],
    "properties": {"text": {"type": "string"},
      "kind": {"enum": ["fact", "opinion", "assessment", "judgement", "decision"]},
      "source": {"enum": ["first_hand", "third_party"]}, "told_by": {"type": "string"}}},
  "Unknown": {"type": "object", "required": ["unknown", "reason"],
    "properties": {"unknown": {"enum": ["not_known", "not_applicable", "declined"]},
      "reason": {"type": "string"}}},
  "Event": {"type": "object", "additionalProperties": false, "required": ["form", "shared", "children"],
    "description": "What happened, once, with a part for each child.",
    "properties": {"form": {"type": "string"},
      "shared": {"$ref": "#/components/schemas/Answers"},
      "children": {"type": "array", "items": {"type": "object", "additionalProperties": false,
        "required": ["record", "answers"], "properties": {"record": {"$ref": "#/components/schemas/Id"},
          "answers": {"$ref": "#/components/schemas/Answers"}}}}}},
  "Correction": {"type": "object", "additionalProperties": false, "required": ["answers"],
    "properties": {"answers": {"$ref": "#/components/schemas/Answers"}}},
  "SignedEvent": {"type": "object", "required": ["event", "entries"],
    "properties": {"event": {"$ref": "#/components/schemas/Id"},
      "entries": {"type": "array", "items": {"type": "object", "required": ["record", "sequence"],
        "properties": {"record": {"$ref": "#/components/schemas/Id"},
          "sequence": {"type": "integer", "minimum": 1}}}}}},
  "Signer": {"type": "object", "required": ["staff", "name", "post_title", "agency", "team"],
    "description": "As they were at the time of signing.",
    "properties": {"staff": {"$ref": "#/components/schemas/Id"}, "name": {"type": "string"},
      "post_title": {"type": "string"}, "agency": {"type": "string"}, "team": {"type": "string"}}},
  "Answered": {"type": "object", "required": ["field", "question", "kind", "part"],
    "properties": {"field": {"type": "string"}, "question": {"type": "string"},
      "kind": {"type": "string"}, "part": {"enum": ["shared", "child"]}, "answer": {}}},
  "Entry": {"type": "object",
    "required": ["record", "sequence", "position", "event", "form", "title", "signer", "occurred", "recorded", "answered", "leaf"],
    "properties": {"record": {"$ref": "#/components/schemas/Id"},
      "sequence": {"type": "integer", "minimum": 1, "description": "Its number in the record"},
      "position": {"type": "integer", "minimum": 0, "description": "Its place in the ledger"},
      "event": {"$ref": "#/components/schemas/Id"}, "form": {"type": "string"},
      "title": {"type": "string"}, "signer": {"$ref": "#/components/schemas/Signer"},
      "occurred": {"type": "string"}, "recorded": {"type": "string", "format": "date-time"},
      "late_reason": {"type": "string"}, "corrects": {"type": "integer"},
      "answered": {"type": "array", "items": {"$ref": "#/components/schemas/Answered"}},
      "leaf": {"type": "string", "description": "The hash of the entry, hexadecimal"},
      "corrections": {"type": "array", "items": {"$ref": "#/components/schemas/Entry"}},
      "related": {"type": "array", "items": {"type": "object"}}}},
  "Entries": {"type": "object", "required": ["total", "entries"],
    "properties": {"total": {"type": "integer"}, "skipped": {"type": "integer"},
      "entries": {"type": "array", "items": {"$ref": "#/components/schemas/Entry"}}}},
  "Child": {"type": "object", "required": ["record", "name"],
    "properties": {"record": {"$ref": "#/components/schemas/Id"}, "name": {"type": "string"},
      "known_as": {"type": "string"}, "born": {"type": "string", "format": "date"},
      "age": {"type": "string"}, "sex": {"type": "string"}, "address": {"type": "string"}}},
  "Children": {"type": "object", "required": ["children"], "properties": {
    "children": {"type": "array", "items": {"$ref": "#/components/schemas/Child"}}}},
  "Record": {"type": "object", "required": ["child"],
    "properties": {"child": {"$ref": "#/components/schemas/Child"}, "worker": {"type": "string"},
      "team": {"type": "string"}, "last_seen": {"type": "string", "format": "date"},
      "last_seen_alone": {"type": "string", "format": "date"},
      "alerts": {"type": "array", "items": {"type": "object"}},
      "people": {"type": "array", "items": {"type": "object"}},
      "household": {"type": "array", "items": {"$ref": "#/components/schemas/Child"}}}},
  "Opening": {"type": "object", "additionalProperties": false, "required": ["details", "team"],
    "properties": {"details": {"$ref": "#/components/schemas/Answers"},
      "team": {"$ref": "#/components/schemas/Id"}, "worker": {"$ref": "#/components/schemas/Id"}}},
  "Allocation": {"type": "object", "additionalProperties": false, "required": ["team"],
    "properties": {"team": {"$ref": "#/components/schemas/Id"},
      "worker": {"$ref": "#/components/schemas/Id"}}},
  "Work": {"type": "object", "required": ["visits"], "properties": {
    "visits": {"type": "array", "items": {"type": "object", "required": ["due_on", "children"],
      "properties": {"due_on": {"type": "string", "format": "date"},
        "draft": {"description": "Your draft of this visit, when you have begun it",
          "$ref": "#/components/schemas/Id"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Child"}}}}}}},
  "DraftContent": {"type": "object", "additionalProperties": false, "required": ["version", "values"],
    "description": "What was typed, valid or not, as names and values of the form's fields.",
    "properties": {"version": {"type": "integer", "minimum": 0,
        "description": "The version that the typing started from; 0 starts the draft"},
      "values": {"type": "array", "items": {"type": "array", "items": {"type": "string"},
        "minItems": 2, "maxItems": 2}}}},
  "Draft": {"type": "object", "required": ["draft", "form", "version", "saved"],
    "properties": {"draft": {"$ref": "#/components/schemas/Id"}, "form": {"type": "string"},
      "version": {"type": "integer"}, "saved": {"type": "string", "format": "date-time"},
      "values": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}}}},
  "Drafts": {"type": "object", "required": ["drafts"], "properties": {
    "drafts": {"type": "array", "items": {"$ref": "#/components/schemas/Draft"}}}},
  "Form": {"type": "object", "required": ["id", "title", "fields"],
    "properties": {"id": {"type": "string"}, "title": {"type": "string"},
      "summary": {"type": "string"}, "why": {"type": "string"}, "version": {"type": "integer"},
      "concerns": {"enum": ["one_child", "several_children"]},
      "fields": {"type": "array", "items": {"type": "object"}}}},
  "Forms": {"type": "object", "required": ["forms"], "properties": {
    "forms": {"type": "array", "items": {"$ref": "#/components/schemas/Form"}}}},
  "Me": {"type": "object", "required": ["signer", "role"],
    "properties": {"signer": {"$ref": "#/components/schemas/Signer"}, "role": {"type": "string"},
      "may": {"type": "array", "items": {"type": "string"}}}},
  "Proof": {"type": "object", "required": ["position", "size", "root", "leaf", "path", "header", "checkpoint", "file"],
    "properties": {"position": {"type": "integer"}, "size": {"type": "integer"},
      "root": {"type": "string"}, "leaf": {"type": "string"},
      "path": {"type": "array", "items": {"type": "string"}}, "header": {"type": "string"},
      "checkpoint": {"type": "string"}, "file": {"type": "string"}}},
  "Checkpoint": {"type": "object", "required": ["origin", "size", "root", "note", "verifier_key"],
    "properties": {"origin": {"type": "string"}, "size": {"type": "integer"},
      "root": {"type": "string"}, "note": {"type": "string"}, "verifier_key": {"type": "string"}}},
  "Consistency": {"type": "object", "required": ["from", "to", "path"],
    "properties": {"from": {"type": "integer"}, "to": {"type": "integer"},
      "path": {"type": "array", "items": {"type": "string"}}}},
  "Description": {"type": "object"}
})json";

base::json::object parse_schemas()
{
    auto value = base::parse_json(schemas);
    base::check(value && value->is_object(), "the API's schemas are not JSON");
    return std::move(value->get_object());
}

/// The schema itself, or the one that it refers to.
const base::json::object& resolved(const base::json::object& schema)
{
    const std::string_view reference = base::text_member(schema, "$ref");
    if (reference.empty()) return schema;
    return api_schemas().at(reference.substr(reference.rfind('/') + 1)).as_object();
}

void require_described(const base::json::value& value, const base::json::object& found)
{
    const base::json::object& schema = resolved(found);
    if (const auto* const list = value.if_array()) {
        const auto* const items = base::object_member(schema, "items");
        if (items == nullptr) return;
        for (const base::json::value& item : *list)
            require_described(item, *items);
    }
    const auto* const members = value.if_object();
    const auto* const known = base::object_member(schema, "properties");
    if (members == nullptr || known == nullptr) return;
    for (const auto& [name, member] : *members) {
        const auto* const described = base::object_member(*known, name);
        // The name stays out of the message: messages are logged, and anything may be in it.
        if (described == nullptr) {
            throw base::BadRequest{"There is a member that is not in the description at "
                                   "/api/v1/openapi.json. Check how each one is spelt."};
        }
        require_described(member, *described);
    }
}

} // namespace

const base::json::object& api_schemas()
{
    static const base::json::object parsed = parse_schemas();
    return parsed;
}

void require_described(const base::json::value& value, std::string_view schema)
{
    require_described(value, api_schemas().at(schema).as_object());
}

} // namespace site
