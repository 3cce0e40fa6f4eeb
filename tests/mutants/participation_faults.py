"""Faults of 参加支援 and of the shelf: that nobody is told without a yes, and that no household stands there."""

from tests.mutants.mutant import Mutant

_FOLD = "tests/casework/test_participation.py"

PARTICIPATION = (
    Mutant(
        "a yes to another place opens every door", "server/casework/participation.py",
        "        and org.strip() in [name.strip() for name in one[\"consent\"][\"orgs\"]]\n", "",
        "the bicycle shop is told of somebody who agreed to the library",
        (_FOLD,),
    ),
    Mutant(
        "the phone lets somebody try a place out without a yes", "pwa/src/casework/fold-participation.ts",
        "step.tells.length > 0 || KNOWN_THERE.includes(step.to);", "step.tells.length > 0;",
        "she is introduced by name, and had never been asked",
        ("pwa/src/casework/vectors.test.ts::participation",),
    ),
    Mutant(
        "a small count stands on an issue", "server/casework/community.py",
        'return "small_count" if is_few else None', "return None",
        "one wish of one person in one 学区 is read out in the committee",
        (_FOLD,),
    ),
    Mutant(
        "a family name passes onto the shelf", "pwa/src/community/gaps.ts",
        "if (parts.some((part) => new RegExp(`${escaped(part)}${CALLED}`).test(plain))) return called;", "",
        "石田さんの話 lies on every phone of the ward",
        ("pwa/src/participation/participation.test.ts",),
    ),
    Mutant(
        "a field worker who joins later never sees the shelf", "server/scope/service.py",
        'if row["role"] in rules.COMMUNITY and row["center"] is not None:', 'if row["role"] in rules.CENTER_WIDE and row["center"] is not None and not row:',
        "she stands at the door with no place to propose",
        ("tests/scope/test_community.py",),
    ),
)  # fmt: skip
