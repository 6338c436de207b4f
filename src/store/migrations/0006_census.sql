-- Which record holds a child of a national return, and which entries have been imported. Derived from
-- the ledger. The tokens are keyed hashes: they tell nothing of the child's number to who has no key.

CREATE TABLE census_child (
    partnership_id BLOB NOT NULL,
    child_token    BLOB NOT NULL,
    record_id      BLOB NOT NULL,
    PRIMARY KEY (partnership_id, child_token)
) STRICT;

CREATE TABLE census_entry (
    partnership_id BLOB NOT NULL,
    entry_token    BLOB NOT NULL,
    record_id      BLOB NOT NULL,
    sequence       INTEGER NOT NULL,
    PRIMARY KEY (partnership_id, entry_token)
) STRICT;
