-- What a link takes from guests; guest_reviewed is NULL for a link that takes nothing. guest_files and guest_bytes are taken so far.
ALTER TABLE links ADD COLUMN can_view INTEGER NOT NULL DEFAULT 1;
ALTER TABLE links ADD COLUMN guest_reviewed INTEGER;
ALTER TABLE links ADD COLUMN guest_most_files INTEGER;
ALTER TABLE links ADD COLUMN guest_most_bytes INTEGER;
ALTER TABLE links ADD COLUMN guest_accepts INTEGER NOT NULL DEFAULT 15;  -- AcceptedKinds
ALTER TABLE links ADD COLUMN guest_files INTEGER NOT NULL DEFAULT 0;
ALTER TABLE links ADD COLUMN guest_bytes INTEGER NOT NULL DEFAULT 0;

-- A row per file that a guest added or is adding, by the hash of the visitor's secret.
CREATE TABLE guest_files (
  link INTEGER NOT NULL,         -- by its pk
  visitor TEXT NOT NULL,
  id BLOB NOT NULL,              -- the upload's, then the item's
  bytes INTEGER NOT NULL,        -- taken of what the link takes
  PRIMARY KEY (link, visitor, id)
) STRICT, WITHOUT ROWID;

-- The album that an upload is to join; the link and the guest it comes by, as the link was when it began.
ALTER TABLE uploads ADD COLUMN album BLOB;
ALTER TABLE uploads ADD COLUMN link BLOB;
ALTER TABLE uploads ADD COLUMN visitor TEXT;
ALTER TABLE uploads ADD COLUMN guest_name TEXT;
ALTER TABLE uploads ADD COLUMN guest_reviewed INTEGER;
ALTER TABLE uploads ADD COLUMN guest_accepts INTEGER;

CREATE INDEX uploads_link ON uploads (link, id) WHERE link IS NOT NULL AND ended_as IS NULL;

-- shelf 5 is waiting: waits_in is then the album, and the item is in no list but this one.
ALTER TABLE items ADD COLUMN guest_name TEXT;
ALTER TABLE items ADD COLUMN waits_in BLOB;

CREATE INDEX items_waiting ON items (waits_in, id) WHERE shelf = 5;

-- How many items wait in an album.
ALTER TABLE albums ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;

CREATE INDEX albums_waiting ON albums (owner, id) WHERE waiting > 0;
