"""The triggers that keep the journal append-only, for both databases; they stop accidents, checkpoints give evidence."""

from .trigger_set import TriggerSet

SQLITE = (
    """CREATE TRIGGER entry_insert BEFORE INSERT ON entry BEGIN
         SELECT CASE
           WHEN NEW.id <> -1 THEN RAISE(ABORT, 'entry: the database gives the id')
           WHEN EXISTS (SELECT 1 FROM entry WHERE case_id = NEW.case_id AND number >= NEW.number)
             THEN RAISE(ABORT, 'entry: the number is taken')
           WHEN NEW.number > 1 AND NOT EXISTS
               (SELECT 1 FROM entry WHERE case_id = NEW.case_id AND number = NEW.number - 1 AND hash = NEW.previous_hash)
             THEN RAISE(ABORT, 'entry: the number and the previous hash must follow the last entry of the case')
           WHEN NEW.number = 1 AND NEW.previous_hash <> zeroblob(32)
             THEN RAISE(ABORT, 'entry: the first entry of a case has no previous hash')
         END;
       END""",
    """CREATE TRIGGER entry_update BEFORE UPDATE ON entry BEGIN
         SELECT RAISE(ABORT, 'entry: entries are never changed');
       END""",
    """CREATE TRIGGER entry_delete BEFORE DELETE ON entry BEGIN
         SELECT RAISE(ABORT, 'entry: entries are never deleted');
       END""",
    """CREATE TRIGGER entry_text_insert BEFORE INSERT ON entry_text BEGIN
         SELECT CASE
           WHEN EXISTS (SELECT 1 FROM entry_text WHERE entry_id = NEW.entry_id AND field = NEW.field)
             THEN RAISE(ABORT, 'entry_text: the text is there already')
           WHEN EXISTS (SELECT 1 FROM entry JOIN entry AS later USING (case_id)
                        WHERE entry.id = NEW.entry_id AND later.number > entry.number)
             THEN RAISE(ABORT, 'entry_text: only the newest entry of a case takes texts')
         END;
       END""",
    """CREATE TRIGGER entry_text_update BEFORE UPDATE ON entry_text BEGIN
         SELECT RAISE(ABORT, 'entry_text: texts are never changed');
       END""",
    """CREATE TRIGGER entry_text_delete BEFORE DELETE ON entry_text
       WHEN NOT EXISTS (SELECT 1 FROM entry JOIN entry AS erasure USING (case_id)
                        WHERE entry.id = OLD.entry_id AND erasure.number > entry.number
                          AND erasure.kind = 'erasure' AND erasure.refers_to = entry.number) BEGIN
         SELECT RAISE(ABORT, 'entry_text: only an erasure entry lets a text be deleted');
       END""",
)

POSTGRESQL_FUNCTIONS = (
    """CREATE OR REPLACE FUNCTION journal_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
           MESSAGE = TG_TABLE_NAME || ': never changed, deleted or emptied (' || TG_OP || ')';
       END $$""",
    """CREATE OR REPLACE FUNCTION entry_follows() RETURNS trigger LANGUAGE plpgsql AS $$
       DECLARE
         last_number bigint := 0;
         last_hash bytea;
       BEGIN
         SELECT number, hash INTO last_number, last_hash FROM entry
           WHERE case_id = NEW.case_id ORDER BY number DESC LIMIT 1;
         IF NEW.number <> coalesce(last_number, 0) + 1
             OR NEW.previous_hash <> coalesce(last_hash, decode(repeat('00', 32), 'hex')) THEN
           RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
             MESSAGE = 'entry: the number and the previous hash must follow the last entry of the case';
         END IF;
         RETURN NEW;
       END $$""",
    """CREATE OR REPLACE FUNCTION entry_text_comes_with_entry() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF EXISTS (SELECT 1 FROM entry JOIN entry AS later USING (case_id)
                    WHERE entry.id = NEW.entry_id AND later.number > entry.number) THEN
           RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
             MESSAGE = 'entry_text: only the newest entry of a case takes texts';
         END IF;
         RETURN NEW;
       END $$""",
    """CREATE OR REPLACE FUNCTION entry_text_was_erased() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF NOT EXISTS (SELECT 1 FROM entry JOIN entry AS erasure USING (case_id)
                        WHERE entry.id = OLD.entry_id AND erasure.number > entry.number
                          AND erasure.kind = 'erasure' AND erasure.refers_to = entry.number) THEN
           RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
             MESSAGE = 'entry_text: only an erasure entry lets a text be deleted';
         END IF;
         RETURN OLD;
       END $$""",
)
POSTGRESQL_TRIGGERS = (
    ("entry_insert", "entry", "BEFORE INSERT", "FOR EACH ROW EXECUTE FUNCTION entry_follows()"),
    ("entry_update", "entry", "BEFORE UPDATE OR DELETE", "FOR EACH ROW EXECUTE FUNCTION journal_keeps()"),
    ("entry_truncate", "entry", "BEFORE TRUNCATE", "EXECUTE FUNCTION journal_keeps()"),
    ("entry_text_insert", "entry_text", "BEFORE INSERT", "FOR EACH ROW EXECUTE FUNCTION entry_text_comes_with_entry()"),
    ("entry_text_update", "entry_text", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION journal_keeps()"),
    ("entry_text_delete", "entry_text", "BEFORE DELETE", "FOR EACH ROW EXECUTE FUNCTION entry_text_was_erased()"),
    ("entry_text_truncate", "entry_text", "BEFORE TRUNCATE", "EXECUTE FUNCTION journal_keeps()"),
)

install = TriggerSet(SQLITE, POSTGRESQL_FUNCTIONS, POSTGRESQL_TRIGGERS).install
