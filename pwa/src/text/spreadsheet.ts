/** Words of what is taken out as a spreadsheet: its buttons, and the first sheet of each file. */
export const spreadsheetText = {
  xlsx: 'エクセルに書き出す', csv: 'CSVに書き出す', sjis: 'Shift_JISのCSVに書き出す', sjisHow: 'Shift_JISのCSVは、古いエクセルやほかのシステムに渡すときのものです。Shift_JISにない文字は近い文字にかえ、どれをかえたかを示します。',
  exchanged: (count: number) => `Shift_JISにない文字が${count}種類あり、かえて書き出しました`, exchange: (letter: string, as: string, times: number) => `${letter} を ${as} に（${times}か所）`, leftOut: (times: number) => `目に見えない文字を省きました（${times}か所）`,
  exchangedHow: '名前の字をそのまま残すには、エクセルか、ふつうのCSVで書き出してください。',
  print: '印刷する', exported: '書き出しました', busy: '書き出しています',
  cover: 'はじめに', headOf: { center: 'センター', period: '期間', asOf: 'いつ現在', field: '分野', by: '書き出した人', at: '書き出した日時', number: '書き出しの番号', care: '取扱い', sheets: 'シート', rows: '行' },
  named: '個人情報が入っています。庁内の決まった場所に置き、ほかの人に渡さず、用が終わったら消してください。だれがいつ書き出したかは、監査の記録に残ります。',
  unnamed: '世帯の名前は入っていません。小さい数からは、だれのことか分かることがあります。庁内の決まった場所に置き、用が終わったら消してください。だれがいつ書き出したかは、監査の記録に残ります。',
  footer: (n: number) => `取扱注意　書き出しの番号 ${n}`, number: (n: number) => `第${n}号`,
};
