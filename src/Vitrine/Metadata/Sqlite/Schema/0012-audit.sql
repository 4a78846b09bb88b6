-- Ids are UUIDv7, so their order is that of time.
CREATE TABLE audit (
  id BLOB PRIMARY KEY,
  actor BLOB,
  actor_name TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  name TEXT,
  network TEXT NOT NULL
) STRICT, WITHOUT ROWID;
