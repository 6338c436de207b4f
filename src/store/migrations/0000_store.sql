-- What each remembered write answered, so that a repeat of its key writes nothing again.
CREATE TABLE idempotency (
    partnership_id BLOB NOT NULL CHECK (length(partnership_id) = 16),
    idempotency_key TEXT NOT NULL CHECK (length(idempotency_key) > 0),
    operation TEXT NOT NULL,
    content TEXT NOT NULL,
    result TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (partnership_id, idempotency_key)
) STRICT;
