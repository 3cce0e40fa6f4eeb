"""Faults of the server and of the vault: each breaks a promise to somebody, and a narrow test must say so."""

from tests.mutants.mutant import Mutant

_INTAKE, _OUTGOING = "tests/sync/test_intake.py", "tests/sync/test_outgoing.py"
_RESCUED = "tests/sync/test_rescued.py"
_STORIES, _WORKER = "tests/alerts/test_stories.py", "tests/push/test_worker.py"
_CODES, _SESSIONS = "tests/devices/test_enrolment.py", "tests/access/test_sessions.py"

_COURSE = "tests/casework/test_vectors.py::test_the_way_through_the_phases"

COURSE = (
    Mutant(
        "whoever asked may agree", "server/casework/course.py",
        '        elif op.staff == step["by"]:\n', "        elif False:\n",
        "one person alone takes a household out of support", (_COURSE,),
    ),
    Mutant(
        "a household nobody saw may be closed", "server/casework/guards.py",
        'return bool(clocks) and all(at is not None and ground.at_ms - moment_ms(at) <= days * DAY_MS for at in clocks)',
        "return True",
        "somebody who may lie dead behind the door is filed as done", (_COURSE,),
    ),
    Mutant(
        "a watcher counts before they said yes", "server/casework/guards.py",
        'one["role"] == "watcher" and has_accepted(one)', 'one["role"] == "watcher"',
        "a household is listed as watched, and nobody watches", (_COURSE,),
    ),
)

