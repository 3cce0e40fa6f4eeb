"""Faults of the directory of agencies: each leads somebody to the wrong door, or shows what was not meant for everybody."""

from tests.mutants.mutant import Mutant

_KEEPING, _PUBLIC = "tests/organizations/test_keeping.py", "tests/organizations/test_public.py"
_LIST, _BOOK, _FORM = (f"pwa/src/organizations/{name}.test.ts" for name in ("directory", "book", "organization-form"))

DIRECTORY = (
    Mutant(
        "an entry is given away to another center", "server/organizations/service.py",
        "        known = await _mine(connection, caller, organization)\n        _must_be_allowed(caller, entry.center)\n",
        "        known = await _mine(connection, caller, organization)\n",
        "Tanaka writes a telephone of the north into the south's list, or into the whole city's",
        (f"{_KEEPING}::test_tanaka_cannot_give_an_entry_to_another_center_or_to_the_city",),
    ),
    Mutant(
        "the last who saves wins", "server/organizations/service.py",
        "    if known.version != version:\n", "    if False:\n",
        "the hours Mori has just put right are gone under Tanaka's older ones",
        (f"{_KEEPING}::test_of_two_who_change_at_once_the_second_hears_it_and_nothing_is_overwritten",),
    ),
    Mutant(
        "a correction counts as looking through", "server/organizations/service.py",
        "        if checked:\n", "        if True:\n",
        "an old telephone passes for fresh because somebody wrote the hours anew",
        (f"{_KEEPING}::test_putting_the_hours_right_is_not_looking_through_all_of_it",),
    ),
    Mutant(
        "what is for staff stands on the public page", "server/organizations/store.py",
        "where o.is_public and not o.ended", "where not o.ended",
        "the night line of the office rings all night",
        (f"{_PUBLIC}::test_a_neighbour_without_a_login_reads_only_what_is_public",),
    ),
    Mutant(
        "a name becomes markup", "server/organizations/printed.py",
        "<article><h3>{escape(one.name)}</h3>", "<article><h3>{one.name}</h3>",
        "what somebody typed runs in the browser of whoever looks for help",
        (f"{_PUBLIC}::test_what_somebody_wrote_is_text_and_never_markup",),
    ),
    Mutant(
        "a cell of the public table runs", "server/organizations/printed.py",
        """return f"'{cell}" if _RUNS.search(cell) else cell""", "return cell",
        "the city's spreadsheet follows a formula out of a name",
        (f"{_PUBLIC}::test_the_csv_opens_in_a_spreadsheet_and_runs_nothing_there",),
    ),
    Mutant(
        "other centers stand before one's own", "pwa/src/organizations/directory.ts",
        "['own', 'city', 'elsewhere'];", "['elsewhere', 'city', 'own'];",
        "Sato sends a neighbour of the north to the far end of the city",
        (f"{_LIST}::her own center, in it the nearest level",),
    ),
    Mutant(
        "an agency that closed stays on the phone", "pwa/src/store/organizations.ts",
        "if (row.ended) await kept.delete(row.id);\n      else if", "if",
        "Sato calls a number that nobody answers any more",
        (f"{_BOOK}::what has ended is forgotten",),
    ),
    Mutant(
        "a restored office is asked from where the lost one was", "pwa/src/organizations/book.svelte.ts",
        "whole ||= page.whole;", "",
        "what the office no longer knows is called for ever",
        (f"{_BOOK}::what it no longer knows is gone",),
    ),
    Mutant(
        "a colleague's change is lost under an older form", "pwa/src/organizations/organization-form.ts",
        "{ ...structuredClone(now.shown), ...kept }", "draft.input",
        "Mori corrects an address and brings last month's hours back",
        (f"{_FORM}::what Mori did not touch is as Tanaka left it",),
    ),
)  # fmt: skip
