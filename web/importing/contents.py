"""The dossiers of an upload, whatever kind of file it is; what cannot be read at all is said at once."""

from collections.abc import Iterator

from web.commands.check import raw_of
from web.importing.uploads import Upload
from web.sheets.foreign import Table, mapped, table
from web.sheets.opened import opened
from web.sheets.read import is_template
from workflows.engine.findings import N_
from workflows.engine.intake import Raw, Unusable, utf8

NONE = N_("文件里没有档案：模板从第 4 行起填写，第 3 行是示例")


def examine(upload: Upload) -> None:
    """Looks into a file just received; raises Unusable when nothing can be read from it."""
    if upload.record["kind"] == ".xlsx" and not is_template(opened(upload.path)):
        upload.keep(foreign=True)
        if not foreign(upload).rows:
            raise Unusable("", N_("标题行下面没有任何一行"))
        return
    if upload.record["kind"] == ".jsonl":
        utf8(upload.path.read_bytes())
    if next(dossiers(upload), None) is None:
        raise Unusable("", NONE)


def foreign(upload: Upload) -> Table:
    """The sheet of a spreadsheet that is not the template."""
    return table(upload.path)


def dossiers(upload: Upload) -> Iterator[Raw]:
    """The dossiers, each with where it stands under the name the file came by."""
    if upload.record.get("foreign"):
        columns = dict(upload.record["columns"])
        organisation = columns.pop("", None)
        yield from mapped(foreign(upload), columns, organisation, upload.shown)
        return
    own = len(upload.path.name)
    yield from (Raw(f"{upload.shown}{raw.source[own:]}", raw.value) for raw in raw_of(upload.path))
