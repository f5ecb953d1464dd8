"""What each code of a finding about findings is about, in a few words."""

CODES = {
    "G70": "检查发现由提出的人确认和办结",
    "G71": "检查发现由被检查的党组织答复",
    "G72": "检查发现的答复期限",
}
