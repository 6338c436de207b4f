-- What witnesses have signed: that the ledger up to `size` contains what each of them knew before.
-- `checkpoint` is the number of the ledger's own checkpoint of that size; `line` is the witness's
-- signature line for it, which docs/ledger-format.md describes.
CREATE TABLE ledger_cosignature (
    partnership_id BLOB NOT NULL,
    size INTEGER NOT NULL,
    witness TEXT NOT NULL,
    checkpoint INTEGER NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (partnership_id, size, witness)
) STRICT;

CREATE TRIGGER ledger_cosignature_is_never_changed BEFORE UPDATE ON ledger_cosignature
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER ledger_cosignature_is_never_deleted BEFORE DELETE ON ledger_cosignature
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
