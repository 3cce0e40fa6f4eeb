/** Words about birth dates. */
export const birthText = {
  label: '生年月日', hint: '和暦でも西暦でも。例：昭和20年5月3日、S20.5.3、1945-05-03。わからないときは「昭和20年」まででも',
  read: (western: string, era: string, age: string) => `${western}（${era}）・${age} と読みました`, age: (n: number) => `${n}歳`, aboutAge: (n: number) => `${n}歳くらい`,
  unreadable: '日付として読めません。「昭和20年5月3日」「S20.5.3」「1945-05-03」のように書いてください',
  future: 'まだ来ていない日です。年と元号を確かめてください', tooOld: (n: number) => `${n}歳をこえます。年と元号を確かめてください`,
  month: '月は1から12までです', day: (month: string, last: number) => `${month}は${last}日までです`,
  era: (name: string, span: string) => `${name}は${span}です。元号と年を確かめてください`, span: (from: string, to: string) => `${from}から${to}まで`, since: (from: string) => `${from}から`,
} as const;
