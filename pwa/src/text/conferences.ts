/** Words of 重層支援会議: its meetings and members, the items, what is given to the invited, and what was decided. */
export const conferenceText = {
  title: '重層支援会議', world: { conf_106_6: '支援会議（法106条の6）の議題', consent: '重層的支援会議（本人同意あり）の議題', '': '根拠が決まっていない議題' } as Record<string, string>,
  worldHow: { conf_106_6: 'ここで話したことは、招かれた人のほかには話しません。', consent: 'ご本人が、話し合うことに同意しています。', '': '根拠を選ぶと、人を招き、資料を配れます。' } as Record<string, string>,
  none: '－', when: (day: string, time: string) => `${day}${time ? `　${time}` : ''}`,
  list: {
    coming: 'これからの会議', held: '開いた会議', none: '会議は、まだありません', noneHow: '次の会議を入れると、世帯のページから議題にできます。', add: '次の会議を入れる', overdue: '次の定例会議が、まだ入っていません',
    items: (n: number) => `議題 ${n}件`, members: 'いつもの構成員', noMembers: '構成員は、まだ入っていません', addMember: '構成員を足す', pledged: (day: string) => `守秘の誓約 ${day}`, unpledged: '守秘の誓約が、まだです', notYours: '会議の予定は、センターの担当者が入れます。',
    invited: '招かれた議題', noInvited: '招かれた議題は、ありません', unread: 'まだ開いていません', from: (name: string, day: string) => `${name}さんから・${day}の会議`,
  },
  meeting: {
    add: '次の会議を入れる', edit: '会議を直す', lead: '世帯の名前は書かないでください。議題は、世帯の記録に残ります。', kind: '会議の種類', day: '会議の日', time: 'はじまる時刻', place: '場所', chair: '議長', status: '進みぐあい', save: 'この会議を残す', kept: '会議を残しました',
    errors: { kind: '種類を選んでください', day: '会議の日を選んでください' }, of: (kind: string, day: string) => `${kind}・${day}`, nothing: '変わったところはありません', choose: 'どの会議で', own: 'ほかの日に', ownHow: '会議がまだ入っていないときは、日だけを決めておけます',
  },
  member: { add: '構成員を足す', edit: '構成員を直す', lead: '職員は名簿から、ほかの方は名前を書きます。', who: 'だれ', other: '名簿にない方', name: '名前', post: '所属・役職', pledged: '守秘の誓約をした日', pledgedHow: '支援会議（法106条の6）に招くには、誓約が要ります', ended: '構成員から外す', save: 'この方を残す', kept: '構成員を残しました', errors: { who: '選んでください', name: '名前を書いてください' } },
  page: {
    notHere: 'この会議は、この端末では開けません。', toList: '会議の一覧へ', agenda: '議題', noAgenda: '議題は、まだありません', noAgendaHow: '世帯のページの「議題にする」から足せます。', waiting: '会議にかける世帯（論点がまだ）', write: '論点と根拠を書く', place: '場所', chair: '議長', status: '進みぐあい', edit: '会議を直す',
    attendance: '出欠', noMembers: '構成員を足すと、出欠を残せます', came: (n: number) => `出席 ${n}人`, approve: '決裁する', approveHow: 'この会議の会議録と、同意待ちの決定を、まとめて決裁します。', approveAsk: (minutes: number, steps: number) => `会議録 ${minutes}件と、決定 ${steps}件を決裁します。決裁した会議録は、理由なしには直せません。`,
    approved: (name: string, when: string) => `${name}さんが決裁しました（${when}）`, done: '決裁しました', left: (n: number) => `足りないことがあり、まだ変わっていない世帯が ${n}世帯あります`, cancel: 'やめる', print: { conf_106_6: '支援会議の分を印刷', consent: '重層的支援会議の分を印刷' } as Record<string, string>,
  },
  item: {
    title: '議題にする', edit: '議題を直す', lead: 'ここに書いたことは、この世帯の記録に残ります。', question: '話し合うこと（論点）', questionHow: 'ご本人が読むつもりで、何を決めたいかを短く', basis: '根拠', basisLater: 'まだ決まっていない', invitees: '招く人', inviteesHow: '触れると、招く・招かないが変わります', unpledged: '（誓約がまだ）', withdraw: '議題から外す', save: '議題を残す', kept: '議題を残しました',
    section: '会議の議題', none: '会議の議題には、なっていません', put: (day: string) => `${day}の会議にかけます`, of: (day: string) => `${day}の会議`, invited: (n: number) => `招く人 ${n}人`, given: '資料を配りました', notGiven: '資料は、まだ配っていません', noBasis: '根拠がまだ決まっていません',
    minutes: { none: '', draft: '会議録（案）', approved: '会議録は決裁済み' } as Record<string, string>, errors: { meeting: 'どの会議かを選んでください', question: '論点を書いてください' } as Record<string, string>,
    why: { no_basis: '根拠が決まっていないので、人を招けません', not_pledged: '守秘の誓約がまだの方は、支援会議（法106条の6）の議題に招けません', nobody: '招く人が、まだいません', most: '一度に配れるのは8人までです' } as Record<string, string>,
  },
  material: {
    title: '資料を配る', lead: '配った資料は、あとから変えられません。招かれた人だけが開けます。', goes: 'のせるもの', goesHow: '触れると、のせる・のせないが変わります', to: '配る相手', save: 'この内容で配る', kept: '資料を配りました', open: '資料を開く', give: '資料を配る', again: '新しい資料を配る', whole: '会議の資料', asOf: (when: string) => `${when} 時点`, by: (name: string) => `配った人　${name}`,
    sections: { phase: '支援の段階', tier: '注意度', last: '最後に直接お会いした日', clocks: 'おひとりずつの確認', watch: '見守る理由ときっかけ', roles: '役割分担', sheet: '共通シート', records: '最近の記録（10件まで）' } as Record<string, string>,
    drawing: 'つながりの図', all: '資料をまとめて読む・印刷する', allHow: (n: number) => `この端末で開ける資料 ${n}件です。招かれていない議題の資料は入りません。`, allNone: 'この会議の資料は、この端末にはありません。配られると、ここに並びます。', printed: (when: string, name: string) => `取扱注意　${when}　印刷：${name}`,
    notHere: 'この資料は、この端末では開けません。招かれていないか、まだ届いていません。', seen: '開いたことが、配った人に伝わります', opened: (name: string, when: string) => `${name}さんが ${when} に開きました`, unopened: (name: string) => `${name}さんは、まだ開いていません`, byHand: (name: string) => `${name}さん（端末がないため、紙で渡します）`, print: '印刷', meeting: '会議', question: '論点', basis: '根拠', differs: '世帯の記録にある控えと、届いた内容が合っていません。配った人に確かめてください。',
  },
  day: { minutes: '話し合ったことを書く', minutesAgain: '会議録を直す', decide: '決まったことを入れる', decided: (to: string) => `決まったこと：「${to}」へ（決裁待ち）`, said: '話し合ったこと' },
  minutes: { title: '話し合ったこと', lead: 'だれの意見かより、何を大切にして決めたかを残します。', text: '話し合ったこと', reason: '直す理由', reasonHow: '決裁のあとに直すときは、わけを残します', save: '会議録（案）を残す', kept: '会議録（案）を残しました', errors: { text: '書いてください', reason: '決裁のあとに直すわけを書いてください' } },
  decision: { title: '会議で決まったこと', lead: '議長が決裁すると、段階・役割・期日が一度に変わります。', roles: '役割', add: '役割を足す', remove: 'この役割を消す', who: 'だれが', whoOther: 'ほかの機関・地域の方', agency: '機関や人の名前', role: '役割', task: 'すること', due: 'いつまで', tier: '注意度', review: '次に見直す日', same: 'そのまま', error: 'だれが何をするかを、そろえてください', reviewError: '明日からあとの日を選んでください' },
  since: { title: '前回から変わったこと', first: '会議にかけるのは、はじめてです', from: (day: string) => `${day}の会議から`, nothing: '新しい記録はありません', visits: (n: number, met: number) => `訪問・接触 ${n}回（つながった ${met}回）`, direct: (n: number) => `姿か声の確認 ${n}回`, noDirect: '姿や声の確認なし', alerts: (n: number) => `知らせ ${n}件`, tier: (name: string) => `注意度を「${name}」と決めた`, phase: (name: string) => `段階が「${name}」になった` },
  today: { title: '招かれた議題', coming: '会議' },
} as const;
