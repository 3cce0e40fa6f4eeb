/** Words of 報告: figures from the records of this device. */
/** 12分, 3時間20分, 2日4時間: how long somebody waited. */
function spanWords(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days) return `${days}日${hours ? `${hours}時間` : ''}`;
  return hours ? `${hours}時間${rest ? `${rest}分` : ''}` : `${rest}分`;
}

export const reportText = {
  title: '報告', denied: '報告は、連携支援ケースワーカー・地域支援担当・課長・センター長が見られます',
  which: '報告の種類', period: '期間', kinds: { month: '月', quarter: '四半期', year: '年度' } as Record<string, string>, before: '前の期間', after: '次の期間', now: 'いまの期間へ',
  field: '分野でしぼる', allFields: 'すべての分野',
  reading: (done: number, all: number) => `数えています（${done}／${all}世帯）`, readingHow: '読みおわるまで、数はふえていきます。', counted: (all: number) => `この端末で読める${all}世帯から数えました`,
  behind: (cell: string) => `${cell}：もとになった記録`, none: 'この期間の記録はありません', count: (count: number) => `${count}件`, more: (count: number) => `ほか${count}件`, elsewhere: 'この端末にない世帯', shelf: '地域の棚', isNow: 'いま',
  total: '合計', unknown: '新しい版の区分', noneOf: '書かれていない', share: (value: number) => `${Math.round(value * 100)}%`, days: (value: number) => `${value}日`, minutes: spanWords, inMinutes: (column: string) => `${column}（分）`, nothing: '－',
  exportHow: '世帯の名前は入りません。書き出すまえに、もう一度、パスキーか合言葉で本人を確かめます。',
  printed: (center: string, when: string, name: string) => `取扱注意　${center}　${when}　印刷：${name}`,
  file: (report: string, from: string, to: string, n: number) => `${report}_${from}_${to}_${n}`,
  head: { report: '報告', center: 'センター', period: '期間', made: '作成' },
  agreed: { before: '同意前', after: '同意後' } as Record<string, string>,
  overdue: { within: '期限のうち', week: '1〜7日こえた', month: '8〜31日こえた', more: '32日以上こえた', never: '一度も会えていない' } as Record<string, string>,
  milestones: { found: '発見（世帯を開いた）', contact: '接触（ご本人か家族と話せた）', consent: '同意', linked: 'つながり（役割の引受・場への参加）', closed: '終結' } as Record<string, string>,
  fact: {
    visit: '訪問・接触', street: '通りから見た記録', consultation: '相談受付', note: 'メモ', sheet: '共通シート', request: '後方支援の依頼', answer: '後方支援の返事', task: '対応事項', role: '役割', step: '支援の段階', item: '付議事項', minutes: '会議録', outside: 'ほかの会議', consent: '同意', plan: '多機関協働プラン', evaluation: 'プランのふりかえり', wish: '希望', match: 'つなぎの提案', match_step: 'つなぎの歩み', match_follow: '定着支援',
    opened: '世帯のはじまり', relation: '関係の段階', linked: '役割の引受', decided: 'プランの決定', funnel: '発見からの歩み', half_year: '半年の関係', ended: '終結', unseen: '確認の日数', unmet: '希望', home: '住まいの様子', activity: '活動', committee: '協議の場', issue: '地域課題', resource: '資源', alert: '知らせ',
  } as Record<string, string>,
};
