-- Records, the order of their entries, when each child was seen, and drafts.
-- All but the drafts are derived from the ledger: `heed rebuild` empties and refills them.

CREATE TABLE record (
    partnership_id BLOB NOT NULL,
    record_id      BLOB NOT NULL,
    opened         INTEGER NOT NULL,
    entries        INTEGER NOT NULL,
    PRIMARY KEY (partnership_id, record_id)
) STRICT;

CREATE TABLE entry (
    partnership_id BLOB NOT NULL,
    record_id      BLOB NOT NULL,
    sequence       INTEGER NOT NULL,
    form           TEXT NOT NULL,
    event_id       BLOB NOT NULL,
    occurred       TEXT NOT NULL,
    recorded       INTEGER NOT NULL,
    late           INTEGER NOT NULL,
    corrects       INTEGER,
    PRIMARY KEY (partnership_id, record_id, sequence)
) STRICT;

CREATE INDEX entry_by_occurred ON entry (partnership_id, record_id, occurred, sequence);
CREATE INDEX entry_by_event ON entry (partnership_id, event_id, record_id, sequence);
CREATE INDEX entry_by_correction ON entry (partnership_id, record_id, corrects)
    WHERE corrects IS NOT NULL;

CREATE TABLE contact_with_child (
    partnership_id  BLOB NOT NULL,
    record_id       BLOB NOT NULL,
    last_seen       TEXT,
    last_seen_alone TEXT,
    PRIMARY KEY (partnership_id, record_id)
) STRICT;

CREATE TABLE draft (
    partnership_id BLOB NOT NULL,
    draft_id       BLOB NOT NULL,
    staff_id       BLOB NOT NULL,
    form           TEXT NOT NULL,
    version        INTEGER NOT NULL,
    saved          INTEGER NOT NULL,
    sealed         BLOB NOT NULL,
    PRIMARY KEY (partnership_id, draft_id)
) STRICT;

CREATE INDEX draft_by_writer ON draft (partnership_id, staff_id, saved);

CREATE TABLE draft_record (
    partnership_id BLOB NOT NULL,
    draft_id       BLOB NOT NULL,
    record_id      BLOB NOT NULL,
    place          INTEGER NOT NULL,
    PRIMARY KEY (partnership_id, draft_id, record_id)
) STRICT;
