/** Words of 知らせる順番. */
export const ladderText = {
  title: '知らせる順番', lead: '知らせが出たとき、だれに、どの順で、何分おきに知らせるかを決めます。', edit: '知らせる順番を変える', look: 'これまでの決まりを見る', backTo: '当番と知らせ方',
  notYours: 'この決まりを変えられるのは、課長とセンター長です。', offline: 'オフラインのため、いまは決められません。書きかけは、この端末に残ります。',
  channel: 'どの順番でも、端末の通知が先に届き、届かないときは同じ文面のメールが続きます。情報は鳴らさず、「要確認」に入ります。',
  rung: (n: number) => `${n}番目`, whom: (n: number) => `${n}番目に知らせる相手`, people: '名前で選ぶ', peopleOf: (n: number) => `${n}番目に、名前で選ぶ方`, chosen: (n: number) => (n ? `${n}人` : ''), full: '名前で選べるのは5人までです。', gone: (name: string) => `${name}さん（いまは選べません）`,
  everyone: 'ここまでの全員に、もう一度知らせます。', newest: '新しい版で選ばれた相手',
  wait: (n: number) => `${n}番目から次までの分`, waitLast: (n: number) => `${n}番目をくり返すまでの分`, waitHint: '1から240まで', waitDay: '返事がなければ、次の開庁日に知らせます。',
  up: (n: number) => `${n}番目を上へ`, down: (n: number) => `${n}番目を下へ`, drop: (n: number) => `${n}番目を外す`, upShort: '上へ', downShort: '下へ', dropShort: '外す', add: '順番を加える',
  shifts: '当番を置く時間', shiftsHow: 'この時間に当番がいないと、前もって赤く知らせます。終わりが始まりより早いときは、翌日の時刻です。', noShifts: '当番を置く時間は、決まっていません。', shift: (n: number) => `${n}つ目の時間`, days: (n: number) => `${n}つ目の日`, begins: (n: number) => `${n}つ目の始まり`, ends: (n: number) => `${n}つ目の終わり`, dropShift: (n: number) => `${n}つ目の時間を外す`, addShift: '時間を加える',
  team: '二人当番', teamHow: '同じ時間に、二人以上で当番を受け持てます。',
  happens: (level: string) => `${level}の知らせが出たら`, preview: 'だれに、何分後に届くか', previewHow: '実際の知らせと同じ決まりで確かめています。だれにも送りません。', before: 'いまの決まり', after: '変えたあと', same: '変えたところは、まだありません。', asked: '確かめています', wrong: '直すところがあります。直すと、ここに出ます。', failed: 'いまは確かめられません。つながると、ここに出ます。',
  save: 'この順番に決める', saved: '知らせる順番を決めました。これから起きる知らせに使います', nothing: '変えたところがありません。', proof: '本人確認のあと、決まります。',
  overtaken: (when: string, by: string, version: number) => `書いているあいだに、${by}さんが${when}に第${version}版を決めました`, overtakenHow: 'どちらで続けるかを選んでください。選ぶまで、どちらも消えません。', takeNew: '新しい決まりから書き直す', keepMine: '書いたものを、新しい版にする',
  versions: 'これまでの決まり', versionsHow: 'どの版も残っています。すでに始まった知らせは、始まったときの版のまま進みます。', version: (n: number, when: string, by: string) => `第${n}版　${when}　${by}さん`, brought: 'はじめから入っている決まり', now: 'いまの決まり', backOf: (n: number) => `第${n}版を読み込む`, backFirst: 'はじめの決まりを読み込む', loaded: '読み込みました。確かめてから「この順番に決める」を押してください',
  errors: {
    first: 'はじめに知らせる相手を選んでください', last: '最後には、職種・代表の送り先・名前のどれかを入れてください。当番や担当の方がいないときにも届くようにするためです', wait: '1から240までの数で入れてください', days: '日を選んでください', hours: '始まりと終わりを入れてください',
    kept: '最後の順番をだれもいないものにはできません。先に、ほかの相手を入れてください。', keptMove: 'そのように動かすと、最後の順番にだれもいなくなります。先に、相手を入れてください。',
  },
} as const;
