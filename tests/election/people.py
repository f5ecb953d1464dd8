"""The cast of election scenarios: who is a member of the branch on which day, and what bears on his rights."""

from datetime import date
from typing import Any

from workflows.election.roll import Member

CAST = (
    "王芳", "赵强", "周敏", "孙丽", "何静", "陈刚", "吴强", "郑涛", "冯雪", "韩冰",
    "唐文", "施平", "蒋文", "钱进", "许宁", "曹军", "彭亮", "高远", "林夏", "梁晨",
)  # fmt: skip
"""Members, in the order in which a branch of so many has them; 王芳 is its secretary."""
BESIDE = ("沈毅", "李明", "甲〇")
"""The organiser of the committee above, an applicant, and somebody whose name has a character without a stroke count."""
MORE = tuple(f"党员{number}" for number in range(len(CAST) + 1, 501))
"""Further members of a large organisation."""
APPLICANTS = tuple(f"预备党员{number}" for number in range(1, 501))
NUMBERS = {name: number for number, name in enumerate((*CAST, *BESIDE, *MORE, *APPLICANTS), 1)}
LONG_AGO = date(2010, 7, 1)
NAMES = {number: name for name, number in NUMBERS.items()}


class Register:
    """The members of a branch: so many full ones, and what changed since."""

    def __init__(self, count: int) -> None:
        self.size = count
        self.known: dict[str, list[tuple[date, dict[str, Any]]]] = {}
        for name in (*CAST, *MORE)[:count]:
            self.change(name, LONG_AGO, status="full")

    def change(self, name: str, on: date, **facts: Any) -> None:
        """From that day on these facts hold; those not named stay."""
        self.known.setdefault(name, []).append((on, facts))

    def on(self, day: date) -> list[Member]:
        """Everybody the branch knows, as of a day."""
        return [Member(NUMBERS[name], name, **self.facts(name, day)) for name in self.known]

    def facts(self, name: str, day: date) -> dict[str, Any]:
        """What is known of one person on a day."""
        found: dict[str, Any] = {}
        for on, facts in sorted(self.known.get(name, ()), key=lambda change: change[0]):
            if on <= day:
                found |= facts
        return found

    def status(self, name: str, day: date) -> str:
        """The status as a form has it; a party probation leaves it a full member's."""
        status = self.facts(name, day).get("status")
        return {"party_probation": "full", None: "none"}.get(status, status)

    def count(self, day: date) -> tuple[int, int]:
        """(full members, members) on a day."""
        statuses = [self.status(name, day) for name in self.known]
        full = statuses.count("full")
        return full, full + statuses.count("probationary")
