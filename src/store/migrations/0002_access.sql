-- Agencies, teams, staff and how they sign in. These are not derived from the ledger. Names, titles,
-- logins, labels and password hashes are sealed; a *_token is a keyed hash, a *_hash a plain SHA-256
-- of a random secret.

CREATE TABLE agency (
    partnership_id BLOB NOT NULL,
    agency_id BLOB NOT NULL,
    name BLOB NOT NULL,
    name_token BLOB NOT NULL,
    PRIMARY KEY (partnership_id, agency_id),
    UNIQUE (partnership_id, name_token)
) STRICT;

CREATE TABLE team (
    partnership_id BLOB NOT NULL,
    team_id BLOB NOT NULL,
    agency_id BLOB NOT NULL,
    name BLOB NOT NULL,
    name_token BLOB NOT NULL,
    PRIMARY KEY (partnership_id, team_id),
    UNIQUE (partnership_id, agency_id, name_token),
    FOREIGN KEY (partnership_id, agency_id) REFERENCES agency (partnership_id, agency_id)
) STRICT;

CREATE TABLE staff (
    partnership_id BLOB NOT NULL,
    staff_id BLOB NOT NULL,
    team_id BLOB NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    login_token BLOB NOT NULL,
    login BLOB NOT NULL,
    name BLOB NOT NULL,
    post_title BLOB NOT NULL,
    PRIMARY KEY (partnership_id, staff_id),
    UNIQUE (partnership_id, login_token),
    FOREIGN KEY (partnership_id, team_id) REFERENCES team (partnership_id, team_id)
) STRICT;

CREATE INDEX staff_by_team ON staff (partnership_id, team_id);

CREATE TABLE staff_password (
    partnership_id BLOB NOT NULL,
    staff_id BLOB NOT NULL,
    hash BLOB NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (partnership_id, staff_id)
) STRICT;

CREATE TABLE known_device (
    partnership_id BLOB NOT NULL,
    staff_id BLOB NOT NULL,
    device_hash BLOB NOT NULL,
    last_used INTEGER NOT NULL,
    PRIMARY KEY (partnership_id, staff_id, device_hash)
) STRICT;

CREATE INDEX known_device_by_hash ON known_device (partnership_id, device_hash);

CREATE TABLE session (
    partnership_id BLOB NOT NULL,
    session_hash BLOB NOT NULL,
    staff_id BLOB NOT NULL,
    signed_in_by TEXT NOT NULL,
    started INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    PRIMARY KEY (partnership_id, session_hash)
) STRICT;

CREATE INDEX session_by_staff ON session (partnership_id, staff_id);
CREATE INDEX session_by_start ON session (partnership_id, started);

CREATE TABLE api_token (
    partnership_id BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    staff_id BLOB NOT NULL,
    label BLOB NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (partnership_id, token_hash)
) STRICT;

CREATE INDEX api_token_by_staff ON api_token (partnership_id, staff_id);

CREATE TABLE demonstration (
    partnership_id BLOB NOT NULL,
    marked_at INTEGER NOT NULL,
    PRIMARY KEY (partnership_id)
) STRICT;

CREATE TABLE demonstration_link (
    partnership_id BLOB NOT NULL,
    link_hash BLOB NOT NULL,
    staff_id BLOB NOT NULL,
    PRIMARY KEY (partnership_id, link_hash)
) STRICT;

CREATE TABLE forbid (
    partnership_id BLOB NOT NULL,
    record_id BLOB NOT NULL,
    staff_id BLOB NOT NULL,
    reason TEXT NOT NULL,
    set_by BLOB NOT NULL,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (partnership_id, record_id, staff_id)
) STRICT;

CREATE INDEX forbid_by_staff ON forbid (partnership_id, staff_id, record_id);

-- Derived from the ledger: dropped and rebuilt at will.

CREATE TABLE allocation (
    partnership_id BLOB NOT NULL,
    record_id BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    team_id BLOB NOT NULL,
    worker_id BLOB,
    from_date TEXT NOT NULL,
    PRIMARY KEY (partnership_id, record_id, sequence)
) STRICT;

CREATE INDEX allocation_by_team ON allocation (partnership_id, team_id, record_id);
CREATE INDEX allocation_by_worker ON allocation (partnership_id, worker_id, record_id);

CREATE TABLE read_note (
    partnership_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,
    record_id BLOB NOT NULL,
    sequence INTEGER,
    staff_id BLOB,
    what TEXT NOT NULL,
    noted_at INTEGER NOT NULL,
    purpose BLOB NOT NULL,
    PRIMARY KEY (partnership_id, position, number)
) STRICT;

CREATE INDEX read_note_by_record ON read_note (partnership_id, record_id, position, number);
