/** Words of 多機関協働プラン: its versions, what is agreed on in them, and how they are looked back on. */
export const planText = {
  title: '多機関協働プラン', version: (n: number) => `第${n}版`,
  section: {
    none: '多機関協働プランは、まだありません', write: 'プランを書く', revise: '次の版を書く', monitor: (day: string) => `次に見直す日　${day}`, over: (n: number) => `見直す日を ${n}日過ぎています`, today: '今日が見直す日です', left: (n: number) => `見直す日まで あと${n}日`, past: 'これまでの版', by: (name: string, when: string) => `${name}・${when}`, lookBack: 'ふりかえりを書く', read: 'プランを読む', unconsented: 'このプランへの同意は、いまは有効ではありません。ご本人に確かめてください。',
    decided: (day: string) => `${day}に決まりました`, waits: '会議で決まると、役割と期日が一度に動きます',
  },
  fields: { wish: 'ご本人の望む暮らし', goal_long: '長期目標', goal_short: '短期目標', issues: '課題', actions: '支援の内容', monitor_on: '次に見直す日（モニタリング）', programs: '一緒に使う支援', consent: '同意', members: '暮らしている方', reason: '前の版から変えたわけ', meeting: '話し合った会議', talked: '話し合ったこと', evaluation: 'ふりかえり', sign: '説明と署名' } as Record<string, string>,
  hints: { wish: 'はじめに、ご本人のことばで。「」のまま書きます', goal_long: '半年から1年で、どうなっていたいか', goal_short: '次に見直す日までに、できていたいこと', issues: '1行にひとつ。困りごとを、その人のせいにしない書き方で', actions: 'ひとつの枠に、ひとりの人か、ひとつの機関。どのくらいは「週に一度」「月のはじめに」のように', reason: '何が変わったので、どう変えるか' } as Record<string, string>,
  programs: { outreach: 'アウトリーチ等を通じた継続的支援', participation: '参加支援' } as Record<string, string>,
  action: { of: (n: number) => `支援 ${n}`, what: '何を', who: 'だれが', other: 'ほかの機関・地域の方', agency: '機関や人の名前', agencyHow: '相談先の一覧から選ぶか、そのまま書きます', until: 'いつまで', frequency: 'どのくらい', add: '支援を足す', remove: 'この支援を消す' },
  write: {
    lead: '書きかけは、この端末に残ります。提案した版は、あとから変えられません。', latest: (n: number) => `いまの版は第${n}版です。直したことは次の版になります。`, newer: (n: number) => `書いているあいだに、第${n}版が提案されました。見比べてから提案してください。`, notYours: 'あなたの役割では、多機関協働プランを書けません。', page: 'ご本人に渡す紙', save: (n: number) => `第${n}版として提案する`, kept: 'プランを提案しました', noConsent: 'プランについての同意が、まだ書かれていません。提案はできますが、会議で決めるには同意が要ります。', toConsent: '同意について書く',
    errors: { wish: 'ご本人の望む暮らしを書いてください', goal: '目標を書いてください', what: '何をするかを書いてください', who: 'だれがするかを決めてください', until: '今日からあとの日を選んでください', actions: '支援をひとつ以上書いてください', monitor: '明日からあとの日を選んでください', reason: '変えたわけを書いてください', told: '支援会議（法106条の6）の記録と同じことばがあります。ご本人に渡す紙には書けません。ご本人から聞いたことばで書き直してください。' } as Record<string, string>,
  },
  page: {
    whole: '多機関協働プラン（支援プラン）', asOf: (when: string) => `書いた日　${when}`, by: (name: string) => `書いた人　${name}`, what: '何を', who: 'だれが', until: 'いつまで', often: 'どのくらい', print: '印刷', household: '世帯のページへ', notHere: 'このプランは、この端末では開けません。まだ届いていないか、担当から外れています。', toHousehold: '世帯のページへもどる', decided: (day: string) => `${day}の重層的支援会議で決まりました`, chair: (name: string) => `決裁　${name}`, proposed: 'まだ決まっていない提案です', state: 'いまの状態',
    consent: (who: string, day: string, how: string, until: string) => `${who}　${day}　${how}　${until}`, noConsent: '同意の記録は、まだありません', withheld: 'この欄のことばは、ご本人に渡す紙には載せられません。', sign: 'このプランの説明を受け、内容に同意します。', signDay: '令和　　　年　　　月　　　日', signName: 'お名前', signProxy: '代わりの方（続柄）', signBy: '説明した人', yes: '使う', no: '使わない',
    compare: '前の版とのちがい', from: (n: number) => `第${n}版から変わったところ`, none: '前の版から変わったところはありません',
  },
  evaluation: {
    title: 'ふりかえりを書く', lead: 'プランで何が変わったかを、ご本人と一緒に見ます。', on: '見直した日', achieved: '目標の達成', changes: '変わったこと', view: 'ご本人の受けとめ', viewHow: 'ご本人のことばで', next: 'これから', monitor: '次に見直す日', left: '残っている課題', handover: '引き継ぐ先', handoverHow: '終えたあと、気にかける人や機関', save: '残す', kept: 'ふりかえりを残しました', of: (day: string) => `${day}のふりかえり`, gone: 'このプランは、いまは動いていません。',
    nextHow: { go_on: '次に見直す日を決めます', replan: '次の版を書き、会議で決め直します', pause: '会議でまた始められます', end: '役割と段階は、そのあと別に終えます' } as Record<string, string>,
    errors: { achieved: 'ひとつ選んでください', changes: '変わったことを書いてください', next: 'これからどうするかを選んでください', monitor: '明日からあとの日を選んでください', handover: '終えたあとの引き継ぎ先を書いてください', before: 'プランが決まった日より前です' } as Record<string, string>,
  },
  track: { plan: 'どの版を決めますか', planHow: '版に書かれた役割と期日が、決裁と一緒に動きます', none: 'プランの提案がまだありません。先に、世帯のページから書いてください。', noItem: '重層的支援会議（本人同意あり）の議題が、まだありません。', noConsent: (what: string) => `${what}についての同意が、まだ書かれていません。`, error: '決める版を選んでください', roles: (n: number) => `この版の役割 ${n}件を、決裁と一緒に頼みます` },
  today: { title: 'プランを見直す日', over: (n: number) => `${n}日過ぎています`, now: '今日です', left: (n: number) => `あと ${n}日` },
} as const;
