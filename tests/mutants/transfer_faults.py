"""Faults of handing households over: each leaves somebody without a lead, or gives a household to somebody unasked."""

from tests.mutants.mutant import Mutant

_SERVICE, _RULES = "server/transfers/service.py", "server/transfers/rules.py"
_WITHIN, _BETWEEN = "tests/transfers/test_within.py", "tests/transfers/test_between.py"
_ALONE = "tests/transfers/test_never_alone.py"
_VAULT = "tests/vault/test_transfers.py"

TRANSFERS = (
    Mutant(
        "anybody of the household accepts", _RULES,
        "        return caller.staff == to_staff\n", "        return True\n",
        "a household is counted to Inoue, who was never asked",
        (f"{_WITHIN}::test_nobody_accepts_in_inoues_place_not_even_the_coordinator",),
    ),
    Mutant(
        "the lead leaves when the hand-over is asked", _SERVICE,
        '        await _note(connection, caller, "transfer.ask"',
        "        await scopes.take_away(connection, new.from_staff or bucket, [bucket], turn.last, HANDED_OVER, None, now)\n"
        '        await _note(connection, caller, "transfer.ask"',
        "until Inoue opens his phone nobody leads the household",
        (f"{_WITHIN}::test_sato_stays_on_the_household_until_inoue_has_accepted",
         f"{_ALONE}::test_at_every_step_somebody_leads_it_and_somebody_of_its_center_can_read_it"),
    ),
    Mutant(
        "nobody asks whether the keys are there", _SERVICE,
        "    if not await is_kept(connection, known.bucket):\n", "    if False:\n",
        "the south takes on a household whose records nobody there will ever open, and the north's phones forget it",
        (f"{_BETWEEN}::test_a_household_whose_keys_the_vault_does_not_hold_yet_waits_where_it_is",),
    ),
    Mutant(
        "the giving center goes on reading", _SERVICE,
        "    for staff in leaving:\n", "    for staff in leaving[:0]:\n",
        "the north reads on in a household that is no longer its own",
        (f"{_BETWEEN}::test_at_acceptance_the_south_is_there_and_the_north_is_gone",),
    ),
    Mutant(
        "the first word is not looked at", _SERVICE,
        "    if said != of:\n", "    if False:\n",
        "a word given for one household moves another one",
        (f"{_BETWEEN}::test_without_both_signed_words_nothing_is_asked_and_nothing_moves",),
    ),
    Mutant(
        "what a leaver had taken on stays theirs", "server/alerts/store.py",
        "(state = 'open' or (state = 'acked' and owner = any($2::uuid[])))", "state = 'open'",
        "the south waits for Tanaka of the north, who no longer sees the household",
        ("tests/transfers/test_alerts.py::test_what_tanaka_had_taken_on_asks_the_south_anew",),
    ),
    Mutant(
        "the vault believes the web tier where a household is", "server/vault/moving.py",
        "            if now != told:\n", "            if False:\n",
        "a web tier in the wrong hands, with one phone of any ward, plants keys in every household",
        (f"{_VAULT}::test_a_web_tier_in_the_wrong_hands_moves_no_household",),
    ),
    Mutant(
        "anybody signs for a center", "server/vault/moving.py",
        "or by.role not in transfer.ANSWER_FOR_A_CENTER:", "or False:",
        "Kimura takes a household over that nobody gave her ward",
        (f"{_VAULT}::test_a_move_needs_the_word_of_each_side",),
    ),
    Mutant(
        "a hand-over can be used twice", "server/vault/moving.py",
        "or self._shelf.was_used(str(move.transfer)):", "or False:",
        "old words bring a household back to a ward that gave it away",
        (f"{_VAULT}::test_old_words_bring_no_household_back",),
    ),
)  # fmt: skip
