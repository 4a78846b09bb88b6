-- Ids are UUIDv7 as 16 bytes, big-endian, so that they sort by time. Moments are milliseconds since 1970 in UTC; taken_at is the wall
-- clock of the place in the same unit, without zone. A column that is not understood from its name is explained where it stands.

-- shelf says where an item stands: 1 live, 2 trash, 3 purging (a tombstone). Uploads under way have a table of their own.
CREATE TABLE items (
  pk INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  owner BLOB NOT NULL,
  shelf INTEGER NOT NULL,
  state INTEGER NOT NULL,
  version INTEGER NOT NULL,
  file_name TEXT NOT NULL,
  name_key TEXT NOT NULL,        -- folded file name; the order of names
  original_key TEXT NOT NULL,
  title TEXT,
  description TEXT,
  place TEXT,
  tags TEXT,                     -- JSON array
  by_person INTEGER NOT NULL,    -- bits of the fields that a person set, see ByPerson
  kind INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 BLOB,
  crc32 INTEGER,
  width INTEGER,
  height INTEGER,
  duration INTEGER,              -- ticks of 100 ns
  taken_at INTEGER NOT NULL,
  taken_offset INTEGER,
  taken_from INTEGER NOT NULL,
  uploaded_at INTEGER NOT NULL,
  latitude REAL,
  longitude REAL,
  thumbhash BLOB,
  colour INTEGER,
  recipe TEXT,
  renditions TEXT,               -- a line each: name, width, height, type, extension, bytes, with tabs between
  problem TEXT,
  trashed_at INTEGER,
  purging_at INTEGER,
  synthetic INTEGER NOT NULL,
  sidecar_due INTEGER            -- since when the sidecar is older than the row
) STRICT;

CREATE INDEX items_taken ON items (owner, taken_at, id) WHERE shelf = 1;
CREATE INDEX items_uploaded ON items (owner, uploaded_at, id) WHERE shelf = 1;
CREATE INDEX items_name ON items (owner, name_key, id) WHERE shelf = 1;
CREATE INDEX items_bytes ON items (owner, bytes, id) WHERE shelf = 1;
CREATE INDEX items_sha256 ON items (owner, sha256, id) WHERE shelf = 1 AND state <> 2;
CREATE INDEX items_trash ON items (owner, trashed_at, id) WHERE shelf = 2;
CREATE INDEX items_trash_due ON items (trashed_at, id) WHERE shelf = 2;
CREATE INDEX items_purging ON items (purging_at, id) WHERE shelf = 3;
CREATE INDEX items_sidecar_due ON items (sidecar_due, id) WHERE sidecar_due IS NOT NULL;

-- The bulky part of what a file says of itself, as JSON.
CREATE TABLE facts (
  item INTEGER PRIMARY KEY,
  facts TEXT NOT NULL
) STRICT;

-- Live items per day; the scrubber never counts items.
CREATE TABLE days (
  owner BLOB NOT NULL,
  day INTEGER NOT NULL,          -- yyyymmdd
  items INTEGER NOT NULL,
  PRIMARY KEY (owner, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage (
  owner BLOB PRIMARY KEY,
  used INTEGER NOT NULL DEFAULT 0,
  reserved INTEGER NOT NULL DEFAULT 0,
  items INTEGER NOT NULL DEFAULT 0,
  open_uploads INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE uploads (
  pk INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  owner BLOB NOT NULL,
  length INTEGER,
  reserved INTEGER NOT NULL,
  reached INTEGER NOT NULL,      -- the offset: so many bytes are durable
  fence INTEGER NOT NULL,
  hash_state BLOB NOT NULL,
  file_name TEXT NOT NULL,
  file_time INTEGER,
  title TEXT,
  description TEXT,
  place TEXT,
  tags TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_as BLOB
) STRICT;

CREATE INDEX uploads_open ON uploads (expires_at, id) WHERE ended_as IS NULL;
CREATE INDEX uploads_ended ON uploads (expires_at) WHERE ended_as IS NOT NULL;

-- A row per job; the one of an item carries the item's id and stays as long as the item, so that its fence never goes back.
CREATE TABLE jobs (
  id BLOB PRIMARY KEY,
  item INTEGER NOT NULL,
  owner BLOB NOT NULL,
  lane TEXT,                     -- NULL: no work
  kind TEXT NOT NULL,
  payload TEXT,
  ready_at INTEGER NOT NULL,     -- when it may be claimed: due, or the end of its lease
  leased INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  ended_fence INTEGER NOT NULL,  -- the claim that ended its work last
  attempts INTEGER NOT NULL,
  ended_at INTEGER               -- of jobs of no item
) STRICT, WITHOUT ROWID;

CREATE INDEX jobs_ready ON jobs (lane, owner, ready_at, id) WHERE lane IS NOT NULL;
CREATE INDEX jobs_ended ON jobs (ended_at) WHERE ended_at IS NOT NULL;

-- Whose turn it is: a row per owner with work in a lane. The claim takes the owner served longest ago who has something ready.
CREATE TABLE turns (
  lane TEXT NOT NULL,
  owner BLOB NOT NULL,
  served INTEGER NOT NULL,
  ready_at INTEGER NOT NULL,     -- the earliest of the owner's jobs in this lane
  waiting INTEGER NOT NULL,
  PRIMARY KEY (lane, owner)
) STRICT, WITHOUT ROWID;

CREATE INDEX turns_served ON turns (lane, served, owner);

CREATE TABLE accounts (
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  is_admin INTEGER NOT NULL,
  disabled INTEGER NOT NULL,
  quota_bytes INTEGER,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX accounts_admins ON accounts (id) WHERE is_admin = 1 AND disabled = 0;

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  account BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  agent TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_account ON sessions (account, created_at);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE api_keys (
  id BLOB PRIMARY KEY,
  account BLOB NOT NULL,
  name TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  can_read INTEGER NOT NULL,
  can_write INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX api_keys_account ON api_keys (account, created_at, id);

-- Named values of the site.
CREATE TABLE site (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  fence INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE throttles (
  bucket TEXT NOT NULL,
  window INTEGER NOT NULL,       -- milliseconds
  started INTEGER NOT NULL,
  events INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  PRIMARY KEY (bucket, window)
) STRICT, WITHOUT ROWID;

CREATE INDEX throttles_end ON throttles (ends_at);
