"""Faults of the reports and of what leaves for the bureau: counted twice, counted before the yes, or small enough to point at somebody."""

from tests.mutants.mutant import Mutant

REPORTS = (
    Mutant(
        "a withdrawn visit is counted", "server/casework/business.py",
        """    for entry in state["visits"]:
        if not entry["retracted"]:
            visit""",
        """    for entry in state["visits"]:
        if entry:
            visit""",
        "a visit to the wrong household stands in the month",
        ("tests/casework/test_business.py",),
    ),
    Mutant(
        "the phone counts a consent that was taken back", "pwa/src/casework/business.ts",
        "consents.some((one) => stateOn(consents, one, day) === 'stands')", "consents.length > 0",
        "outreach is told as agreed to, after she had said no",
        ("pwa/src/casework/business.test.ts",),
    ),
    Mutant(
        "what could be reckoned from the total stays", "pwa/src/reports/hiding.ts",
        "  for (let open = exposed(told, rules); open.length; open = exposed(told, rules)) {",
        "  for (let open = exposed(told, rules).slice(0, 0); open.length; open = exposed(told, rules)) {",
        "the bureau takes 9 from 12 and knows of the three",
        ("pwa/src/reports/hiding.test.ts",),
    ),
    Mutant(
        "the office takes a small number from a device that forgot to hide it", "server/figures/cells.py",
        "if value is not None and 0 < value < FEWEST:", "if value is not None and value < 0:",
        "one household of one ward stands on a screen of the city",
        ("tests/bureau/test_handing_in.py",),
    ),
    Mutant(
        "a center reads its neighbours", "server/figures/service.py",
        "return await _read(connection, first, None if every else caller.center)", "return await _read(connection, first, None)",
        "the wards are compared by those who are compared",
        ("tests/bureau/test_handing_in.py",),
    ),
    Mutant(
        "a sheet calls a word a formula", "pwa/src/spreadsheet/cells.ts",
        """<c r="${place}" s="${style ?? STYLES.text}" t="inlineStr"><is><t xml:space="preserve">${xml(""", """<c r="${place}" s="${style ?? STYLES.text}" t="str"><f>${xml(""",
        "what somebody once typed into a field runs on the desk of the bureau",
        ("pwa/src/spreadsheet/spreadsheet.test.ts",),
    ),
    Mutant(
        "what nobody has answered yet counts as answered in time", "pwa/src/reports/alert-facts.ts",
        "const minutes = since(answered ?? now);", "const minutes = answered === null ? 0 : since(answered);",
        "the alert that nobody took is the one that no report shows",
        ("pwa/src/reports/alert-facts.test.ts",),
    ),
    Mutant(
        "the drawing takes along what others told", "pwa/src/conferences/drawing.ts",
        "kind: said.kind, quality: said.quality })),", "kind: said.kind, quality: said.quality, said })),",
        "the neighbour's word on the family lies on every member's table",
        ("pwa/src/conferences/drawing.test.ts",),
    ),
)  # fmt: skip
