CREATE INDEX items_failed ON items (id) WHERE shelf = 1 AND state = 2;