SYNC = (
    Mutant(
        "the number of a record is taken before its commit", "server/sequence.py",
        "    row = await connection.fetchrow(_ADVANCE_AS, count, str(staff))\n",
        "    from server.db import DB\n"
        "    elsewhere = await DB.get_new_connection()\n"
        "    row = await elsewhere.fetchrow(_ADVANCE_AS, count, str(staff))\n"
        "    await elsewhere.close()\n"
        "    await speak_as(connection, staff)\n",
        "Tanaka's phone reads past a visit that was still being stored, and never gets it",
        (f"{_OUTGOING}::test_i5_a_push_that_commits_late_is_not_overtaken_by_a_cursor",),
    ),
    Mutant(
        "a denied write is skipped", "server/sync/verdicts.py",
        'Verdict(item, "held", reason=reason, new=True)', 'Verdict(item, "held", reason=reason)',
        "what somebody wrote after a transfer is acknowledged and kept nowhere",
        (f"{_INTAKE}::test_i1_what_kimura_writes_into_a_northern_household_waits_for_a_person",),
    ),
    Mutant(
        "nothing is ever gone", "server/sync/outgoing.py",
        'gone.append(Gone(bucket=bucket, reason=event["reason"]))', "pass",
        "a household handed over stays readable on the phone of whoever had it",
        (f"{_OUTGOING}::test_i4_after_a_revoke_the_household_is_gone_and_later_ops_are_held_and_listed",),
    ),
    Mutant(
        "a grant brings no older records", "server/sync/outgoing.py", "            begun.append(bucket)\n", "            pass\n",
        "the new worker opens a household without its history",
        (f"{_OUTGOING}::test_i3_a_grant_brings_the_older_ops_while_new_ones_keep_coming",),
    ),
    Mutant(
        "reading ignores who is on a household", "server/scope/store.py",
        "where g.staff = $1 and (g.ends_at is null or g.ends_at > coalesce($2, now())) and b.erased_seq is null",
        "where ($1::uuid is not null) and (g.ends_at is null or g.ends_at > coalesce($2, now())) and b.erased_seq is null",
        "Kimura of the other ward gets the northern households",
        (f"{_OUTGOING}::test_i4_kimura_of_the_other_ward_sees_nothing_in_any_field",),
    ),
    Mutant(
        "writing ignores who is on a household", "server/sync/store.py",
        "and g.staff is not null as mine", "as mine",
        "anybody's record enters any household",
        (f"{_INTAKE}::test_i1_what_kimura_writes_into_a_northern_household_waits_for_a_person",),
    ),
    Mutant(
        "an end date is not looked at", "server/scope/store.py",
        '"select bucket from scope_grant where staff = $1 and ends_at <= $2"',
        '"select bucket from scope_grant where staff = $1 and ends_at <= $2 and false"',
        "a helper for one day reads on for ever, or is never told that it ended",
        (f"{_OUTGOING}::test_a_grant_with_an_end_ends_by_itself_and_says_so",),
    ),
    Mutant(
        "a cursor outlives a restore", "server/sync/outgoing.py",
        'if before is not None and before.gen != facts["gen"]:', "if before is None and before is not None:",
        "after a restore phones read on from a place that no longer means anything",
        (f"{_OUTGOING}::test_i5_a_cursor_is_good_for_one_device_one_generation_and_our_own_hand",),
    ),
    Mutant(
        "a push for another generation is taken", "server/sync/intake.py",
        "if push.gen is not None and push.gen != turn.gen:", "if push.gen is None and push.gen is not None:",
        "a phone never learns that the office was restored, and sends nothing again",
        (f"{_INTAKE}::test_a_push_for_another_generation_changes_nothing",),
    ),
    Mutant(
        "anybody's cursor is good", "server/sync/cursor.py",
        "if raw is None or not hmac.compare_digest(raw[:MAC_BYTES], _mac(raw[MAC_BYTES:], device, key)):", "if raw is None:",
        "a phone invents where it stands, or uses somebody else's place",
        (f"{_OUTGOING}::test_i5_a_cursor_is_good_for_one_device_one_generation_and_our_own_hand",),
    ),
    Mutant(
        "the chain is not checked", "server/sync/verdicts.py",
        'return self.loose or item.prev in (b"", self.head_hash)', "return True",
        "a phone put back from an old backup writes over its own history unnoticed",
        (f"{_INTAKE}::test_i6_a_phone_restored_from_an_old_backup_is_told_of_the_fork",),
    ),
    Mutant(
        "a gap is not asked for", "server/sync/verdicts.py",
        "        if item.dseq > self.head + 1:\n            return Verdict(item, \"gap\", want=self.head + 1)\n", "",
        "a missing record is never asked for",
        (f"{_INTAKE}::test_i6_a_missing_op_is_asked_for_and_the_rest_is_not_looked_at",),
    ),
    Mutant(
        "nobody looks whether a record is known", "server/sync/intake.py",
        "    facts.known = await store.known(connection, ids, maker.device, min(places), min(max(places), head + len(items)))\n",
        "    facts.known = ()\n",
        "sending again after a lost reply is answered as a fork, or stores a record twice",
        (f"{_INTAKE}::test_i2_a_reply_that_was_lost_leaves_one_row_when_sato_sends_again",),
    ),
    Mutant(
        "a record given back needs no signature", "server/sync/donations.py",
        "return signing.made_by(envelope, points[envelope.device])", "return True",
        "after a restore anybody writes history in a dead colleague's name",
        (f"{_OUTGOING}::test_after_a_restore_tanaka_gives_back_what_satos_dead_phone_wrote",),
    ),
    Mutant(
        "the server believes every signature", "server/envelope/signing.py",
        "    except (InvalidSignature, CannotOpen):\n        return False\n", "    except (InvalidSignature, CannotOpen):\n        return True\n",
        "records, sessions and certificates of anybody pass as anybody else's",
        (f"{_INTAKE}::test_somebody_elses_signature_is_no_signature",),
    ),
    Mutant(
        "an answer counts each time it arrives", "server/sync/intake.py",
        "        await late.place(connection, applied, now)\n        for verdict, one in zip(verdicts, beside, strict=False):\n"
        '            if verdict.s == "applied" and one.holds:\n',
        "        await late.place(connection, applied, now)\n    if verdicts:\n        for verdict, one in zip(verdicts, beside, strict=False):\n"
        '            if verdict.s in ("applied", "duplicate") and one.holds:\n',
        "after a lost reply one tap takes an alert on twice",
        ("tests/alerts/test_answers.py::test_the_same_answer_sent_twice_counts_once",),
    ),
    Mutant(
        "what a person filed is lifted by a phone", "server/sync/verdicts.py",
        "self.reason in UNTIL_KNOWN and self.decided is None", "self.reason in UNTIL_KNOWN",
        "a record that the coordinator put away is in everybody's stream again",
        ("tests/sync/test_reconcile.py::test_what_a_person_has_filed_is_not_lifted_by_a_phone",),
    ),
    Mutant(
        "whoever gives back may place", "server/sync/donations.py",
        "if before is not None and not (before.waits and is_known):", "if before is not None and not before.waits:",
        "somebody of another ward brings records into a household he was never in",
        ("tests/sync/test_reconcile.py::test_nobody_outside_the_household_lifts_what_waits_there",),
    ),
    Mutant(
        "an alert is written outside its record's transaction", "server/sync/effects.py",
        "            async with connection.transaction():\n",
        "            from server.db import DB\n            assert DB.pool is not None\n"
        "            async with DB.pool.acquire() as connection, connection.transaction():\n",
        "an alert that nobody wrote rings, or a record is kept and its alert is not",
        (f"{_INTAKE}::test_a_record_that_is_not_kept_raises_no_alert_either",),
    ),
    Mutant(
        "the database shows every record to the web tier", "migrations/kasane_0002_walls.py",
        '    "alter table op enable row level security",\n', "",
        "one forgotten clause in a query shows another ward's records",
        (f"{_OUTGOING}::test_i4_the_database_itself_hides_the_household_from_kimura",),
    ),
    Mutant(
        "the web tier may rewrite records", "migrations/kasane_0002_walls.py",
        "    revoke update, delete on audit_event, statement, op, scope_event from kasane_web;\n", "",
        "an intruder in the web tier deletes what was written, and the trail of it",
        (f"{_OUTGOING}::test_the_web_role_cannot_rewrite_what_happened",),
    ),
    Mutant(
        "a column takes words about people", "migrations/kasane_0002_walls.py",
        '    "alter table op enable row level security",\n',
        '    "alter table op enable row level security",\n    "alter table bucket add column memo text",\n',
        "what somebody told Sato lies readable in the database",
        ("tests/house/test_tables.py::test_no_column_may_hold_words_that_nobody_answered_for",),
    ),
    Mutant(
        "the audit trail is not compared", "server/audit/log.py",
        ' or row["prev_hash"] != prev or row["hash"] != _hash(prev, event):', ":",
        "somebody edits who looked at a household, and nobody sees it",
        ("tests/audit/test_chain.py::test_a_trail_changed_afterwards_names_the_first_wrong_row",),
    ),
    Mutant(
        "any ward's file is read in", "server/sync/rescued.py",
        "standing is None or standing.center is None or standing.center != caller.center", "standing is None",
        "the northern office writes into the chain of Kimura's phone",
        (f"{_RESCUED}::test_kimuras_file_is_refused_at_the_northern_desk",),
    ),
    Mutant(
        "a line of a file needs no word of its phone", "server/sync/rescued.py",
        "if not signing.verify(author.upload_key, rescue_message(author.device, raw), sig):", "if sig is None:",
        "whoever carries the file takes the alert away from a record",
        (f"{_RESCUED}::test_whoever_carries_the_file_can_take_nothing_from_a_record",),
    ),
    Mutant(
        "a damaged line takes its place in the chain", "server/sync/rescued.py",
        "takewhile(lambda line: line.holds, lines)", "takewhile(lambda line: line.item is not None, lines)",
        "the phone comes back with the whole record and is told that its chain has parted",
        (f"{_RESCUED}::test_a_damaged_line_leaves_its_place_to_the_phone_and_the_others_come_in",),
    ),
    Mutant(
        "behind a damaged line nothing is read", "server/sync/rescued.py",
        "if apart := [line for line in lines[reached:] if line.holds]:", "if apart := []:",
        "one damaged letter loses the rest of Sato's day",
        (f"{_RESCUED}::test_a_damaged_line_leaves_its_place_to_the_phone_and_the_others_come_in",),
    ),
    Mutant(
        "a carried file counts as the phone's own visit", "server/sync/intake.py",
        "None if who.carrier else now)", "now)",
        "a lost phone looks as if it had been seen just now",
        (f"{_RESCUED}::test_the_audit_names_mori_who_carried_it_and_the_phone_was_not_seen",),
    ),
    Mutant(
        "whoever decides may read any household", "server/sync/held.py",
        'row["erased_seq"] is not None or not await connection.fetchval(_SEEN, caller.staff, row["bucket"], now)',
        'row["erased_seq"] is not None',
        "a manager is handed records of a household she is not on",
        ("tests/sync/test_held.py::test_a_manager_who_is_not_on_the_household_decides_without_reading",),
    ),
)

