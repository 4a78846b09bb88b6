-- A deleted album is a tombstone until its placements are gone.
CREATE TABLE albums (
  pk INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  owner BLOB NOT NULL,
  version INTEGER NOT NULL,
  title TEXT NOT NULL,
  description TEXT,
  sequence INTEGER NOT NULL,     -- AlbumOrder
  cover BLOB,                    -- the item that somebody chose
  items INTEGER NOT NULL,        -- shown ones
  created_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  file_due INTEGER               -- since when the file in the store is older than the row
) STRICT;

CREATE INDEX albums_owner ON albums (owner, id) WHERE deleted = 0;
CREATE INDEX albums_deleted ON albums (id) WHERE deleted = 1;
CREATE INDEX albums_file_due ON albums (file_due, id) WHERE file_due IS NOT NULL;

-- Which item stands where in which album, both by their pk. shown is 0 while the item is in the trash.
CREATE TABLE album_items (
  album INTEGER NOT NULL,
  item INTEGER NOT NULL,
  id BLOB NOT NULL,              -- the item's, which breaks ties
  position TEXT NOT NULL,        -- sorts byte by byte, see Library/Albums/Position
  taken_at INTEGER NOT NULL,     -- the item's
  shown INTEGER NOT NULL,
  PRIMARY KEY (album, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX album_items_position ON album_items (album, position, id) WHERE shown = 1;
CREATE INDEX album_items_taken ON album_items (album, taken_at, id) WHERE shown = 1;
CREATE INDEX album_items_item ON album_items (item, album);

CREATE TABLE album_members (
  album INTEGER NOT NULL,
  account BLOB NOT NULL,
  album_id BLOB NOT NULL,        -- the order of what is shared with somebody
  role INTEGER NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (album, account)
) STRICT, WITHOUT ROWID;

CREATE INDEX album_members_account ON album_members (account, album_id);
