-- The album that one lies in, of the same owner. While that is deleted and not cleared yet, it counts as none.
ALTER TABLE albums ADD COLUMN parent BLOB;
CREATE INDEX albums_parent ON albums (parent, id) WHERE parent IS NOT NULL;
