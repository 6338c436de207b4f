-- The partnerships that this installation keeps records for. Not about any person.

CREATE TABLE partnership (
    partnership_id BLOB NOT NULL,
    name           TEXT NOT NULL,
    manual         TEXT NOT NULL,
    origin         TEXT NOT NULL,
    created        INTEGER NOT NULL,
    PRIMARY KEY (partnership_id)
) STRICT;
