-- The ledger. Its form is written down in docs/ledger-format.md; nothing here is ever changed.
CREATE TABLE ledger_log (
    partnership_id BLOB NOT NULL PRIMARY KEY,
    origin TEXT NOT NULL,
    public_key BLOB NOT NULL
) STRICT;

CREATE TABLE ledger_leaf (
    partnership_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    record_id BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    leaf BLOB NOT NULL,
    header BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (partnership_id, position)
) STRICT;

CREATE UNIQUE INDEX ledger_leaf_by_record ON ledger_leaf (partnership_id, record_id, sequence);

-- 256 hashes that belong together, kept so that a proof reads a few rows and not the whole ledger.
CREATE TABLE ledger_tile (
    partnership_id BLOB NOT NULL,
    level INTEGER NOT NULL,
    number INTEGER NOT NULL,
    root BLOB NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (partnership_id, level, number)
) STRICT;

CREATE TABLE ledger_checkpoint (
    partnership_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    size INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (partnership_id, number)
) STRICT;

CREATE TRIGGER ledger_log_is_never_changed BEFORE UPDATE ON ledger_log
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER ledger_log_is_never_deleted BEFORE DELETE ON ledger_log
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;

CREATE TRIGGER ledger_leaf_is_never_changed BEFORE UPDATE ON ledger_leaf
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER ledger_leaf_is_never_deleted BEFORE DELETE ON ledger_leaf
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;

CREATE TRIGGER ledger_tile_is_never_changed BEFORE UPDATE ON ledger_tile
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER ledger_tile_is_never_deleted BEFORE DELETE ON ledger_tile
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;

CREATE TRIGGER ledger_checkpoint_is_never_changed BEFORE UPDATE ON ledger_checkpoint
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER ledger_checkpoint_is_never_deleted BEFORE DELETE ON ledger_checkpoint
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
