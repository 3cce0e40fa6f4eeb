"""Faults of the phone's app: what it may never lose, show or leave lying about."""

from tests.mutants.mutant import Mutant

_UPLOAD, _ENGINE = "pwa/src/sync/upload.test.ts", "pwa/src/sync/engine.test.ts"
_STORE, _EXCHANGE, _CONNECTION = (f"pwa/src/store/{name}.test.ts" for name in ("store", "exchange", "connection"))
_LEDGER, _SESSION = "pwa/src/ledger/open-ledger.test.ts", "pwa/src/unlock/session.test.ts"
_PUSH, _UPDATES = "pwa/src/sw/push.test.ts", "pwa/src/app/updates.test.ts"

SENDING = (
    Mutant(
        "a round goes on when nothing could be sent", "pwa/src/sync/engine.ts",
        "    await this.#deliver(round);\n    let restarts", "    await this.#deliver(round).catch(() => undefined);\n    let restarts",
        "a household is cleared from the phone while its last visit still waits",
        (f"{_ENGINE}::purges nothing",),
    ),
    Mutant(
        "a record that cannot be read is left out", "pwa/src/casework/fold.ts",
        "|| !this.unknown.push(op)", "|| false",
        "what a colleague's newer app wrote is missing, and nothing says so",
        ("pwa/src/sync/versions.test.ts::what it cannot read is kept",),
    ),
    Mutant(
        "a rescue file leaves the new household's key at home", "pwa/src/ledger/rescue.ts",
        "...(op.opens?.length ? { opens: op.opens } : {})", "",
        "what Sato wrote of a new household comes in and nobody can ever read it",
        ("pwa/src/held/rescue-file.test.ts::every unsent record in order",),
    ),
    Mutant(
        "a file cut off is read as far as it goes", "pwa/src/held/rescue-file.ts",
        "throw new BadFile(text.slice(0, 200).includes(MARK) ? 'broken' : 'foreign');", "return {};",
        "a file that broke off on its way is called somebody else's",
        ("pwa/src/held/rescue-file.test.ts::wherever it was cut off",),
    ),
    Mutant(
        "any record is read in a held one's place", "pwa/src/ledger/held-record.ts",
        "row.id !== of.op_id || row.bucket !== of.bucket || row.device !== of.device", "row.e.length === 0",
        "Tanaka reads one record and releases another",
        ("pwa/src/ledger/held-record.test.ts::is not read in its place",),
    ),
    Mutant(
        "a held record is shown unchecked", "pwa/src/ledger/held-record.ts",
        "row.aside !== null || ", "",
        "what a stranger wrote is read as Sato's word, and let in",
        ("pwa/src/ledger/held-record.test.ts::what its author did not sign",),
    ),
    Mutant(
        "another call's answer is believed", "pwa/src/sync/upload.ts",
        "if (reply?.nonce !== nonce || typeof", "if (typeof",
        "a cached or a foreign reply takes a visit off the list of what waits",
        (f"{_UPLOAD}::other_nonce keeps everything",),
    ),
    Mutant(
        "an answer alone empties the outbox", "pwa/src/store/exchange.ts",
        "      if (row.dseq <= ack) {\n", "      if (verdicts.size >= 0) {\n",
        "what the office did not store is shown as sent and forgotten",
        (f"{_EXCHANGE}::the one the office did not acknowledge stays",),
    ),
    Mutant(
        "an acknowledgement needs no hash", "pwa/src/store/exchange.ts",
        "    if (!(await ackIsOurs(tx, ack, ack_hash))) return { mismatch: true };\n", "",
        "an office restored from an old backup counts other records as Sato's",
        (f"{_EXCHANGE}::without the hash of our own record",),
    ),
    Mutant(
        "a fresh start of the pull empties the outbox", "pwa/src/store/exchange.ts",
        "  return store.changeProgress({ cursor: null, scope_rev: null });",
        "  return store.connection.write(['outbox'], (tx) => tx.objectStore('outbox').clear()).then(() => store.changeProgress({ cursor: null, scope_rev: null }));",
        "a bad cursor costs every visit that was not sent yet",
        (f"{_EXCHANGE}::a fresh start of the pull",),
    ),
    Mutant(
        "the office's count never goes back", "pwa/src/sync/engine.ts",
        "if (reply.ack < (await store.progress()).ack) {", "if (reply.ack < 0) {",
        "what a restored office lost is on nobody's list any more",
        (f"{_ENGINE}::an office that lost records without saying so",),
    ),
    Mutant(
        "a restored office gets nothing again", "pwa/src/store/exchange.ts",
        "      await tx.objectStore('outbox').put({ dseq: op.dseq, op: op.id,", "      if (op.seq !== op.seq) await tx.objectStore('outbox').put({ dseq: op.dseq, op: op.id,",
        "what a restored office lost is never sent again",
        (f"{_EXCHANGE}::a restored office gets again what it lost",),
    ),
    Mutant(
        "a restored office is given only one's own", "pwa/src/store/exchange.ts",
        ", ...(await beginRefill(tx)) });", " });",
        "what a colleague's burned phone wrote is on every other phone and never comes back",
        (f"{_ENGINE}::dead phone wrote is given back by Sato",),
    ),
    Mutant(
        "giving back begins anew at each death", "pwa/src/sync/restore.ts",
        "left = (await store.changeProgress({ refill: left.slice(1) })).refill ?? [];", "left = left.slice(1);",
        "a phone that dies while it gives back never comes to an end",
        (f"{_ENGINE}::a phone killed while it gives back",),
    ),
    Mutant(
        "what waits for a person is dropped with the rest", "pwa/src/sync/restore.ts",
        "s === 'applied' || s === 'duplicate' || s === 'held'", "s === 'applied' || s === 'duplicate'",
        "a record that the office holds for a decision disappears from the last phone that shows it",
        (f"{_ENGINE}::a record the office neither has nor takes",),
    ),
    Mutant(
        "every page is taken for the office's", "pwa/src/sync/transport.ts",
        "if (response.redirected || !type.includes('json'))", "if (response.status === 0)",
        "a broken gateway and a hotel's login page are told apart by nobody",
        ("pwa/src/sync/transport.test.ts::a broken gateway",),
    ),
    Mutant(
        "two records take one place", "pwa/src/store/store.ts",
        "if (found.dseq !== expected.dseq || !sameBytes(found.prev, expected.prev)) throw new StoreFailure('stale_head');", "sameBytes(found.prev, expected.prev);",
        "of two tabs that save at once one record is lost",
        (f"{_STORE}::written together or not at all",),
    ),
)

