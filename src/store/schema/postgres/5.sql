-- When the alarm for an urgent item is to be rung, or rung again; 0: it was, or
-- the item is not urgent.
ALTER TABLE items ADD COLUMN alarm_due BIGINT NOT NULL DEFAULT 0;
CREATE INDEX items_alarm ON items (alarm_due) WHERE alarm_due <> 0;