ALERTS = (
    Mutant(
        "a worker waits for rows that another one holds", "server/push/queue.py",
        "limit $4 for update skip locked)", "limit $4 for update)",
        "one slow process holds back the alerts of everybody",
        (f"{_WORKER}::test_a_worker_that_is_slow_to_commit_its_claim_holds_up_nobody_elses",),
    ),
    Mutant(
        "an answer leaves what is being sent", "server/push/queue.py",
        "where alert = $1 and state in ('queued', 'leased')", "where alert = $1 and state in ('queued')",
        "phones ring for an alert somebody has long taken on",
        (f"{_WORKER}::test_an_answer_cancels_what_is_leased_and_a_dead_workers_row_is_not_sent_after_it",),
    ),
    Mutant(
        "whoever raised an alert may quiet it", "server/alerts/rules.py",
        "return told or staff_role in ANSWERING", "return True",
        "an alert is settled by the only person who cannot help",
        (f"{_STORIES}::test_whoever_raised_an_alert_can_neither_quiet_nor_close_it",),
    ),
    Mutant(
        "a level is lowered", "server/alerts/raising.py",
        'if row.state in ("closed", "withdrawn") or effect.level >= row.level:', 'if row.state in ("closed", "withdrawn"):',
        "the vault's or a second phone's milder word silences danger to life",
        (f"{_STORIES}::test_a_level_is_raised_and_never_lowered",),
    ),
    Mutant(
        "an unanswered alert stops climbing", "server/alerts/store.py",
        "where next_at <= $1 and state = 'open' order by level", "where next_at <= $1 and state = 'open' and loop = 0 and step = 0 order by level",
        "after the first reminder nobody is asked again",
        (f"{_STORIES}::test_an_unanswered_level_one_alert_climbs_every_five_minutes_until_somebody_takes_it",),
    ),
    Mutant(
        "whoever lost the household is still told", "server/push/queue.py",
        "exists (select 1 from scope_grant g where g.staff = d.staff and g.bucket = a.bucket", "exists (select 1 from scope_grant g where g.bucket = a.bucket",
        "a push leads somebody to a household that is no longer theirs",
        (f"{_STORIES}::test_whoever_loses_access_or_device_between_claim_and_sending_gets_nothing",),
    ),
    Mutant(
        "a push may go anywhere", "server/push/hosts.py",
        "if host not in EXACT and not any(host.endswith(suffix) and host != suffix for suffix in SUFFIXES):", "if not host:",
        "a forged subscription makes the office knock at its own network",
        ("tests/push/test_hosts.py::test_everything_else_is_refused",),
    ),
    Mutant(
        "a push follows a redirect", "server/push/sender.py", "allow_redirects=False", "allow_redirects=True",
        "a push service leads the office to an address of its choice",
        ("tests/push/test_sender.py::test_every_answer_means_what_the_table_says",),
    ),
    Mutant(
        "a private address is good enough", "server/push/hosts.py",
        'if not found or not all(is_public(result["host"]) for result in found):', "if not found:",
        "a name that now resolves inside is connected to",
        ("tests/push/test_hosts.py::test_a_name_that_resolves_inside_is_refused_even_beside_a_public_address",),
    ),
    Mutant(
        "one bad day ends a subscription", "server/push/answers.py",
        "    if status is None or status >= 500:\n        return LATER\n", "    if status is None or status >= 500:\n        return Meaning(\"failed_perm\", \"gone\")\n",
        "an outage of ten minutes leaves every phone silent for good",
        (f"{_WORKER}::test_an_outage_of_ten_minutes_loses_no_subscription_and_everything_arrives_after_it",),
    ),
)

