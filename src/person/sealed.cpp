#include "person/sealed.h"

#include "base/errors.h"
#include "base/json.h"
#include "base/sha256.h"
#include "seal/envelope.h"

namespace person {

namespace {

using base::json::object;

base::Bytes sealed(const seal::Key& key, const object& members, std::string_view context)
{
    return seal::seal_repeatably(key, base::view_bytes(base::to_text(members)), context);
}

object opened(const seal::Key& key, base::ByteView envelope, std::string_view context)
{
    const auto plain = seal::open(key, envelope, context);
    base::check(plain.has_value(), "a derived row does not open with its record's key");
    auto value = base::parse_json(base::view_text(*plain));
    base::check(value && value->is_object(), "a derived row is not in its format");
    return std::move(value->get_object());
}

std::string text(const object& members, std::string_view name)
{
    return std::string{base::text_member(members, name)};
}

/// A household's mark in the clear column: tells which children share a home, and nothing of it.
base::Bytes household_mark(const Child& child)
{
    if (child.household.empty()) return {};
    const base::Digest digest = base::sha256(base::view_bytes("household " + child.household));
    return {digest.begin(), digest.begin() + 16};
}

} // namespace

StoredChild seal_child(const seal::Key& key, const Child& child)
{
    object members;
    members["name"] = child.name;
    members["known_as"] = child.known_as;
    members["born"] = child.born ? child.born->iso() : std::string{};
    members["sex"] = child.sex;
    members["address"] = child.address;
    members["household"] = child.household;
    members["identifier"] = child.identifier;
    return {
        .record = child.record,
        .household = household_mark(child),
        .sealed = sealed(key, members, "child"),
    };
}

Child open_child(const seal::Key& key, const StoredChild& stored)
{
    const object members = opened(key, stored.sealed, "child");
    return {
        .record = stored.record,
        .name = text(members, "name"),
        .known_as = text(members, "known_as"),
        .born = base::Date::parse(text(members, "born")),
        .sex = text(members, "sex"),
        .address = text(members, "address"),
        .identifier = text(members, "identifier"),
        .household = text(members, "household"),
    };
}

StoredFact seal_person(const seal::Key& key, const LinkedPerson& person)
{
    object members;
    members["name"] = person.name;
    members["relationship"] = person.relationship;
    members["phone"] = person.phone;
    return {.sequence = person.sequence,
            .review_on = {},
            .sealed = sealed(key, members, "linked person")};
}

LinkedPerson open_person(const seal::Key& key, const StoredFact& stored)
{
    const object members = opened(key, stored.sealed, "linked person");
    return {.sequence = stored.sequence,
            .name = text(members, "name"),
            .relationship = text(members, "relationship"),
            .phone = text(members, "phone")};
}

StoredFact seal_alert(const seal::Key& key, const Alert& alert)
{
    object members;
    members["text"] = alert.text;
    return {.sequence = alert.sequence,
            .review_on = alert.review_on,
            .sealed = sealed(key, members, "alert")};
}

Alert open_alert(const seal::Key& key, const StoredFact& stored)
{
    const object members = opened(key, stored.sealed, "alert");
    return {
        .sequence = stored.sequence, .text = text(members, "text"), .review_on = stored.review_on};
}

} // namespace person
