/** Words of outreach: the course of a relation, the card before the door, the letter left there, the day's way, the home, and whom nobody has met. */
export const outreachText = {
  relation: {
    title: '関係の歩み', now: (stage: string) => `いまは「${stage}」`, none: 'まだ記していません。最初の訪問のときから、ここに歩みが残ります。', set: '段階を記す', since: (when: string) => `${when} から`,
    first: (day: string) => day, notYet: 'これから', fell: 'ひと休み', fellHow: '行きつもどりつは、自然なことです。前に来られたところへは、また来られます。', history: 'これまでの歩み', by: (name: string, when: string) => `${name}・${when}`,
    chart: (n: number, stage: string) => `関係の歩み。${n}回記され、いまは「${stage}」です。`, step: (n: number, label: string) => `${n} ${label}`,
    sheet: '関係の段階', lead: '訪問のほかで分かったときに記します。訪問の記録の中でも選べます。', legend: 'いまの段階', word: 'そう思ったわけ', wordHint: 'あなたのことばで。例：戸を開けて、猫の話をしてくださった', save: '記す', kept: '関係の段階を記しました', error: 'いまの段階を、ひとつ選んでください',
    fallTold: '大きく下がったので、担当者にも知らせました',
  },
  card: {
    title: '訪問前カード', open: '訪問前カード', page: '世帯のページ', record: '記録する', absent: '不在・投函', who: 'どなたを訪ねるか', door: '戸口まで', noHint: '目印は、まだ書かれていません。', photo: '戸口の写真', noPhoto: '戸口の写真は、まだありません。',
    solo: { ok: '1人で訪問できます', two: '2人で訪問します', no: '訪問は見合わせます' } as Record<string, string>, last: '最後の3回', noLast: 'はじめての訪問です。まず、お名前とごあいさつから。',
    hours: '会えた時間', hoursNone: 'まだ会えていません。曜日と時間を変えて訪ねてみます。', hoursBest: (when: string, met: number) => `${when}に、${met}回会えています`, hoursCell: (met: number, tried: number) => (tried ? `${tried}回訪ねて${met}回会えた` : '訪ねていない'),
    hoursHow: '●会えた　○会えなかった　数字は回数', bands: { morning: '朝', noon: '昼', afternoon: '午後', evening: '夕・夜' } as Record<string, string>, bandHours: { morning: '〜10時', noon: '10〜14時', afternoon: '14〜17時', evening: '17時〜' } as Record<string, string>, day: (name: string) => `${name}曜`,
    promised: '約束したこと', noPromise: '約束は残っていません。', next: (text: string) => `次にすること：${text}`, purpose: '訪問の目的', noPurpose: '予定は入っていません。',
    ways: '訪ね方', waysHow: '行き方、話しやすいこと、避けたいこと', write: '訪ね方を書く', good: '話しやすいこと', avoid: '避けたいこと・ことば', way: '行き方・声のかけ方', through: '間に入ってくださる方', noAvoid: '避けたいことは、まだ書かれていません。',
    waySheet: '訪ね方', wayLead: '次に訪ねる人が、はじめからよい入り方をできるように。ご本人が読むつもりで書きます。', wayHint: '例：横の路地から。呼び鈴は鳴らないので、ゆっくり名前を言う', goodHint: '例：庭の柿、むかしの仕事', avoidHint: '例：片づけの話は、ご本人が言うまで待つ', throughHint: '例：となりの方（声をかけてよいと言われている）', waySave: '残す', wayKept: '訪ね方を残しました', letter: '置いていく手紙', letterOpen: '手紙を用意する', lastLetter: (label: string, when: string) => `前に置いた手紙：${label}（${when}）`,
  },
  letter: {
    title: '置いていく手紙', choose: 'どの手紙にしますか', day: '次にうかがう日', dayHint: '手紙に書かれます', name: 'あなたの名前', tel: '電話番号', telHint: (known: string) => (known ? `空のままなら、${known} を書きます` : '手紙に書きます'), telMissing: '電話番号を書くと、手紙に入ります。', plain: '書き写す', ruby: 'ふりがな付き', view: '見え方', size: '紙の大きさ', a5: 'A5', a6: 'A6（はがき）', print: '印刷', left: 'この手紙を置いた', leftHow: '不在・投函の記録に、この手紙が選ばれた形で進みます。',
    outside: '外がわ（折ったときの表）', outsideHow: '外がわには、あて名と「お手紙です」だけを書きます。', outsideText: 'お手紙です', from: (name: string) => `${name}より`, call: (tel: string) => `電話　${tel}`, someDay: '近いうち', copyHow: '見ながら、手で書き写せます。', paper: '手紙',
    cold: '寒さの季節のことば', warm: '暑さの季節のことば',
  },
  way: {
    edit: '順番を決める', done: '決めました', own: '自分で決めた順番', byTown: '町ごとにまとめる', byTime: '時間の順にもどす', up: (name: string) => `${name}を前に`, down: (name: string) => `${name}を後に`, how: '順番は、今日だけ、この端末に残ります。', nth: (n: number) => `${n}番目`,
  },
  home: {
    title: '住まいの様子', none: 'まだ記していません。物の量や広がりを、訪ねるたびに残せます。', write: '様子を記す', last: (when: string) => `${when} の様子`, rooms: '部屋の物の量', extents: '広がり', spread: 'あてはまること', history: 'これまでの様子', times: (n: number) => `${n}回`, extent: (place: string, height: number, width: number, depth: number) => `${place}　高さ${height}×幅${width}×奥行${depth}cm`,
    chart: (n: number, from: number, to: number) => `物の量のうつりかわり。${n}回、${from}から${to}になりました。`, chartHead: '物の量のうつりかわり（いちばん多い部屋）', photos: '写真のうつりかわりを見る', room: (label: string, n: number) => `${label} ${n}`, other: 'そのほか',
    sheet: '住まいの様子', lead: '片づけの話より先に、暮らしにくさを一緒に見ます。見ていないところは、空のままで。', roomNone: '見ていない', numberHint: '見本の絵に近いものを選びます', samples: '見本の絵', extentAdd: '広がりを足す', extentRemove: 'この広がりを消す', place: '場所', height: '高さ', width: '幅', depth: '奥行', cm: 'cm', word: '気づいたこと', wordHint: '見たままを。ご本人が読むつもりで', when: 'いつ', save: '記す', kept: '住まいの様子を記しました', nothing: '見たことを、ひとつ記してください', number: '高さ・幅・奥行を、数字（cm）で書いてください',
    judged: '判定', judgeNone: '判定は、まだありません。', judge: '判定を記す', judgedOn: (label: string, day: string) => `${label}（${day}）`, judgeLead: '条例にもとづく判定です。いつ、だれが記したかが残り、前の判定も消えません。', judgeState: '判定', judgeDay: '判定の日', judgeWord: 'わけ・決めた場', judgeWordHint: '例：10月の会議で確かめた', judgeSave: '記す', judgeKept: '判定を記しました', judgeMissing: '判定を、ひとつ選んでください', judgeDayMissing: '判定の日を書いてください（今日まで）',
  },
  withdrawn: {
    title: 'ひきこもり支援', months: (n: number) => `${n}か月`, met: 'ご本人に会えていない月数', thisMonth: 'この1か月のうちに会えています', never: 'まだ会えていません', who: (name: string) => `${name}のこと`, ask: 'どなたのことかを記すと、会えていない月数が数えられます。', write: 'この方のことを記す', sinceLast: (when: string) => `最後に会えたのは ${when}`, sinceOpened: (when: string) => `相談を受けた ${when} から数えています`, voice: (when: string) => `声は ${when} に聞けています`,
    family: 'ご家族とのつながり', familyNone: 'ご家族とのやりとりは、まだ残っていません。ご家族の話を聞くことも、支援です。', familyCount: (n: number, since: string) => `${since} から ${n}回`, familyLast: (when: string) => `最後は ${when}`, familyHow: 'ご本人に会えなくても、支援は進んでいます。', log: '会えた方の記録', met_by: { person: 'ご本人', voice: 'ご本人の声', family: 'ご家族', nobody: '会えず' } as Record<string, string>,
    since: 'いつごろから', sinceHint: '例：2006年ごろ。分からなければ空のままで', sinceLine: (text: string) => `${text} から`, person: 'どなた', sheet: 'ひきこもり支援', lead: '会えていない月数は、訪問の記録から数えます。ここに書くのは、どなたのことかだけです。', save: '残す', kept: '残しました', personMissing: 'どなたのことかを選んでください',
  },
} as const;
