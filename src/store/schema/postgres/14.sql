-- What is published and waits stands a second time under each label, beside its
-- queue: '2 category:…', '3 rule:…'. Else whoever asks for those that few have
-- goes through all that have the label.
INSERT INTO label_items (site, label, due, comment)
  SELECT i.site, i.queue || ' ' || l.label, i.due, i.comment FROM items AS i
  JOIN item_labels AS l ON l.comment = i.comment
  WHERE i.open = 1 AND i.queue <> 1
  AND substr(l.label, 1, 5) IN ('rule:', 'categ', 'groun')
  ORDER BY 1, 2, 3, 4;
-- Made anew beside the traffic, with the names of authors.
DELETE FROM term_parts;
DELETE FROM term_lists;
