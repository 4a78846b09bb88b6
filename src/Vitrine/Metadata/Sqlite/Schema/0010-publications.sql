-- Private, unlisted or public (Visibility); what is not private has a row in publications.
ALTER TABLE items ADD COLUMN visibility INTEGER NOT NULL DEFAULT 0;
ALTER TABLE albums ADD COLUMN visibility INTEGER NOT NULL DEFAULT 0;

CREATE TABLE publications (
  thing BLOB NOT NULL PRIMARY KEY,  -- the album's or item's id
  is_album INTEGER NOT NULL,
  owner BLOB NOT NULL,
  address TEXT NOT NULL,
  address_hash TEXT NOT NULL UNIQUE,
  visibility INTEGER NOT NULL,
  can_download INTEGER NOT NULL,
  show_metadata INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX publications_owner ON publications (owner, since, thing);
CREATE INDEX publications_public ON publications (since, thing) WHERE visibility = 2;
CREATE INDEX publications_public_owner ON publications (owner, since, thing) WHERE visibility = 2;
