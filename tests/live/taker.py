"""Takes steps on many cases until it is killed, and says of each, after the commit, which entry it wrote."""

import itertools
import sys

from models.databases import Database
from workflows import flow
from workflows.engine.offices import Actor
from workflows.engine.perform import perform
from workflows.engine.perform.store import Store
from workflows.membership.sample import FACTS

from .town import form_of, moment

DAY = "2026-07-20"
ORDER = ("approve_admission", "assign_group", "take_oath", "review_probationer")


def main(url: str, branch: int, superior: int, first: int, last: int) -> None:
    """Approves each case, which gives a membership, then goes on; reviews may be taken for ever."""
    database, membership = Database(url), flow("membership")
    for case in itertools.cycle(range(first, last + 1)):
        with database.work() as work:
            row = Store(work).case(case)
            taken = [entry.step for entry in Store(work).entries(case)]
            step = next((name for name in ORDER if name not in taken), ORDER[-1])
            facts = dict(FACTS.get(step, {}))
            if step == "approve_admission":
                facts["received_on"] = DAY
            actor = Actor(superior if step == "approve_admission" else branch)
            written = perform(
                work, membership, case, step, form_of(step, DAY, **facts), actor, row.version, moment(DAY)
            )
            work.commit()
        print(case, written.number, written.hash.hex(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
