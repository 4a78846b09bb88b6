-- Where letters of an account go, once confirmed, and whether it wants those about what guests added.
ALTER TABLE accounts ADD COLUMN email TEXT;
ALTER TABLE accounts ADD COLUMN no_digest INTEGER NOT NULL DEFAULT 0;
