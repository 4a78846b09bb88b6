-- What a link shows is its album, or its items: their ids one after the other. item repeats the id where there is just one.
CREATE TABLE links (
  pk INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  owner BLOB NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  album BLOB,
  item BLOB,
  items BLOB,
  title TEXT,
  password_hash TEXT,
  expires_at INTEGER,
  max_opens INTEGER,
  can_download INTEGER NOT NULL,
  show_metadata INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  opens INTEGER NOT NULL,
  last_opened_at INTEGER
) STRICT;

CREATE INDEX links_owner ON links (owner, id);
CREATE INDEX links_album ON links (album, id) WHERE album IS NOT NULL;
CREATE INDEX links_item ON links (item, id) WHERE item IS NOT NULL;

-- One row per visitor who opened a link, by the hash of the visitor's secret.
CREATE TABLE link_opens (
  link INTEGER NOT NULL,
  visitor TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  PRIMARY KEY (link, visitor)
) STRICT, WITHOUT ROWID;

CREATE INDEX link_opens_at ON link_opens (link, opened_at);
