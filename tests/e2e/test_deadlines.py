"""Nobody has seen Takase Kiyoshi for as long as his tier allows: the office hears of it, and a visit without signal ends it."""

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.people import Cast, Person
from tests.e2e.words import word
from tests.e2e.world import World

HOME = household_id("h01")
LABEL = "しばらく会えていない"
# E-T01 alone tells the watchers; nobody waits two weeks for it here.
NOW = """update timer set due = now() where id = (select id from timer where bucket = $1 and state = 'set'
  and 'watcher' = any(tells) order by due limit 1)"""
OPEN = "select id, level from alert where bucket = $1 and state in ('open', 'acked')"


async def test_nobody_has_seen_kiyoshi_and_tanaka_hears_of_it_until_sato_has_met_him(world: World, cast: Cast) -> None:
    sato, tanaka = await cast.own_phone("sato"), await cast.own_desk("tanaka")
    await sato.enrol()
    await tanaka.enrol()
    await world.sql(NOW, HOME)
    (alert,) = await world.until(OPEN, HOME)
    await _tanaka_reads_whom_and_since_when(tanaka, alert["id"])
    await tanaka.tap(word("alerts.take"))
    await tanaka.see(word("alerts.yours"))
    await tanaka.synced()

    await sato.offline()
    await _sato_meets_him(sato)
    await forms.saved(sato, "visits.form.saved")
    await tanaka.go("/alerts")
    await tanaka.see(word("alerts.taken"))
    await sato.online()
    await sato.synced()

    await world.until("select 1 from alert where id = $1 and outcome = 'settled'", alert["id"])
    await tanaka.go(f"/a/{alert['id']}")
    await tanaka.see(word("alerts.outcomes.settled"), 40)
    assert await world.sql(OPEN, HOME) == []
    await tanaka.show()


async def _tanaka_reads_whom_and_since_when(tanaka: Person, alert: str) -> None:
    await tanaka.go("/alerts")
    line = tanaka.page.locator("main a", has_text="高瀬").filter(has_text=LABEL)
    await line.first.wait_for()
    await tanaka.show()
    await line.first.click()
    await tanaka.page.wait_for_url(f"**/a/{alert}")
    await tanaka.see("高瀬 清さんの顔を見た、または声を聞いたのは")
    await tanaka.see("期限を過ぎたので、自動で知らせました")
    await tanaka.show()


async def _sato_meets_him(sato: Person) -> None:
    await forms.begin_visit(sato, str(HOME), "met_person")
    await forms.confirm(sato, "A_seen")
    await sato.page.locator("#facts").fill("玄関先で顔を見て話す。変わりない。")
    await sato.button(word("ja.save")).click()
