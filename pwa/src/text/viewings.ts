/** Words of 閲覧の記録: who opened which household. */
export const viewingText = {
  title: '閲覧の記録', rowHow: 'だれが、どの世帯をひらいたか', ofHousehold: 'この世帯をひらいた人',
  lead: '世帯のページをひらくと、だれがいつひらいたかが残ります。圏外でひらいたときも、次につながったときに伝わります。「だれが見たのか」とたずねられたときに答えるためと、仕事に要らない閲覧をふせぐためのものです。',
  own: 'わたしがひらいた世帯', ownHow: '自分について残っている記録です。新しいものから500件まで出ます。', none: 'まだありません', householdHow: '新しいものから500件まで出ます。30分のうちにひらき直したものは、1回と数えます。',
  offline: 'つながっていないため、いまは読めません', failed: 'いまは読み込めませんでした', again: 'もう一度', asking: '読んでいます', elsewhere: 'この端末にない世帯',
  standings: { center: 'センター全体を見る役割', '': '担当から外れていました' } as Record<string, string>,
  month: '月の点検', monthHow: '仕事とのつながりが見つからない閲覧と、くじで選んだ10件です。ご自分の分は、ほかの人が確かめます。', counts: (people: number, households: number, times: number) => `${people}人が${households}世帯を、あわせて${times}回ひらきました`, before: '前の月', after: '次の月', print: '印刷する',
  whys: { unexplained: '前後1週間に、記録も知らせもありません', sample: 'くじで選ばれました', spoken: '前に確かめました' }, wrote: '記録を書いています', told: '知らせを受けています', times: (n: number, first: string, last: string) => (first === last ? `${first}に${n}回` : `${first}から${last}までに${n}回`), by: (name: string) => `${name}さん`,
  words: { fine: '問題なし', asked: '本人に聞いた', grave: '仕事に要らない閲覧のおそれ' } as Record<string, string>, said: (word: string, name: string, when: string) => `${word}　${name}さんが${when}に確かめました`, change: '直す', ownRow: 'ご自分の分です。課長の分はセンター長が、センター長の分は課長が確かめます',
  graveHow: '本人と話し、課長とセンター長で次のことを決めてください。世帯のことが分かってしまうので、わけはここに書きません。', left: (n: number) => `まだ確かめていないもの ${n}件`, allDone: 'すべて確かめました', nothing: 'この月の閲覧は、まだありません',
  problem: 'いまは残せませんでした。少し待って、もう一度ためしてください。', offlineAct: 'つながっていないため、残せませんでした。つながってから、もう一度ためしてください。',
} as const;