KEEPING = (
    Mutant(
        "a draft lies open", "pwa/src/ledger/draft-book.svelte.ts",
        "sealed: await sealLocal(this.storage, draftPlace(saved.id), saved),",
        "sealed: (sealLocal, draftPlace(saved.id), new TextEncoder().encode(JSON.stringify(saved))),",
        "whoever copies a lost phone reads what was being written",
        (f"{_LEDGER}::lies readable on the phone",),
    ),
    Mutant(
        "what waits lies open", "pwa/src/ledger/writer.ts",
        "sealLocal(this.keys.storage, notePlace(draft.id), { title: draft.title, kind: draft.payload.kind }),",
        "Promise.resolve(utf8(JSON.stringify({ title: draft.title, text: draft.payload }) + notePlace(draft.id))),",
        "whoever copies a lost phone reads whom Sato visited last",
        (f"{_LEDGER}::lies readable on the phone",),
    ),
    Mutant(
        "a record is called kept before the disk has it", "pwa/src/store/connection.ts",
        "durability: IDBTransactionDurability = 'strict'", "durability: IDBTransactionDurability = 'relaxed'",
        "a battery that dies takes a visit with it that the screen called kept",
        (f"{_CONNECTION}::waits for the disk",),
    ),
    Mutant(
        "a dropped connection stays dropped", "pwa/src/store/connection.ts",
        "        this.#drop();\n        await new Promise", "        await new Promise",
        "an iPhone that was in the pocket keeps nothing any more",
        (f"{_CONNECTION}::dead for good",),
    ),
    Mutant(
        "a failed write is called kept", "pwa/src/store/connection.ts",
        "throw ended && nameIsQuota(ended.error) ? ended.error : error;", "if (ended && nameIsQuota(ended.error)) throw ended.error; result = undefined as T;",
        "the form closes and nothing was stored",
        (f"{_CONNECTION}::is reported, and nothing of it stays",),
    ),
    Mutant(
        "an old tab blocks the new app", "pwa/src/store/connection.ts",
        "      blocking: () => this.#drop(),\n", "",
        "after an update the app never opens while an old tab lies somewhere",
        (f"{_CONNECTION}::makes way for the newer app",),
    ),
    Mutant(
        "a spare copy goes too early", "pwa/src/store/exchange.ts",
        "now - Date.parse(acked_at) >= RETAIN_MS);", "now - Date.parse(acked_at) >= 0);",
        "what a restored office would need again is gone",
        (f"{_EXCHANGE}::the spare copy",),
    ),
    Mutant(
        "a case in hand is pruned", "pwa/src/store/exchange.ts",
        "own.filter(({ gone, acked_at }) => gone && acked_at", "own.filter(({ acked_at }) => acked_at",
        "after five weeks Sato's own visits vanish from her phone",
        (f"{_EXCHANGE}::never pruned",),
    ),
    Mutant(
        "a household handed over keeps its key", "pwa/src/store/exchange.ts",
        "  await tx.objectStore('keys').delete(keysRange(bucket));\n", "",
        "Sato's phone still opens a household that is no longer hers",
        (f"{_EXCHANGE}::leaves nothing readable here",),
    ),
)

