/** Words of センターの今日. */
export const centerText = {
  title: 'センターの今日', alerts: (n: number) => `対応が要る知らせ ${n}件`, all: 'すべて', noAlerts: '対応が要る知らせはありません', open: '開く', more: (n: number) => `ほか ${n}件`,
  unseen: '会えていない世帯', list: '一覧', tick: '縦線が目安の日数', tier: '注意度', over: '超過', near: '近い', within: '期限内', noUnseen: '目安の日数をすぎた世帯はありません', days: (n: number) => `${n}日`, share: (over: number, near: number, within: number) => `超過 ${over}、近い ${near}、期限内 ${within}`,
  due: (n: number) => `今日の訪問 ${n}件`, noDue: '今日の訪問の予定はありません', staff: (names: string) => names, late: '時間をすぎています', two: '2人で訪問',
  duties: '手続き', review: (n: number) => `記録の確認 ${n}件`, reviewNone: '確認を待つ記録はありません', returned: (n: number) => `差戻し中 ${n}件`, unread: (n: number) => `読み取れない記録 ${n}件`, devices: (n: number) => `承認を待つ端末 ${n}台`, devicesNone: '承認を待つ端末はありません', devicesOffline: 'オフラインのため、端末の承認待ちは確かめられません', devicesWait: '端末の承認待ちを確かめています',
  held: (n: number) => `決定を待つ記録 ${n}件`, heldSince: (when: string) => `いちばん古いもの ${when}`,
  drafts: (n: number) => `書きかけの記録 ${n}件`, draftsSince: (when: string) => `いちばん古いもの ${when}`, unsent: (n: number) => `まだ送れていない記録 ${n}件`, allSent: 'この端末の記録は、すべて送信済みです', conflicts: (n: number) => `記入の食い違い ${n}世帯`,
  still: 'オフラインです', stillHow: (when: string) => `この画面の数は ${when} の最終同期のものです。`, neverSynced: 'まだ一度も同期していません。',
} as const;

/** Where the fourteen stand side by side: what all of them are called is in the title. */
export const shortCenterName = (name: string): string => name.replace(/\s*保健福祉センター$/, '');
