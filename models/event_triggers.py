"""The triggers that keep events append-only and their chains whole, on both databases."""

from .trigger_set import TriggerSet

KEPT = ("event",)

SQLITE = (
    """CREATE TRIGGER event_insert BEFORE INSERT ON event BEGIN
         SELECT CASE
           WHEN NEW.id <> -1 THEN RAISE(ABORT, 'event: the database gives the id')
           WHEN EXISTS (SELECT 1 FROM event WHERE stream = NEW.stream AND stream_id = NEW.stream_id
                        AND number >= NEW.number)
             THEN RAISE(ABORT, 'event: the number is taken')
           WHEN EXISTS (SELECT 1 FROM event WHERE stream = NEW.stream AND stream_id = NEW.stream_id
                        AND once = NEW.once)
             THEN RAISE(ABORT, 'event: it is there already')
           WHEN NEW.number > 1 AND NOT EXISTS
               (SELECT 1 FROM event WHERE stream = NEW.stream AND stream_id = NEW.stream_id
                AND number = NEW.number - 1 AND hash = NEW.previous_hash)
             THEN RAISE(ABORT, 'event: the number and the previous hash must follow the last event of the stream')
           WHEN NEW.number = 1 AND NEW.previous_hash <> zeroblob(32)
             THEN RAISE(ABORT, 'event: the first event of a stream has no previous hash')
         END;
       END""",
    """CREATE TRIGGER event_update BEFORE UPDATE ON event BEGIN
         SELECT RAISE(ABORT, 'event: events are never changed');
       END""",
    """CREATE TRIGGER event_delete BEFORE DELETE ON event BEGIN
         SELECT RAISE(ABORT, 'event: events are never deleted');
       END""",
)

POSTGRESQL_FUNCTIONS = (
    """CREATE OR REPLACE FUNCTION event_follows() RETURNS trigger LANGUAGE plpgsql AS $$
       DECLARE
         last_number bigint := 0;
         last_hash bytea;
       BEGIN
         SELECT number, hash INTO last_number, last_hash FROM event
           WHERE stream = NEW.stream AND stream_id = NEW.stream_id ORDER BY number DESC LIMIT 1;
         IF NEW.number <> coalesce(last_number, 0) + 1
             OR NEW.previous_hash <> coalesce(last_hash, decode(repeat('00', 32), 'hex')) THEN
           RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
             MESSAGE = 'event: the number and the previous hash must follow the last event of the stream';
         END IF;
         RETURN NEW;
       END $$""",
)
POSTGRESQL_TRIGGERS = (  # `journal_keeps` belongs to the journal
    ("event_insert", "event", "BEFORE INSERT", "FOR EACH ROW EXECUTE FUNCTION event_follows()"),
    ("event_update", "event", "BEFORE UPDATE OR DELETE", "FOR EACH ROW EXECUTE FUNCTION journal_keeps()"),
    ("event_truncate", "event", "BEFORE TRUNCATE", "EXECUTE FUNCTION journal_keeps()"),
)

install = TriggerSet(SQLITE, POSTGRESQL_FUNCTIONS, POSTGRESQL_TRIGGERS).install
