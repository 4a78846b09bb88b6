-- Since when an account is deleted, and since when all that it had is being removed.
ALTER TABLE accounts ADD COLUMN closed_at INTEGER;
ALTER TABLE accounts ADD COLUMN purging_at INTEGER;

CREATE INDEX accounts_closed ON accounts (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX uploads_owner ON uploads (owner, id);
