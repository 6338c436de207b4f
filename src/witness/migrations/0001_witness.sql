-- The ledgers that are witnessed, each with the last checkpoint that was cosigned; `size` is 0 and
-- `note` empty until there is one.
CREATE TABLE known_log (
    origin TEXT NOT NULL PRIMARY KEY,
    public_key BLOB NOT NULL,
    size INTEGER NOT NULL,
    note TEXT NOT NULL,
    line TEXT NOT NULL,
    cosigned_at INTEGER NOT NULL
) STRICT;

-- What was refused although the ledger's own key had signed it, beside what was held then.
CREATE TABLE evidence (
    origin TEXT NOT NULL,
    kind TEXT NOT NULL,
    offered TEXT NOT NULL,
    old_size INTEGER NOT NULL,
    held TEXT NOT NULL,
    noticed_at INTEGER NOT NULL,
    PRIMARY KEY (origin, kind, offered)
) STRICT;

CREATE TRIGGER evidence_is_never_changed BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is kept as it was found'); END;
CREATE TRIGGER evidence_is_never_deleted BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is kept as it was found'); END;
