/** Words of ほかの会議: what another body's meeting came to for a household. */
export const outsideText = {
  section: 'ほかの会議の結果', none: '地域ケア会議など、ほかの会議で決まったことを残せます。', add: '会議の結果を残す', tag: 'ほかの会議', fix: '直す', more: (n: number) => `ほか ${n}件は「これまでの記録」にあります`,
  title: 'ほかの会議の結果', edit: '会議の結果を直す', lead: 'その会議で聞いたことを、事実として短く書きます。', kind: '会議の種類', kindHow: (law: string) => `根拠　${law}`, day: '開かれた日', host: '主催した機関', hostHow: '相談先の一覧から選ぶか、名前を書きます', hostPick: '相談先の一覧から', hostOther: '名前を書く', attended: '出席した人', attendedHow: '名前か、役職・機関', outcome: '決まったこと・わかったこと', outcomeHow: 'ご本人が読むつもりで', next: 'これからのこと', reason: '直す理由', save: 'この結果を残す', kept: '会議の結果を残しました',
  secret: 'その会議で守秘が決められていることは、書かないでください。', versions: 'これまでの版', version: (n: number) => `${n}版目`, corrected: (n: number) => `訂正 ${n}回`, at: (day: string, host: string) => `${day}　${host}`,
  errors: { meeting: '会議の種類を選んでください', held_on: '今日までの日を選んでください', host: '主催した機関を書いてください', outcome: '決まったこと・わかったことを書いてください', reason: '直す理由を書いてください' } as Record<string, string>,
} as const;