LOCKING = (
    Mutant(
        "a locked book keeps its keys", "pwa/src/ledger/open-ledger.svelte.ts",
        "[this.#opener, this.#keychain, this.#watchers, this.#names]) one.clear();", "[this.#opener, this.#watchers, this.#names]) one.clear();",
        "a screen that forgot to go leaves the household keys in the memory",
        (f"{_LEDGER}::its household keys are gone",),
    ),
    Mutant(
        "a locked book goes on showing", "pwa/src/ledger/open-ledger.svelte.ts", "[this.#drafts.rows, this.unsent, this.colleagues] = [[], [], []];", "[this.unsent, this.colleagues] = [[], []];",
        "what was being written is readable on a locked phone",
        (f"{_LEDGER}::its household keys are gone",),
    ),
    Mutant(
        "a phone left lying stays open", "pwa/src/unlock/session.svelte.ts",
        "if (idle || away) void this.#end(true);", "if (away) void this.#end(true);",
        "whoever finds the phone on a bench reads on",
        (f"{_SESSION}::closes by itself",),
    ),
    Mutant(
        "a clock set back holds the book open", "pwa/src/unlock/session.svelte.ts",
        "Math.abs(now - this.#lastActivity)", "(now - this.#lastActivity)",
        "a phone whose clock was a day ahead lies open for a day once it is put right",
        (f"{_SESSION}::holds no book open",),
    ),
    Mutant(
        "a phone in the pocket stays open", "pwa/src/unlock/session.svelte.ts",
        "    else {\n      this.#check();\n", "    else {\n",
        "taken out by somebody else it shows the last household",
        (f"{_SESSION}::put into the pocket",),
    ),
    Mutant(
        "the last keystrokes are lost", "pwa/src/unlock/session.svelte.ts",
        "    this.#ending = true;\n    await lastKeystrokes();\n", "    this.#ending = true;\n",
        "locking throws away what was typed in the last second",
        (f"{_SESSION}::the last keystrokes are kept",),
    ),
    Mutant(
        "a push shows nothing", "pwa/src/sw/push.ts",
        "  const shown = self.registration\n    .showNotification(message.title, notificationOptions(message))\n    .then(() => sendReceipt(message.receipt, 'shown'));\n",
        "  notificationOptions(message);\n  const shown = sendReceipt(message.receipt, 'shown');\n",
        "the alert arrives and nobody sees it; after three of them the browser ends the subscription",
        (f"{_PUSH}::shows one notification",),
    ),
    Mutant(
        "the browser need not wait for a push", "pwa/src/sw/push.ts",
        "(event) => event.waitUntil(handlePush(event))", "(event) => void handlePush(event)",
        "the worker is stopped before it has shown anything",
        (f"{_PUSH}::shows one notification",),
    ),
    Mutant(
        "an unreadable push shows nothing", "pwa/src/sw/push.ts",
        "  // The receipt does not wait", "  if (message.receipt === null) return;\n  // The receipt does not wait",
        "after three silent pushes an iPhone gets no more alerts",
        (f"{_PUSH}::shows something too",),
    ),
    Mutant(
        "the receipt waits for the screen", "pwa/src/sw/push.ts",
        "  const received = sendReceipt(message.receipt, 'received');\n  const shown = self.registration\n    .showNotification(message.title, notificationOptions(message))\n    .then(() => sendReceipt(message.receipt, 'shown'));\n",
        "  const shown = self.registration\n    .showNotification(message.title, notificationOptions(message))\n    .then(() => sendReceipt(message.receipt, 'shown'));\n  const received = shown.then(() => sendReceipt(message.receipt, 'received'));\n",
        "the raiser is told that nobody was reached while three notifications stand on the desk",
        (f"{_PUSH}::while the browser still hesitates",),
    ),
    Mutant(
        "a push leads to another site", "pwa/src/sw/push-message.ts",
        "return url?.origin === origin && PATH.test(url.pathname) ? url.pathname : '/alerts';", "return url?.pathname ?? '/alerts';",
        "a forged push opens a page of the forger's choice",
        ("pwa/src/sw/push-message.test.ts::never leads to another site",),
    ),
    Mutant(
        "a newer app takes over by itself", "pwa/src/app/updates.svelte.ts",
        "      this.waiting = registration.waiting !== null && navigator.serviceWorker.controller !== null;\n",
        "      this.waiting = registration.waiting !== null && navigator.serviceWorker.controller !== null;\n      this.apply();\n",
        "the page reloads in the middle of a sentence",
        (f"{_UPDATES}::waits until the person says so",),
    ),
    Mutant(
        "a newer app does not wait for what is typed", "pwa/src/app/updates.svelte.ts",
        "void lastKeystrokes().then(() => location.reload())", "location.reload()",
        "the update costs the last words of a draft",
        (f"{_UPDATES}::what is being typed is kept",),
    ),
    Mutant(
        "a stopped phone forgets before it has sent", "pwa/src/unlock/session.svelte.ts",
        "    await ledger.sealDrafts().catch(() => undefined);\n", "",
        "a draft on a phone the office stopped is lost",
        (f"{_SESSION}::seals its drafts before it closes",),
    ),
)
