/** Words of 支所の町: which town of a ward belongs to the center of which 支所. */
export const townText = {
  title: '支所の町', open: '支所の町の表', lead: 'どの町が、どのセンターの担当かの表です。世帯を作るときと引き継ぐときに、この表から担当を示します。選ぶのは書く人です。', denied: 'この表は、保健福祉局と、センターの連携支援ケースワーカー・地域支援担当・課長・センター長が見られます',
  none: 'まだ、町の表はありません', noneHow: '表がないあいだは、担当のセンターは示されません。', decided: (n: number, when: string) => `第${n}版　${when}`, by: (name: string) => `${name}さん`, count: (center: string, n: number) => `${center}　${n}件`, offline: 'つながっていないため、この端末に残っている表を出しています', failed: 'いまは読み込めませんでした', failedHow: '少し待って、もう一度開いてください。',
  read: '表を読み込む', out: 'いまの表を書き出す', file: (day: string) => `支所の町_${day}`,
  here: (center: string) => `この町は、${center}の担当です。このまま作れます。あとで、世帯のページの「引き継ぎを頼む」から移せます。`, chosen: '町の表から選びました。ほかのセンターにもできます。',
  columns: { postal: ['郵便番号', '〒'], town: ['町名', '町'], center: ['センター', '支所'] } as Record<'postal' | 'town' | 'center', readonly string[]>,
  sheet: {
    title: '支所の町の表', lead: '表計算の「郵便番号」「町名」「センター」の三つの列を読みます。郵便番号と町名は、どちらかがあれば読めます。決めるまで、何も変わりません。', choose: '表のファイルを選ぶ', chooseHow: 'CSVのファイル（文字コードは、どれでも読めます）', text: '読み込んだ内容', textHow: 'ここで直せます。1行にひとつの町',
    save: 'この表に決める', saved: '町の表を決めました。センターの端末には、次につながったときに伝わります', nothing: '変えたところがありません。', proof: '本人確認のあと、決まります。', wrong: 'この行を直してください', line: (n: number, why: string) => `${n}行目：${why}`, twice: (lines: string) => `同じ内容の行は、ひとつとして数えました（${lines}行目）`,
    preview: '決めると変わること', same: '変わることはありません。', added: (n: number) => `加わる町 ${n}件`, moved: (n: number) => `担当が変わる町 ${n}件`, dropped: (n: number) => `表からなくなる町 ${n}件`, to: (town: string, center: string) => `${town} → ${center}`, change: (town: string, from: string, to: string) => `${town}　${from} → ${to}`, more: (n: number) => `ほか${n}件`, unnamed: (ward: string, n: number) => `${ward}で、表にない町 ${n}件`, unnamedHow: 'この町では、担当のセンターは示されません。', reading: '町の名前を調べています',
    overtaken: (by: string, version: number) => `書いているあいだに、${by}さんが第${version}版を決めました`, overtakenHow: 'いまの表と見くらべて、どちらで続けるかを選んでください。書いたものは消えません。', takeNew: 'いまの表から書き直す', keepMine: '書いたものを、新しい版にする',
  },
  faults: {
    header: '見出しの行に「センター」と、「町名」か「郵便番号」がありません', quote: '引用符（"）が閉じていません', center: 'センターの名前が分かりません', empty: '町名も郵便番号もありません', postal: '郵便番号は7けたの数字です', noPostal: 'この郵便番号は京都市にありません', noTown: 'この町名は見つかりません', apart: '郵便番号と町名が合いません', otherWard: 'センターとはちがう区の町です', several: '同じ読みの町がいくつもあります。漢字で書いてください', contradicts: '前の行と、センターが食い違っています',
  } as Record<string, string>,
  files: { empty: 'ファイルに何も書かれていません', encoding: 'ファイルの文字を読めませんでした。表計算で「CSV UTF-8」として保存し直してください', quote: '引用符（"）が閉じていません', big: 'ファイルが大きすぎます。町の表だけにしてください' } as Record<string, string>,
  problems: { towns_changed: 'ほかの人が先に決めました。いまの表を確かめてください。', towns_center: 'センターとはちがう区の町があります。', towns_twice: '同じ町が二度書かれています。', towns_empty: '町名も郵便番号もない行があります。', step_up_needed: 'もう一度、本人の確認をしてから決めてください。', not_allowed: '決められるのは、保健福祉局の人だけです。' } as Record<string, string>, problem: 'いまは決められませんでした。書いたものは残っています。少し待って、もう一度ためしてください。', offlineAct: 'つながっていないため、決められませんでした。書いたものは残っています。',
} as const;
