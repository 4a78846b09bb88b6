-- Links whose file in the store is older than they are, revoked ones too; the version tells a change since the file was written.
CREATE TABLE link_files (
  link BLOB PRIMARY KEY,         -- its id
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO link_files (link, version) SELECT id, 1 FROM links;

-- The files of albums and sidecars say from now on how they are shown to everybody, and since when members are members.
UPDATE albums SET version = version + 1, file_due = coalesce(file_due, created_at) WHERE deleted = 0;
UPDATE items SET version = version + 1, sidecar_due = coalesce(sidecar_due, uploaded_at) WHERE visibility <> 0 AND shelf <> 3;
