"""The triggers by which one person never holds two different posts apart on one day, for both databases.

A row that was withdrawn does not count. A change that only shortens a row is let through, so that rows older than the
rule can still be ended. On PostgreSQL the person's row is locked first: of two transactions the second one sees the first.
"""

from .posts import APART
from .trigger_set import TriggerSet

WORDS = ", ".join(f"'{post}'" for post in APART)
END_OF_TIME = "9999-12-31"
TOLD = "post: one person holds one of the posts apart at a time"

HELD_BESIDE = f"""SELECT 1 FROM post AS other
         WHERE other.id <> {{own}} AND other.person_id = NEW.person_id AND other.post IN ({WORDS}) AND other.post <> NEW.post
           AND other.withdrawn_by_id IS NULL
           AND other.from_on <= coalesce(NEW.until_on, '{END_OF_TIME}')
           AND coalesce(other.until_on, '{END_OF_TIME}') >= NEW.from_on"""
COUNTS = f"NEW.post IN ({WORDS}) AND NEW.withdrawn_by_id IS NULL"
NOT_LONGER = f"""OLD.withdrawn_by_id IS NULL AND OLD.person_id = NEW.person_id AND OLD.post = NEW.post
         AND OLD.from_on <= NEW.from_on AND coalesce(OLD.until_on, '{END_OF_TIME}') >= coalesce(NEW.until_on, '{END_OF_TIME}')"""

SQLITE = (
    f"""CREATE TRIGGER post_insert BEFORE INSERT ON post WHEN {COUNTS} BEGIN
         SELECT RAISE(ABORT, '{TOLD}') WHERE EXISTS ({HELD_BESIDE.format(own="NEW.id")});
       END""",
    f"""CREATE TRIGGER post_update BEFORE UPDATE ON post WHEN {COUNTS} AND NOT ({NOT_LONGER}) BEGIN
         SELECT RAISE(ABORT, '{TOLD}') WHERE EXISTS ({HELD_BESIDE.format(own="OLD.id")});
       END""",
)
POSTGRESQL_FUNCTION = f"""CREATE OR REPLACE FUNCTION post_keeps_apart() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF NOT ({COUNTS}) THEN RETURN NEW; END IF;
         IF TG_OP = 'UPDATE' THEN
           IF {NOT_LONGER} THEN RETURN NEW; END IF;
         END IF;
         PERFORM 1 FROM person WHERE id = NEW.person_id FOR NO KEY UPDATE;
         IF EXISTS ({HELD_BESIDE.format(own="NEW.id")}) THEN
           RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{TOLD}';
         END IF;
         RETURN NEW;
       END $$"""
POSTGRESQL_TRIGGERS = (
    ("post_apart", "post", "BEFORE INSERT OR UPDATE", "FOR EACH ROW EXECUTE FUNCTION post_keeps_apart()"),
)

install = TriggerSet(SQLITE, (POSTGRESQL_FUNCTION,), POSTGRESQL_TRIGGERS).install
