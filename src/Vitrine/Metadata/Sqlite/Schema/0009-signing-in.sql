-- What accounts sign in with besides a password. last_step is that of the newest code used.
CREATE TABLE authenticators (
  account BLOB PRIMARY KEY,
  sealed_secret TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  last_step INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_codes (
  account BLOB NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;

-- By the credential id that the authenticator chose.
CREATE TABLE passkeys (
  credential BLOB PRIMARY KEY,
  account BLOB NOT NULL,
  name TEXT NOT NULL,
  public_key BLOB NOT NULL,
  sign_count INTEGER NOT NULL,
  transports TEXT NOT NULL,
  backup_eligible INTEGER NOT NULL,
  backed_up INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX passkeys_account ON passkeys (account, created_at);

-- Somebody's account at a sign-in service: who says so, and its name for them there.
CREATE TABLE external_accounts (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  account BLOB NOT NULL,
  label TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX external_accounts_account ON external_accounts (account);
