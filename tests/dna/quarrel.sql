-- An invented quarrel over tolls: two documents of one title, of which the first has a letter beyond the BMP, and
-- statements with what real ones have wrong: a passage behind the text, a document that is not there, a blank name.
INSERT INTO DOCUMENTS VALUES (1, 'Quarrel', 'On 😀: Mill wants tolls. Abbey does not.', 1, 'A. Clerk', 'Valley Post', 'p. 3', 'https://example.org/1', '', -2140300800);
INSERT INTO DOCUMENTS VALUES (2, 'Quarrel', 'Fair.', 1, '', '', '', 'seen twice', '', -2140041600);
INSERT INTO ENTITIES VALUES (1, 1, ''), (2, 2, ''), (3, 3, ''), (4, 1, 'Prior'), (5, 2, 'Abbey'), (6, 3, 'tolls'),
  (7, 1, 'Miller'), (8, 2, 'Mill'), (9, 3, 'Abbey'), (10, 5, 'blames'), (11, 5, 'helped'), (12, 5, 'hums'), (13, 2, 'Guild');
INSERT INTO STATEMENTS VALUES (10, 1, 1, 7, 24, 1), (11, 1, 1, 25, 40, 1), (12, 1, 2, 0, 5, 2), (13, 1, 2, 0, 500, 2),
  (14, 1, 9, 0, 1, 1), (15, 1, 1, 0, 2, 1), (20, 3, 1, 0, 2, 1);
INSERT INTO DATASHORTTEXT(StatementId, VariableId, Entity) VALUES
  (10, 1, 7), (10, 2, 8), (10, 3, 6), (10, 5, 10), (11, 1, 4), (11, 2, 5), (11, 3, 6), (11, 5, 11),
  (12, 1, 4), (12, 2, 13), (12, 3, 6), (12, 5, 12), (13, 1, 1), (13, 2, 5), (13, 3, 9), (13, 5, 12),
  (14, 1, 7), (14, 2, 8), (14, 3, 6), (14, 5, 10), (15, 1, 1), (15, 2, 2), (15, 3, 6), (15, 5, 10);
INSERT INTO DATABOOLEAN(StatementId, VariableId, Value) VALUES (10, 4, 1), (11, 4, 0), (12, 4, 0), (13, 4, 1), (14, 4, 1), (15, 4, 1);
INSERT INTO DATAINTEGER(StatementId, VariableId, Value) VALUES (10, 6, 2), (11, 6, -1), (12, 6, 0);
