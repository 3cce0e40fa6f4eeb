/** Words of 相談受付: taking it, who told it, and what waits for an answer. */
export const consultationText = {
  title: '相談を受けた', doorHow: '電話・窓口・道で聞いたこと。どこと何が気がかりかだけで残せます', lead: 'どこのことか、何が気がかりかだけで残せます。あとは、わかったときに足せます。', of: '受けた相談', tag: '相談',
  where: 'どこのことですか', listed: '名簿にある世帯のこと', pick: 'どの世帯のことですか', pickHow: '見つからなければ、もどって新しく書けます。', anew: '名簿にない世帯として書く', address: '住所がわかるとき', addressHow: '町名だけでもかまいません',
  when: 'いつ・どうやって', at: '受けた日時', method: '方法', by: '受けた人', channel: 'どなたから', worry: '困りごと', concerns: 'あてはまるもの（いくつでも）', most: 'いちばん困っていること（◎）',
  facts: '聞いた事実', factsHint: '見たこと・聞いたことをそのまま。ご本人が読むつもりで', quotes: 'ご本人・相談された方のことば', quotesHint: '話されたとおりに', urgency: 'いつまでに動きますか', urgencyHow: { now: '連絡か訪問を、いま', this_week: '今週のうちに', usual: '次の機会に' } as Record<string, string>,
  more: 'もっと書く', moreHow: '仕事・住まい・保険・年金など。わかるところだけ', items: { work: '仕事', home: '住まい', insurance: '健康保険', pension: '年金' } as Record<string, string>, unknown: 'わからない・聞いていない',
  save: '相談を残す', kept: '相談を残しました', amendTitle: '相談を直す', amended: '直した相談を残しました', reason: '直すわけ', reasonHint: '前に書いたものも残ります', notYours: 'あなたの役割では、相談を残せません。',
  errors: { where: '目印・名字・住所のどれかひとつを書いてください。あとで見つけるためです。', worry: '困りごとをひとつ選ぶか、聞いたことを書いてください', at: 'いつ受けたか、日と時刻を選んでください', future: 'まだ来ていない時刻です。日と時刻を確かめてください', reason: 'なぜ直すのかを、ひとこと書いてください', name: '知らせてくれた人の名前を書いてください（「お隣の方」でもかまいません）' } as Record<string, string>,
  from: (channel: string) => `相談を受けた：${channel}から`, found: '相談を受けた：職員が気づいた', plain: '相談を受けた', corrected: (n: number) => `${n}回直しました`, retracted: 'この相談は取り消されています', fix: '直す', withdraw: '取り消す', versions: '前に書いたもの', version: (n: number) => `${n}番目`,
  withdrawn: { title: '相談を取り消す', lead: '書いたものは消えません。取り消したことと、そのわけが残ります。', reason: '取り消すわけ', reasonHint: '例：別のお宅のことだった', save: '取り消しを残す', error: 'わけを書いてください' },
  closed: 'この世帯は終結しています', closedHow: '終結のあとに相談がありました。もう一度ひらくかどうかを、ここから決められます。', reopen: 'もう一度ひらく',
  informant: {
    title: '知らせてくれた人', fold: '名前を封じて残します。開けるのは、書いた人とセンターの担当だけです', how: 'ここに書いたことは、世帯の記録にはのりません。一覧・検索・印刷・共通シートにも出ません。', name: '名前', nameHint: 'わからなければ空けておきます', relation: '続柄・立場', relationHint: '例：お隣、民生委員、娘さん', tel: '電話', may: '名前を出してよいか',
    exists: '知らせてくれた人がいます', who: '（開ける人：記録した人と、センターの担当）', open: '名前を開く', shut: 'この端末では開けません。', why: '何のために開きますか', whyError: '開くわけを、ひとつ選んでください', logged: '開くと、だれが・いつ・何のために開いたかが残り、センターから見えます。', show: '開いて残す', openings: '開いた人', never: 'まだだれも開いていません', opened: (name: string, when: string, why: string) => `${name}・${when}・${why}`, failed: '開けませんでした。もう一度試してください。',
  },
  waiting: { title: '相談を受けて、まだ動いていません', since: (when: string) => `${when} から`, more: (n: number) => `ほかに${n}件` },
} as const;