DOORS = (
    Mutant(
        "a migration's step and the note of it are two commits", "server/db.py",
        "        async with write_transaction():\n            with contextlib.redirect_stdout",
        "        async with contextlib.nullcontext():\n            with contextlib.redirect_stdout",
        "after a power cut between the two the office does not start again until somebody repairs it by hand",
        ("tests/faults/test_cut_migrations.py::test_wherever_a_migration_is_cut_off_the_next_start_finishes_it",),
    ),
    Mutant(
        "the recovery key is handed no household", "server/scope/rules.py",
        'KEEPERS = ("vault", "recovery")', 'KEEPERS = ("vault",)',
        "when the vault has burned nobody can read what the database still holds",
        ("tests/vault/test_recovery.py::test_the_recovery_key_alone_opens_every_household_under_every_key_it_ever_had",),
    ),
    Mutant(
        "a challenge is good for any device", "server/access/proofs.py",
        'return b"kasane challenge v1" + device.bytes', 'return b"kasane challenge v1"',
        "a session is not bound to the device that asked for it",
        (f"{_SESSIONS}::test_an_old_foreign_or_invented_challenge_opens_nothing",),
    ),
    Mutant(
        "a session needs no key of the device", "server/access/service.py",
        "holds = signing.verify(standing.sign_key, message, signed)", "holds = bool(message)",
        "whoever knows a device's id is signed in as its owner",
        (f"{_SESSIONS}::test_an_unknown_device_is_answered_like_a_wrong_signature",),
    ),
    Mutant(
        "a challenge is good twice", "server/access/sessions.py",
        "return bool(await connection.fetchval(_SPEND, value, device, ends_at, now))",
        "return [await connection.fetchval(_SPEND, value, device, ends_at, now)] != []",
        "a copied sign-in opens a second session",
        (f"{_SESSIONS}::test_a_challenge_opens_one_session_only",),
    ),
    Mutant(
        "a lost device stays signed in", "server/access/sessions.py",
        "and s.ends_at > $2 and d.state = 'active'", "and s.ends_at > $2",
        "whoever found the phone reads on",
        (f"{_SESSIONS}::test_a_revoked_device_is_out_at_once_even_if_its_session_row_stayed",),
    ),
    Mutant(
        "a locked phone's signature is not looked at", "server/access/identify.py",
        "    if not signing.verify(standing.upload_key, message, signature):\n", "    if not signature:\n",
        "anybody delivers records in the name of any phone",
        ("tests/sync/test_bad_pushes.py::test_a_delivery_by_another_key_or_with_another_body_is_refused",),
    ),
    Mutant(
        "an enrolment code lives for ever", "server/devices/service.py",
        'return code["expires_at"] <= now or code["tries"] >= rules.MOST_WRONG_PROOFS', 'return code["tries"] >= rules.MOST_WRONG_PROOFS',
        "a link found in an old mail lets a stranger's phone in",
        (f"{_CODES}::test_a_code_lives_ten_minutes",),
    ),
    Mutant(
        "an enrolment code is good twice", "server/devices/store.py",
        "where id = $1 and used_at is null returning true", "where id = $1 returning true",
        "of two who hold one link both come in",
        (f"{_CODES}::test_of_two_phones_racing_for_one_code_exactly_one_wins",),
    ),
    Mutant(
        "a code may be guessed at without end", "server/devices/rules.py",
        "MOST_WRONG_PROOFS = 5", "MOST_WRONG_PROOFS = 500",
        "five wrong proofs change nothing for the sixth",
        (f"{_CODES}::test_a_code_dies_after_five_wrong_proofs",),
    ),
    Mutant(
        "one's own device is approved by oneself", "server/devices/service.py",
        'if known["staff"] == by_staff:', 'if known["staff"] is None:',
        "one stolen session lets any number of phones in",
        ("tests/devices/test_approval.py::test_nobody_approves_their_own_device",),
    ),
    Mutant(
        "a string nobody closes is read again from each quote in it", "server/door/json_shape.py",
        r"""rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'""", r"""rb'"[^"\\]*(?:\\.[^"\\]*)*"'""",
        "one request of a stranger who never signed in stops the office for minutes",
        ("tests/door/test_requests.py::test_quotes_that_nobody_closes_cost_no_more_than_their_length",),
    ),
    Mutant(
        "changes come from any page", "server/door/headers.py",
        'if single.get(b"origin", b"").decode("latin-1") != settings.origin:', "if settings.origin is None:",
        "another site's form acts in the name of whoever is signed in",
        ("tests/door/test_requests.py::test_changes_come_from_our_own_pages_only",),
    ),
)
