"""Faults of outreach: whose word 判定 is, and what counts as having met somebody."""

from tests.mutants.mutant import Mutant

_FOLD, _TWIN = "tests/casework/test_outreach.py", "pwa/src/casework/vectors.test.ts::outreach"

OUTREACH = (
    Mutant(
        "anybody judges a home", "server/casework/roles.py",
        'name = field.split(":", maxsplit=1)[0]', "name = field",
        "a home counts as judged under the ordinance because somebody passing by wrote it down",
        (_FOLD,),
    ),
    Mutant(
        "a voice through the door ends the months", "pwa/src/casework/schemes.ts",
        "  if (own.includes('A_seen')) return 'person';", "  if (own.includes('A_seen') || own.includes('B_voice')) return 'person';",
        "nobody has seen him for a year, and the page says all is well",
        (_TWIN,),
    ),
    Mutant(
        "a stage said between two visits is forgotten", "server/casework/trends.py",
        'stages = (record.get("relation_stage") for _, record in earlier)',
        'stages = (record.get("relation_stage") for _, record in earlier if "method" in record)',
        "a door that had opened is shut again, and nobody is told",
        (_FOLD,),
    ),
    Mutant(
        "yesterday's order is today's", "pwa/src/outreach/day-way.svelte.ts",
        "given.staff === staff && given.day === day && Array.isArray(order)", "given.staff === staff && Array.isArray(order)",
        "this morning's first visit stands last, because it stood last yesterday",
        ("pwa/src/outreach/outreach.test.ts",),
    ),
)  # fmt: skip
