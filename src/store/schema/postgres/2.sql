-- What is held for a check that could not finish is looked for every few seconds.
CREATE INDEX items_faulty ON items (site) WHERE open = 1 AND fault_only = 1;
