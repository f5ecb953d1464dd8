"""People: registered, their memberships stated, kinship, sanctions, accounts."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from workflows.engine.findings import N_
from workflows.engine.forms import Form, field
from workflows.engine.values import Day, Name, Short

Login = Annotated[str, StringConstraints(min_length=2, max_length=40, pattern=r"^[a-z0-9][a-z0-9._-]*$")]
Status = Literal["probationary", "full", "suspended", "party_probation"]
SanctionKind = Literal["warning", "serious_warning", "removed_from_post", "party_probation"]
TURNED_ROUND = N_("截止日期早于起始日期")


class Recorded(Form):
    """What is recorded on a day."""

    on: Day = field("登记日期")


class Concerning(Recorded):
    """What is recorded of a person."""

    person: int = field("人员编号", ge=1, chooses="person")


class Registered(Concerning):
    """登记人员。编号由系统给出。"""

    person: int = field("人员编号", ge=1, internal=True, numbered=True)
    name: Name = field("姓名", personal=True)
    on: Day = field("登记日期", help="填今天即可，不影响以前步骤的日期")
    born_on: Day | None = field("出生日期", default=None, past=True)


class MembershipStated(Concerning):
    """初始登记党籍：本系统启用以前入党的党员。"""

    status: Status = field("党籍状况")
    from_on: Day = field("起始日期")
    until_on: Day | None = field("截止日期", default=None)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        yield from turned_round(self)


class KinshipDeclared(Concerning):
    """申报亲属关系：一次申报，双方都算。"""

    relative: int = field("亲属的人员编号", ge=1, chooses="person")
    relation: Short = field("亲属关系")
    from_on: Day = field("起始日期")
    until_on: Day | None = field("截止日期", default=None)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        if self.known("relative") is not None and self.known("relative") == self.known("person"):
            yield "relative", N_("本人不能是自己的亲属"), {}
        yield from turned_round(self)


class Sanctioned(Concerning):
    """登记处分：日期是处分批准之日。"""

    on: Day = field("处分批准日期")
    kind: SanctionKind = field("处分种类")


class Restored(Concerning):
    """恢复党员权利（留党察看期满）。"""

    on: Day = field("恢复权利日期")


class AccountOpened(Concerning):
    """开立账号：口令另行设定，不进纪实。"""

    login: Login = field("登录名", help="小写字母、数字、点、横线")


class AccountClosed(Concerning):
    """停用账号。"""


def turned_round(form: Form) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The last day lies before the first one."""
    first, last = form.known("from_on"), form.known("until_on")
    if first and last and last < first:
        yield "until_on", TURNED_ROUND, {}
