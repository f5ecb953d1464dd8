"""The triggers that keep the log append-only: tiles only grow, leaves follow one another, and nothing signed is changed."""

from .trigger_set import TriggerSet

KEPT = ("log_key", "leaf", "checkpoint", "countersignature", "witnessed")
"""Tables whose rows are never changed or removed. Of tiles none is removed, and what is in one stays."""

SQLITE = (
    *(
        f"""CREATE TRIGGER {table}_{what} BEFORE {what.upper()} ON {table} BEGIN
         SELECT RAISE(ABORT, '{table}: never changed or removed');
       END"""
        for table in KEPT
        for what in ("update", "delete")
    ),
    """CREATE TRIGGER log_key_insert BEFORE INSERT ON log_key BEGIN
         SELECT CASE
           WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM log_key)
             THEN RAISE(ABORT, 'log_key: keys follow one another')
           WHEN EXISTS (SELECT 1 FROM log_key WHERE origin <> NEW.origin OR hash <> NEW.hash)
             THEN RAISE(ABORT, 'log_key: origin and hash never change')
           WHEN EXISTS (SELECT 1 FROM log_key WHERE public_key = NEW.public_key)
             THEN RAISE(ABORT, 'log_key: the key is there already')
         END;
       END""",
    """CREATE TRIGGER leaf_insert BEFORE INSERT ON leaf BEGIN
         SELECT CASE
           WHEN NEW.position <> (SELECT coalesce(max(position), -1) + 1 FROM leaf)
             THEN RAISE(ABORT, 'leaf: leaves follow one another')
           WHEN EXISTS (SELECT 1 FROM leaf WHERE entry_id = NEW.entry_id)
             THEN RAISE(ABORT, 'leaf: the entry is in the log already')
         END;
       END""",
    """CREATE TRIGGER checkpoint_insert BEFORE INSERT ON checkpoint BEGIN
         SELECT CASE
           WHEN NEW.id <> -1 THEN RAISE(ABORT, 'checkpoint: the database gives the id')
           WHEN EXISTS (SELECT 1 FROM checkpoint WHERE size > NEW.size)
             THEN RAISE(ABORT, 'checkpoint: a log never shrinks')
         END;
       END""",
    """CREATE TRIGGER countersignature_insert BEFORE INSERT ON countersignature
       WHEN EXISTS (SELECT 1 FROM countersignature
                    WHERE checkpoint_id = NEW.checkpoint_id AND public_key = NEW.public_key) BEGIN
         SELECT RAISE(ABORT, 'countersignature: it is there already');
       END""",
    """CREATE TRIGGER witnessed_insert BEFORE INSERT ON witnessed BEGIN
         SELECT CASE
           WHEN NEW.id <> -1 THEN RAISE(ABORT, 'witnessed: the database gives the id')
           WHEN EXISTS (SELECT 1 FROM witnessed WHERE origin = NEW.origin AND size > NEW.size)
             THEN RAISE(ABORT, 'witnessed: a log never shrinks')
         END;
       END""",
    """CREATE TRIGGER tile_insert BEFORE INSERT ON tile
       WHEN EXISTS (SELECT 1 FROM tile WHERE level = NEW.level AND "index" = NEW."index") BEGIN
         SELECT RAISE(ABORT, 'tile: it is there already');
       END""",
    """CREATE TRIGGER tile_update BEFORE UPDATE ON tile
       WHEN NEW.level <> OLD.level OR NEW."index" <> OLD."index" OR length(NEW.hashes) <= length(OLD.hashes)
         OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes BEGIN
         SELECT RAISE(ABORT, 'tile: a tile only grows');
       END""",
    """CREATE TRIGGER tile_delete BEFORE DELETE ON tile BEGIN
         SELECT RAISE(ABORT, 'tile: never removed');
       END""",
)


def _refusing(name: str, conditions: tuple[tuple[str, str], ...]) -> str:
    """A function that raises for the first of its conditions that holds."""
    checks = "".join(
        f"""
         IF {condition} THEN
           RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{message}';
         END IF;"""
        for condition, message in conditions
    )
    return f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN{checks}
         RETURN NEW;
       END $$"""


POSTGRESQL_FUNCTIONS = (
    _refusing(
        "log_key_follows",
        (
            ("NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM log_key)", "log_key: keys follow one another"),
            (
                "EXISTS (SELECT 1 FROM log_key WHERE origin <> NEW.origin OR hash <> NEW.hash)",
                "log_key: origin and hash never change",
            ),
        ),
    ),
    _refusing(
        "leaf_follows",
        (("NEW.position <> (SELECT coalesce(max(position), -1) + 1 FROM leaf)", "leaf: leaves follow one another"),),
    ),
    _refusing(
        "checkpoint_grows",
        (("EXISTS (SELECT 1 FROM checkpoint WHERE size > NEW.size)", "checkpoint: a log never shrinks"),),
    ),
    _refusing(
        "witnessed_grows",
        (
            (
                "EXISTS (SELECT 1 FROM witnessed WHERE origin = NEW.origin AND size > NEW.size)",
                "witnessed: a log never shrinks",
            ),
        ),
    ),
    _refusing(
        "tile_grows",
        (
            (
                'NEW.level <> OLD.level OR NEW."index" <> OLD."index" OR length(NEW.hashes) <= length(OLD.hashes)'
                " OR substring(NEW.hashes FROM 1 FOR length(OLD.hashes)) <> OLD.hashes",
                "tile: a tile only grows",
            ),
        ),
    ),
)
POSTGRESQL_TRIGGERS = (
    *((f"{table}_update", table, "BEFORE UPDATE OR DELETE", "FOR EACH ROW EXECUTE FUNCTION journal_keeps()") for table in KEPT),
    *((f"{table}_truncate", table, "BEFORE TRUNCATE", "EXECUTE FUNCTION journal_keeps()") for table in (*KEPT, "tile")),
    ("log_key_insert", "log_key", "BEFORE INSERT", "FOR EACH ROW EXECUTE FUNCTION log_key_follows()"),
    ("leaf_insert", "leaf", "BEFORE INSERT", "FOR EACH ROW EXECUTE FUNCTION leaf_follows()"),
    ("checkpoint_insert", "checkpoint", "BEFORE INSERT", "FOR EACH ROW EXECUTE FUNCTION checkpoint_grows()"),
    ("witnessed_insert", "witnessed", "BEFORE INSERT", "FOR EACH ROW EXECUTE FUNCTION witnessed_grows()"),
    ("tile_update", "tile", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION tile_grows()"),
    ("tile_delete", "tile", "BEFORE DELETE", "FOR EACH ROW EXECUTE FUNCTION journal_keeps()"),
)  # fmt: skip

install = TriggerSet(SQLITE, POSTGRESQL_FUNCTIONS, POSTGRESQL_TRIGGERS).install
