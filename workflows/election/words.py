"""Chinese words for the coded values that findings and documents of elections show."""

from .codes import CODES
from .roll_words import TITLES

POSITIONS = {
    "members": "委员",
    "discipline": "纪委委员",
    "standing": "常委",
    "secretary": "书记",
    "deputy": "副书记",
    "discipline_secretary": "纪委书记",
    "discipline_deputy": "纪委副书记",
}
WHY = {f"why.{why}": title for why, title in TITLES.items()}
"""Of the reasons on the roll, because some of their codes have other words elsewhere."""
NEXT = {
    "next.none": "名额已满",
    "next.revote_tied": "票数相等，再次投票",
    "next.separate_election": "未选足，另行选举",
    "next.repeat_ballot": "投票无效，重新投票",
    "next.manual": "须大会决定",
}
OF_FIELDS = {
    "task.scrutineer": "监票人",
    "task.teller": "计票人",
    "duty.organisation": "组织工作",
    "duty.publicity": "宣传工作",
    "duty.discipline": "纪律检查工作",
    "duty.youth": "青年工作",
    "duty.women": "妇女工作",
    "duty.other": "其他工作",
    "body.members": "新一届委员会",
    "body.discipline": "新一届纪委",
}
"""Words that a code has in one field only."""
WORDS = {
    **POSITIONS,
    **WHY,
    **NEXT,
    **OF_FIELDS,
    "committee": "设委员会",
    "heads": "不设委员会，只选书记、副书记",
    "member_meeting": "党员大会",
    "congress": "党员代表大会",
    "letter": "信函",
    "telephone": "电话",
    "extend": "延期",
    "advance": "提前",
    "illness": "因病不能表达意志",
    "abroad": "自费出国半年以上",
    "sentence": "服刑而未受留党察看以上处分",
    "frail": "年老体弱卧床不起、长期生病、生活不能自理",
    "away": "外出半年以上而未转组织关系",
    "retired_home": "离退休后回原籍长期居住而未转组织关系",
    "separate": "另行选举",
    "reduce": "减少名额",
    "vacant": "留空，待补选",
    "died": "身故",
    "transferred": "调离",
    "resigned": "辞职",
    "removed": "撤职或者免职",
    "adjusted": "上级调整",
    "full": "正式党员",
    "probationary": "预备党员",
    "none": "非党员",
    "formal": "正式选举",
    "pre": "预选",
    "tie": "就票数相等的再次投票",
    "expiry": "任期届满",
    "meeting_expiry": "任期届满",
    "congress_expiry": "任期届满",
    **CODES,
}
