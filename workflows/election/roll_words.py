"""Why somebody stands on the electors' roll as he does, in Chinese; and the words of the sum that ends in 应到会."""

from enum import StrEnum

from workflows.engine.findings import N_

DETENTIONS = {"custody": N_("留置"), "arrest": N_("逮捕")}


class Why(StrEnum):
    """The row of the rights matrix that a person falls under."""

    FULL = "full"
    EXCLUDED = "excluded"
    NOT_YET_EXCLUDED = "not_yet_excluded"
    PARTY_PROBATION = "party_probation"
    RIGHTS_SUSPENDED = "rights_suspended"
    RELEASED = "released"
    DETAINED = "detained"
    PROBATIONARY = "probationary"
    SUSPENDED = "suspended"
    TRANSFERRED = "transferred"
    GUEST = "guest"
    CANDIDATE = "candidate"


TITLES = {
    Why.FULL: N_("正式党员"),
    Why.EXCLUDED: N_("经批准不计入应到会"),
    Why.NOT_YET_EXCLUDED: N_("拟不计入应到会，手续不全"),
    Why.PARTY_PROBATION: N_("留党察看"),
    Why.RIGHTS_SUSPENDED: N_("中止党员权利"),
    Why.RELEASED: N_("中止党员权利，尚未恢复"),
    Why.DETAINED: N_("权利尚未决定"),
    Why.PROBATIONARY: N_("预备党员"),
    Why.SUSPENDED: N_("停止党籍"),
    Why.TRANSFERRED: N_("组织关系已经转出"),
    Why.GUEST: N_("组织关系不在本组织"),
    Why.CANDIDATE: N_("候选人，不是代表"),
}
"""In a few words, for a roll of which only the codes are kept."""

SENTENCES = {
    Why.FULL: N_("正式党员"),
    Why.EXCLUDED: N_("正式党员，经上级同意（%(number)s）并经党员大会表决，不计入应到会；到会的仍可参加选举"),
    Why.NOT_YET_EXCLUDED: N_("正式党员，拟不计入应到会，但尚缺%(lacking)s：仍计入应到会"),
    Why.PARTY_PROBATION: N_("留党察看期间，没有表决权、选举权和被选举权"),
    Why.RIGHTS_SUSPENDED: N_("被%(kind)s，自 %(since)s 起中止党员权利（%(number)s）"),
    Why.RELEASED: N_("自 %(since)s 起中止党员权利（%(number)s）；已不再被留置、逮捕，应当恢复权利的，请先登记恢复"),
    Why.DETAINED: N_("自 %(since)s 起被%(kind)s，尚未登记是否中止党员权利：请先由有管理权限的党组织决定并登记"),
    Why.PROBATIONARY: N_("预备党员，没有表决权、选举权和被选举权"),
    Why.SUSPENDED: N_("停止党籍，没有表决权、选举权和被选举权"),
    Why.TRANSFERRED: N_("组织关系已经转出，在本组织的最后一日是 %(last)s"),
    Why.GUEST: N_("组织关系不在本组织，列席的没有表决权、选举权和被选举权"),
    Why.CANDIDATE: N_("候选人，不是代表：有被选举权，不参加投票"),
}
LESS = {
    Why.PARTY_PROBATION: N_("留党察看 %(count)s 人"),
    Why.RIGHTS_SUSPENDED: N_("中止党员权利 %(count)s 人"),
    Why.RELEASED: N_("中止党员权利尚未恢复 %(count)s 人"),
    Why.DETAINED: N_("权利尚未决定 %(count)s 人"),
    Why.EXCLUDED: N_("经批准不计入 %(count)s 人"),
}
"""What is taken off the number of full members, in this order."""
FULL_MEMBERS = N_("正式党员 %(count)s 人")
MINUS = N_("%(one)s − %(other)s")
SUM = N_("%(members)s = 应到会 %(due)s 人")
