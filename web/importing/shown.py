"""What the page of rows shows: a part of them at a time, those to choose about, the words of verdicts and findings."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from web.commands.annotate import SEVERITY_WORDS
from web.commands.check import VERDICT_WORDS, cited
from web.importing.confirm import NEW, SKIP, unpacked
from web.importing.people import Known
from web.importing.posted import seen_text
from web.importing.rows import MOST, Preview, Row
from web.importing.uploads import Upload
from workflows import flow
from workflows.engine.findings import N_

A_PAGE = 100
UNUSABLE = N_("不能采用")


class Became(NamedTuple):
    """What became of a dossier."""

    source: str
    case: int | None
    said: str


class Shown:
    """The page of rows. `choices` are those kept or typed, `errors` by the number of their row."""

    most, new, skip = MOST, NEW, SKIP

    def __init__(
        self,
        preview: Preview,
        number: int,
        choices: Mapping[str, Mapping[str, Any]],
        errors: Mapping[int, str],
    ) -> None:
        self.preview, self.choices, self.errors = preview, choices, errors
        self.last = max(1, -(-len(preview.rows) // A_PAGE))
        self.number = min(max(number, 1), self.last)
        self.counts = preview.counts
        self.total = len(preview.rows)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of this part."""
        return self.preview.rows[(self.number - 1) * A_PAGE : self.number * A_PAGE]

    @property
    def verdicts(self) -> Iterator[tuple[str, int]]:
        """How many rows of each verdict, those that cannot be used last."""
        yield from ((word, self.counts[verdict]) for verdict, word in VERDICT_WORDS.items())
        yield UNUSABLE, self.counts["unusable"]

    @property
    def to_record(self) -> int:
        """How many rows would be recorded."""
        skipped = sum(self.chosen(row) == SKIP for row in self.preview.to_choose if row.ready)
        return self.counts["ready"] - skipped

    def verdict(self, row: Row) -> str:
        """The verdict of a row in words."""
        return UNUSABLE if row.unusable else VERDICT_WORDS[row.answer["verdict"]]

    def stage(self, row: Row) -> str:
        """The stage a dossier arrives at, in words."""
        return flow("membership").stage_titles.get(row.answer["stage"], N_("未受理"))

    def findings(self, row: Row) -> Iterator[tuple[str, str, str, str]]:
        """(severity, message, article, code) for everything found."""
        for finding in row.answer.get("findings", ()):
            yield SEVERITY_WORDS[finding["severity"]], finding["message"], cited(finding), finding["code"]

    def chosen(self, row: Row) -> str:
        """Who was chosen for a row."""
        return str(self.choices.get(str(row.number), {}).get("who", ""))

    def seen(self, row: Row) -> str:
        """The people a row may mean, as the form sends them back."""
        return seen_text(self.preview.seen(row))

    def able(self, row: Row) -> list[Known]:
        """The registered people a row may mean."""
        return [known for known in row.choices if known.row is None]

    def same(self, row: Row) -> list[str]:
        """Where in the file others of the name stand that cannot be told apart."""
        numbers = [known.row for known in row.choices if known.row is not None]
        return [self.preview.rows[number].answer["source"] for number in numbers]

    def places(self, known: Known) -> str:
        """Where somebody belongs."""
        return "、".join(place.name for place in self.preview.places if place.id in known.places)

    def against(self, row: Row, known: Known) -> list[str]:
        """What stands in the way of recording the dossier of this person."""
        return list(self.preview.against(known.id, row.digest))


def what_became(upload: Upload) -> list[Became] | None:
    """What became of each dossier; None while it is being recorded, or when that was broken off."""
    outcomes = upload.record.get("outcomes")
    return None if outcomes is None else [Became(source, case, unpacked(said)) for source, case, said in outcomes]
