// How what is known of a child and of the people round them is sealed in the derived tables, under
// the child's own record key.
#pragma once

#include "person/child.h"
#include "person/child_store.h"
#include "seal/key.h"

namespace person {

StoredChild seal_child(const seal::Key& key, const Child& child);
Child open_child(const seal::Key& key, const StoredChild& stored);

StoredFact seal_person(const seal::Key& key, const LinkedPerson& person);
LinkedPerson open_person(const seal::Key& key, const StoredFact& stored);

StoredFact seal_alert(const seal::Key& key, const Alert& alert);
Alert open_alert(const seal::Key& key, const StoredFact& stored);

} // namespace person
