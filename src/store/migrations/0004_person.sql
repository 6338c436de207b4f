-- Who each record is about. Derived from the ledger. Names, dates of birth and addresses are sealed
-- with the record's key; a search token is a keyed hash of a part of a name.

CREATE TABLE child (
    partnership_id BLOB NOT NULL,
    record_id      BLOB NOT NULL,
    household      BLOB,
    sealed         BLOB NOT NULL,
    PRIMARY KEY (partnership_id, record_id)
) STRICT;

CREATE INDEX child_by_household ON child (partnership_id, household)
    WHERE household IS NOT NULL;

CREATE TABLE child_token (
    partnership_id BLOB NOT NULL,
    token          BLOB NOT NULL,
    record_id      BLOB NOT NULL,
    PRIMARY KEY (partnership_id, token, record_id)
) STRICT;

CREATE INDEX child_token_by_record ON child_token (partnership_id, record_id);

CREATE TABLE linked_person (
    partnership_id BLOB NOT NULL,
    record_id      BLOB NOT NULL,
    sequence       INTEGER NOT NULL,
    sealed         BLOB NOT NULL,
    PRIMARY KEY (partnership_id, record_id, sequence)
) STRICT;

CREATE TABLE alert (
    partnership_id BLOB NOT NULL,
    record_id      BLOB NOT NULL,
    sequence       INTEGER NOT NULL,
    review_on      TEXT,
    sealed         BLOB NOT NULL,
    PRIMARY KEY (partnership_id, record_id, sequence)
) STRICT;
