"""What each code of a counting finding is about, in a few words; codes of the catalogue of rules (G43) are not repeated."""

CODES = {
    "S01": "实到人数与应到人数",
    "S02": "废票与收回的选票",
    "S03": "空白票与有效票",
    "S04": "每名候选人的票数合计",
    "S05": "弃权票与空白票",
    "S06": "所选人次与应选名额",
    "S07": "另选他人与不赞成票",
    "S08": "另选的人的得票",
    "S09": "再次投票中的另选他人",
    "S10": "公布票数会泄露所投",
}
