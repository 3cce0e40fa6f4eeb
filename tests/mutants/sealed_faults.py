"""Faults of what Python and TypeScript each do for themselves: sealing, signing, folding, judging. Sown in both."""

from tests.mutants.mutant import Mutant

_ENVELOPE, _VECTORS = "tests/envelope/test_envelope.py", "tests/casework/test_vectors.py"
_ENVELOPE_TS, _VECTORS_TS = "pwa/src/envelope/envelope.test.ts", "pwa/src/casework/vectors.test.ts"
_KEYS_TS, _ENGINE_TS = "pwa/src/envelope/keys.test.ts", "pwa/src/sync/engine.test.ts"

SEALED = (
    Mutant(
        "an envelope opens under a key it was not sealed for", "server/envelope/sealing.py",
        "    if not hmac.compare_digest(commit, envelope.commit):\n        raise CannotOpen\n", "",
        "one record reads differently for two colleagues",
        ("tests/envelope/test_commitment.py::test_an_envelope_that_gcm_would_open_under_two_keys_is_refused_for_the_second",),
    ),
    Mutant(
        "an envelope opens on the phone under a key it was not sealed for", "pwa/src/envelope/sealing.ts",
        "  if (!sameBytes(commit, envelope.commit)) throw new CannotOpen();\n", "",
        "one record reads differently for two colleagues",
        (f"{_ENVELOPE_TS}::that GCM would open under two keys",),
    ),
    Mutant(
        "the seal leaves the header out", "server/envelope/sealing.py",
        "AESGCM(aes).decrypt(nonce, envelope.ciphertext, envelope.header)",
        "AESGCM(aes).decrypt(nonce, envelope.ciphertext, envelope.header[:3])",
        "a record is moved to another place in time by whoever carries it",
        (f"{_ENVELOPE}::test_a_routing_field_re_signed_by_a_thief_still_breaks_the_seal",),
        ("AESGCM(aes).encrypt(nonce, body, header)", "AESGCM(aes).encrypt(nonce, body, header[:3])"),
    ),
    Mutant(
        "the phone's seal leaves the header out", "pwa/src/envelope/sealing.ts",
        "additionalData: envelope.header };", "additionalData: envelope.header.subarray(0, 3) };",
        "a record is moved to another place in time by whoever carries it",
        (f"{_ENVELOPE_TS}::changed and signed anew",),
        ("additionalData: header }, aes, body);", "additionalData: header.subarray(0, 3) }, aes, body);"),
    ),
    Mutant(
        "the phone believes every signature", "pwa/src/envelope/signing.ts",
        "  return signature.length === 64 && (await crypto.subtle.verify(ALGORITHM, key, signature, message));",
        "  return signature.length === 64 && key !== null && message.length > 0;",
        "a record forged on the way is shown as a colleague's",
        (f"{_ENGINE_TS}::keeps a forged record aside",),
    ),
    Mutant(
        "a pulled record is not checked", "pwa/src/sync/intake.ts",
        "return key ? (held.next().value ? null : 'signature') : 'signer';", "return key ? null : 'signer';",
        "a record forged on the way is shown as a colleague's",
        (f"{_ENGINE_TS}::keeps a forged record aside",),
    ),
    Mutant(
        "a key counts without its grant", "pwa/src/sync/intake.ts",
        "keys.map((key) => holds(key, taker).catch(() => false))", "keys.map((key) => holds(key, taker).catch(() => true))",
        "a stranger hands Sato a household key of his own",
        (f"{_ENGINE_TS}::takes a household key only from a certified granter",),
    ),
    Mutant(
        "any root will do", "server/envelope/trust.py", "if print_of(key) != self._root_print:", "if not key:",
        "whoever holds the server invents a whole office",
        ("tests/envelope/test_trust.py::test_another_offices_root_is_refused",),
    ),
    Mutant(
        "any root will do on the phone", "pwa/src/envelope/trust.ts",
        "if (!sameBytes(await printOf(key), this.#rootPrint)) throw new CannotOpen();", "await printOf(key);",
        "whoever holds the server invents a whole office",
        (f"{_KEYS_TS}::refuses another root",),
    ),
    Mutant(
        "a lost phone is still handed keys", "server/envelope/trust.py",
        "return None if device in self._revoked else self._certificates.get(device)", "return self._certificates.get(device)",
        "the finder of a phone gets the key of tomorrow's household",
        ("tests/envelope/test_trust.py::test_a_lost_phone_gets_no_keys_but_what_it_signed_still_stands",),
    ),
    Mutant(
        "anybody lets a phone in", "server/vault/admission.py",
        "if by.role != ADMITS_ALL and by.role not in ADMITS_OWN_CENTER:", 'if by.role == "":',
        "an outreach worker's stolen phone certifies any number of others",
        ("tests/vault/test_admission.py::test_an_outreach_worker_admits_nobody",),
    ),
    Mutant(
        "the vault takes anybody's verdict for its own", "server/vault/escalation.py",
        ' and op.device == str(self._keys.device)]', "]",
        "whoever harms somebody in a household writes that all is well, and the vault stays silent",
        ("tests/vault/test_silencing.py::test_a_verdict_that_sato_wrote_herself_settles_nothing",),
    ),
    Mutant(
        "a record nobody can judge passes", "server/vault/escalation.py",
        '        for one in state["unknown"]:\n', '        for one in state["unknown"][:0]:\n',
        "what a newer app wrote is looked at by nobody",
        ("tests/vault/test_office.py::test_a_record_of_a_newer_app_makes_somebody_look",),
    ),
)

