/** Words of today's page. */
export const todayText = {
  title: '今日', counts: (visits: number, alerts: number) => `訪問 ${visits}件・要確認 ${alerts}件`,
  alerts: 'わたし宛ての知らせ', since: (time: string, span: string) => `${time} から（${span}）`, takenAt: (time: string) => `${time} に引き受け`, notSent: 'まだ届いていません', allAlerts: (n: number) => `要確認をすべて見る（${n}件）`,
  returned: '直しの相談が来ている記録', returnedHow: '事務からひとことが届いています。開いて読めます', due: 'これからの訪問', none: '今日の予定はありません', noneHow: 'ここには、あなたがその日に訪ねる世帯が、時間の順に出ます。世帯のページの「予定を入れる」で、行く日と時間を決められます。', toHouseholds: '世帯の一覧へ',
  tomorrow: (when: string) => `次は ${when}`, two: '2人で訪問', alone: '1人で可', no: '訪問は見合わせ', unseen: 'しばらく会えていない', tick: '縦線が目安の日数', allUnseen: 'すべて見る', worst: (name: string) => `${name}さん`,
  differing: '別々に書かれた記入を、どれも残してあります。開いて、合っているほうを選べます',
  drafts: '書きかけの記録', since_draft: (when: string) => `${when} から・この端末に保存済み`, old: '2日をすぎています', oldUnsent: '2日をすぎても送れていません。つながる場所で、アプリを開いたままにしてください', unsent: 'まだ送れていない記録', unsentHow: (n: number, when: string) => `${n}件・${when} から`,
  start: '次の訪問をはじめる', open: '訪問を記録する', late: '時間をすぎています', kinds: { ladder: '知らせる順番', rollout: 'センターごとの事業', towns: '支所の町', bounds: '知らせるまでの日数', duty: '当番', leave: '休み', swap: '当番の交代', mail: 'メールの知らせ', tie: 'つながり', around: 'まわりの方・機関', wish: '希望', match: '参加先の提案', 'match-step': '参加先へのつなぎ', 'match-follow': '参加のあとの様子', resource: '資源', issue: '地域課題票', activity: '地域づくりの活動', committee: '区地域福祉推進委員会', outing: '訪問の見守り', incident: '怖い思い・けが', consent: '同意', unconsent: '同意の取り下げ', collaboration: '多機関協働プラン', evaluation: 'プランのふりかえり', backup: '後方支援の依頼', 'backup-word': '後方支援の返事', 'backup-end': '後方支援のまとめ', 'backup-task': '対応事項', task: '対応事項', outside: 'ほかの会議の結果', meeting: '会議の予定', member: '会議の構成員', item: '会議の議題', material: '会議の資料', minutes: '会議録', visit: '訪問', street: '状況把握', absent: '不在・投函', household: '新しい世帯', consultation: '相談', 'consultation-amend': '相談の直し', withdraw: '相談の取り消し', amend: '記録の直し', alert: '知らせのメモ', review: '記録の確認', caution: '注意', plan: '訪問の予定', person: '暮らす方の情報', fields: '世帯の情報', merge: '世帯のまとめ', step: '次の段階', decide: '段階の返事', offer: '役割の依頼', sheet: '共通シート', share: '共通シートを渡す', handed: '紙で渡したこと', reply: '共通シートへの返事', trigger: '介入のきっかけ', relation: '関係の段階', ways: '訪ね方', letter: '置いていく手紙', home: '住まいの様子', judge: '判定', withdrawn: 'ひきこもり支援', close: '知らせを終える', hand: '知らせの引き継ぎ', transfer: '世帯の引き継ぎ', answer: '引き継ぎへの返事', april: '引き継ぎの一覧', organization: '相談先' } as Record<string, string>,
  first: '記録を受け取っています', firstToday: 'きょうの分がそろいました', firstHow: (done: number, total: number) => `開ける世帯 ${done} / ${total}`, firstRecords: (done: number, total: number) => `これまでの記録 ${done.toLocaleString('ja-JP')} / ${total.toLocaleString('ja-JP')}`,
  firstGoes: 'きょう要るものから順に届きます。届いた世帯から使えます。', firstStopped: '途中で止まっています。つながると、続きから受け取ります。', notYet: '予定は、まだそろっていません', notYetHow: (n: number) => `まだ届いていない世帯が ${n}件あります。届くと、ここに出ます。`,
  awaited: (n: number) => `まだ開けない世帯が ${n}件あります`, awaitedHow: '記録の鍵が届くのを待っています。届きしだい、ここと世帯の一覧に出ます。', coming: '世帯の記録を受け取っています',
  clock: 'この端末の時計がずれています', clockHow: (minutes: number) => `サーバーと ${minutes}分ちがいます。端末の設定で、日時を自動にしてください。`,
  toUnsent: '送信状況を見る',
  many: (n: number) => `${n}世帯を担当しています`, manyHow: (cap: number) => `この端末に入れておく目安は${cap}世帯です。担当を見直せるか、担当者に相談してください。`,
  strayed: '担当が変わった世帯の書きかけ', strayedHow: 'この世帯の担当ではなくなったため、記録にはできません。引き継ぐことがあれば、いまの担当者に直接伝えてから消してください。',
  strayedRead: '書いた内容を見る', strayedDrop: '消す', strayedSure: 'もどせません。消しますか', strayedKeep: 'のこす',
} as const;
