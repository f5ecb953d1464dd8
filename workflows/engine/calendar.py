"""The working-day calendar: State Council notices by year; a year without its notice is provisional (暂算)."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

ONE_DAY = timedelta(days=1)


class Calendar:
    """Which days are worked. `exceptions` maps a day to whether it is worked; other days follow Monday to Friday."""

    def __init__(self, exceptions: Mapping[date, bool], certain_years: Iterable[int]) -> None:
        self._exceptions = dict(exceptions)
        self.certain_years = frozenset(certain_years)
        self.stamp = (
            f"{min(self.certain_years, default=0)}-{max(self.certain_years, default=0)}/{len(self._exceptions)}"
        )

    @classmethod
    def load(cls, folder: Path) -> "Calendar":
        """Reads `<year>.csv` files with the columns day, kind (holiday or workday), name."""
        exceptions: dict[date, bool] = {}
        years = []
        for path in sorted(folder.glob("[0-9]*.csv")):
            years.append(int(path.stem))
            with path.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    exceptions[date.fromisoformat(row["day"])] = row["kind"] == "workday"
        return cls(exceptions, years)

    def extended(self, exceptions: Mapping[date, bool], years: Iterable[int]) -> "Calendar":
        """The calendar with further certain years."""
        return Calendar({**self._exceptions, **exceptions}, {*self.certain_years, *years})

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked."""
        return self._exceptions.get(day, day.weekday() < 5)

    def first_workday_after(self, day: date) -> date:
        """The first working day later than `day`."""
        day += ONE_DAY
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def nth_workday_after(self, day: date, count: int) -> date:
        """The last of `count` working days counted from the day after `day`."""
        for _ in range(count):
            day = self.first_workday_after(day)
        return day

    def workdays(self, after: date, until: date) -> int:
        """How many working days lie in (after, until]."""
        count, day = 0, after
        while (day := self.first_workday_after(day)) <= until:
            count += 1
        return count

    def first_after(self, day: date, *, and_workdays: int, since: date) -> date:
        """The first working day after both `day` and the `and_workdays`-th working day after `since`."""
        return self.first_workday_after(max(day, self.nth_workday_after(since, and_workdays)))

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether some year from `first` to `last` has no confirmed notice."""
        return any(year not in self.certain_years for year in range(first.year, last.year + 1))
