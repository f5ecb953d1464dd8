"""What each code of a finding about elections is about, in a few words."""

from .counting import codes as counting

CODES = {
    **counting.CODES,
    "G40": "选举人名册、选举权和被选举权",
    "G41": "不计入应到会的党员",
    "G42": "选举大会的形式和代表名额",
    "G43": "候选人的差额",
    "G44": "上级对人选的同意",
    "G45": "监票人",
    "G46": "选举的到会人数",
    "G47": "选票的张数和有效",
    "G49": "当选所须的票数",
    "G50": "候选人的排列顺序",
    "G51": "不得委托投票",
    "G52": "选举结果的报告、备案和批准",
    "G53": "任期、延期和提前换届",
    "G54": "支部委员会的设立和人数",
    "G55": "支部的党员人数",
}
