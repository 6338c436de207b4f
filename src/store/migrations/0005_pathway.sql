-- What is due on each record, by the manual's timescales. Derived from the ledger.

CREATE TABLE due_step (
    partnership_id BLOB NOT NULL,
    record_id      BLOB NOT NULL,
    timescale      TEXT NOT NULL,
    since          TEXT NOT NULL,
    due_on         TEXT NOT NULL,
    PRIMARY KEY (partnership_id, record_id, timescale)
) STRICT;

CREATE INDEX due_step_by_day ON due_step (partnership_id, due_on, record_id);
