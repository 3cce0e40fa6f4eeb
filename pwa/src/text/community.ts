/** Words of 地域づくり: what lies on a center's shelf, and names nobody. */
export const communityText = {
  title: '地域づくり', shelf: '地域の棚', few: '5未満', count: (n: number) => `${n}件`, people: (n: number) => `${n}人`, everywhere: '区ぜんたい', gakku: (name: string) => `${name}学区`, noGakku: '学区がわからない世帯',
  names: (what: string) => `世帯の方の名前や番号（${what}）が入っています。だれのことかわからない書き方にしてください（規則：地域の棚には個人のことを書かない）。`, hidden: '伏せています',
  gaps: { title: '希望はあるが資源がない', lead: 'この端末で開ける世帯の、まだ場所が見つからない希望を、学区ごとに数えました。5件に満たない数は伏せます。', none: '場所が見つからない希望は、今ありません', raise: '地域課題票にする', kindless: '種類はまだ聞いていない' },
  issues: { title: '地域課題票', none: '地域課題票は、まだありません', add: '地域課題票を書く', raised: (day: string) => `${day}に出されました`, action: '取り組み' },
  committees: { title: '区地域福祉推進委員会', none: '委員会の予定は、まだありません', add: '委員会を入れる', coming: 'これから', outcome: '決まったこと', issues: (n: number) => `課題票 ${n}件` },
  activities: { title: '活動の記録', none: '活動の記録は、まだありません', add: '活動を書く' },
  issue: { title: '地域課題票を書く', edit: '地域課題票を直す', lead: '個人のことは書きません。数は5件からです。', theme: 'テーマ', themeHow: '例：夜に行ける居場所がない', gakku: '学区', gakkuHow: '空けておくと、区ぜんたいの課題になります', count: 'もとになった希望・世帯の数', countHow: '1から4は「5未満」として残ります', text: 'どんな課題か', action: '取り組み', state: '進みぐあい', committee: 'どの委員会で話しますか', noCommittee: 'まだ決めていない', on: '出した日' },
  activity: { title: '活動を書く', edit: '活動を直す', lead: '個人のことは書きません。', on: '日', kind: 'どんな活動', gakku: '学区', people: '集まった人数', text: 'したこと' },
  committee: { title: '委員会を入れる', edit: '委員会を直す', lead: '区地域福祉推進委員会の日と、話すことです。', held: '日', begins: '時刻', place: '場所', agenda: '話すこと', outcome: '決まったこと' },
  save: '保存', kept: '残しました', nothing: '変わったところがありません', notYours: '書くのは、連携支援ケースワーカー・地域支援担当・課長・区社協のコーディネーターです。',
  errors: { theme: 'テーマを書いてください', count: '数は、0から99999までの数字で書いてください', day: '日を選んでください', kind: 'ひとつ選んでください', text: 'したことを書いてください' },
  participation: '参加支援',
} as const;
