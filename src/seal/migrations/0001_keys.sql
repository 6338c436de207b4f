-- What the store was made with: 'check' opens under the right master key only; 'passphrase' holds
-- the salt and cost of a passphrase when the master key comes from one.
CREATE TABLE key_setting (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE partnership_key (
    partnership_id BLOB NOT NULL PRIMARY KEY,
    wrapped BLOB NOT NULL,
    signing_wrapped BLOB NOT NULL,
    signing_public BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE record_key (
    partnership_id BLOB NOT NULL,
    record_id BLOB NOT NULL,
    wrapped BLOB NOT NULL,
    PRIMARY KEY (partnership_id, record_id)
) STRICT;

-- The last signed state of each ledger, apart from the ledger: a data file that was put back to an
-- earlier state is noticed because it falls short of this.
CREATE TABLE kept_checkpoint (
    partnership_id BLOB NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;
