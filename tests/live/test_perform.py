"""`perform` on both databases."""
from datetime import date
from .town import CALENDAR, FLOW
from workflows.membership.sample import lawful

def test_way(town):
    rows = lawful("archive", date(2026, 6, 15), CALENDAR)["steps"]
    first = town.open(rows[0]["on"])
    for row in rows[1:]:
        values = dict(row); step = values.pop("step")
        on = values.pop("on", None) or values.pop("begins_on")
        town.take(first.case_id, step, on, **values)
    print(town.row(first.case_id))
    town.sound(first.case_id)
