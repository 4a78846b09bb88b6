-- Invitations, and links for a new password: those name the account, at most one each.
CREATE TABLE one_time_links (
  id BLOB PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  account BLOB UNIQUE,
  name TEXT NOT NULL,
  is_admin INTEGER NOT NULL,
  quota_bytes INTEGER,
  made_by BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
