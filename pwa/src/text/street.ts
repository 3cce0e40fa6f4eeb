/** Words of the quick look from the street. */
export const streetText = {
  title: '状況把握', lead: '外から見えたことだけ。見ていないものは「未確認」のままで。', presence: '在宅の気配', meter: 'メーターの数字', meterLast: (reading: string, when: string) => `前回 ${reading}（${when}）`, meterHint: '前回の記録なし',
  signs: '外から見えるようす', more: 'ほかの兆し', moreHow: (n: number) => `${n}項目`, facts: '見えたこと', factsHint: '例：2階の灯りがついている。郵便受けは空', when: 'いつ', saved: '状況把握を記録しました',
  nothing: 'まだ何も選ばれていません。見えたことを、ひとつ選んでください',
} as const;
