"""The codes of the directory and what they are called on the public page; the phone has the same from the catalogue."""

from typing import Literal

Kind = Literal[
    "city_bureau", "center", "section", "ward_shakyo", "city_shakyo", "hokatsu", "kikan_soudan", "child_guidance",
    "school", "medical", "police", "fire", "utility", "npo", "other",
]  # fmt: skip
Field = Literal["elderly_health", "disability", "child_family", "poverty_community"]
AreaLevel = Literal["neighbourhood", "ward", "city"]

KINDS: dict[str, str] = {
    "city_bureau": "市の局・部",
    "center": "保健福祉センター",
    "section": "役所の窓口",
    "ward_shakyo": "区社会福祉協議会",
    "city_shakyo": "市社会福祉協議会",
    "hokatsu": "地域包括支援センター",
    "kikan_soudan": "障害者基幹相談",
    "child_guidance": "児童相談所",
    "school": "学校・教育",
    "medical": "医療機関",
    "police": "警察",
    "fire": "消防",
    "utility": "電気・ガス・水道など",
    "npo": "NPO・支援団体",
    "other": "その他",
}
FIELDS: dict[str, str] = {
    "elderly_health": "高齢・保健医療",
    "disability": "障害保健",
    "child_family": "子ども・子育て",
    "poverty_community": "困窮・地域福祉",
}
AREA_LEVELS: dict[str, str] = {"neighbourhood": "学区・身近な圏域", "ward": "区域", "city": "市域"}