CASEWORK = (
    Mutant(
        "a red sign is ignored", "server/casework/rules.py",
        "    if known.red_when is not None and evaluate(known.red_when, alone) is not None:\n        return \"R\"\n", "",
        "danger to life opens no emergency sheet",
        (f"{_VECTORS}::test_rules",),
    ),
    Mutant(
        "a red sign is ignored on the phone", "pwa/src/casework/rules.ts",
        "  if (item.red_when && evaluate(item.red_when, alone)) return 'R';\n", "",
        "danger to life opens no emergency sheet",
        (f"{_VECTORS_TS}::rules",),
    ),
    Mutant(
        "not looked at counts as no", "server/casework/trends.py",
        "items = (item for _, record in earlier for item in record.get(\"observations\") or [])\n    return next((item for item in items if item[\"value\"] != \"unchecked\" and test(item)), None)",
        "items = (item | {\"value\": \"no\"} if item[\"value\"] == \"unchecked\" else item for _, record in earlier for item in record.get(\"observations\") or [])\n    return next((item for item in items if test(item)), None)",
        "what nobody looked at last time makes today's sign look new, and hides how long it has been there",
        (f"{_VECTORS}::test_rules", f"{_VECTORS}::test_fold", f"{_VECTORS}::test_summary"),
    ),
    Mutant(
        "not looked at counts as no on the phone", "pwa/src/casework/trends.ts",
        ".find((item) => item.value !== 'unchecked' && test(item));",
        ".map((item) => (item.value === 'unchecked' ? { ...item, value: 'no' as const } : item)).find((item) => test(item));",
        "what nobody looked at last time makes today's sign look new, and hides how long it has been there",
        (f"{_VECTORS_TS}::fold", f"{_VECTORS_TS}::summary", f"{_VECTORS_TS}::rules"),
    ),
    Mutant(
        "a word of the family sets the clock back", "server/casework/clocks.py",
        'if levels.get(level, {}).get("direct"):', 'if level != "E_none":',
        "nobody has seen the mother for months, and the list says she is fine",
        (f"{_VECTORS}::test_fold", f"{_VECTORS}::test_summary"),
    ),
    Mutant(
        "a word of the family sets the phone's clock back", "pwa/src/casework/clocks.ts",
        "if (safetyOf(said.level)?.direct)", "if (said.level !== 'E_none')",
        "nobody has seen the mother for months, and the list says she is fine",
        (f"{_VECTORS_TS}::fold", f"{_VECTORS_TS}::summary", f"{_VECTORS_TS}::rules"),
    ),
    Mutant(
        "a visit dated tomorrow sets the clock", "server/casework/clocks.py",
        "return occurred if moment_ms(occurred) <= moment_ms(known) else known", "return occurred",
        "a wrong date on one phone silences a household for a year",
        (f"{_VECTORS}::test_fold", f"{_VECTORS}::test_summary"),
    ),
    Mutant(
        "a withdrawn visit still counts", "server/casework/clocks.py", '        if not entry["retracted"]\n', "        if entry\n",
        "a visit entered at the wrong house stands for the right one",
        (f"{_VECTORS}::test_fold", f"{_VECTORS}::test_summary"),
    ),
)
