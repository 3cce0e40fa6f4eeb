/** Words of 参加支援: wishes, places to go, the way there and what follows. */
export const participationText = {
  title: '参加支援',
  section: {
    title: '希望と参加', none: '「してみたいこと」は、まだ聞いていません', add: '希望を書く', edit: '書きたす・直す', versions: (n: number) => `${n}回目に聞いた内容`, said: (day: string) => `${day}に聞きました`, whose: 'どなたの希望か、まだわかりません', find: '合う場所をさがす',
    card: '希望のカード', past: 'これまでの希望', next: '次へ進める', follow: '様子を書く', avoid: '避けたいこと', notAsked: 'まだ聞いていない', goes: (who: string) => `${who}が一緒に行きます`, due: (months: number, day: string) => `${months}か月の様子　${day}`, late: (n: number) => `${n}日過ぎています`, today: '今日です', way: 'これまでの歩み', unmet: '合う場所を、まださがしています', ended: (why: string) => `この希望は終わりました（${why}）`,
  },
  wish: {
    title: '希望を書く', edit: '希望を書きたす・直す', lead: '聞けたところだけで残せます。前に聞いた内容も消えません。', who: 'どなたの希望ですか', unknown: 'まだわからない', want: 'したいこと', wantHow: 'ご本人のことばのまま。「」で書きます', avoid: '避けたいこと', avoidHow: 'にがてなこと、しんどくなること', kinds: 'どんな場か', often: 'どのくらい', times: 'いつごろ', when: 'いつ・どのくらい（ことばで）', distance: 'どこまで', people: '人数', on: '聞いた日', ended: 'この希望を終わりにする', open: '続けてさがす',
    save: 'この端末に保存', kept: '希望を残しました', errors: { want: '聞いたことばを、ひとことだけでも書いてください', day: '聞いた日を選んでください', future: '今日までの日を選んでください' },
  },
  match: {
    title: '合う場所をさがす', lead: '希望と資源を、この端末の中だけで見くらべます。決めるのはご本人です。', which: 'どこを提案しますか', fits: '合うところ', differs: '合わないかもしれないところ', asks: '確かめること', none: '合う場所が、まだ資源の一覧にありません', noneHow: 'この希望は「希望はあるが資源がない」に数えられます。', avoid: (text: string) => `避けたいこと：${text}`, staff: 'だれが一緒に行きますか', noStaff: 'まだ決めていない', note: '提案するときに伝えること', noteHow: 'ご本人への説明。団体には何も伝わりません', on: '提案した日',
    save: '提案として残す', kept: '提案を残しました', errors: { which: 'ひとつ選んでください', day: '今日までの日を選んでください' },
  },
  step: {
    title: '次へ進める', lead: 'ご本人と決めたことを残します。', to: 'どこへ進みますか', on: 'その日', companion: 'だれが一緒に行きますか', tells: '団体に伝えること', tellsHow: '選ばなければ、ご本人のことは何も伝えません', reason: 'わけ', reasonStop: 'やめた、休んだわけ（ご本人を責めない書き方で）', reasonSettle: '1・3・6か月の様子がそろっていないときは、定着といえるわけ', result: 'どうなりましたか',
    save: 'この端末に保存', kept: '歩みを残しました', consent: (org: string) => `「参加支援につなぐ」同意が、${org}と伝える内容について、まだありません`, consentHow: '同意がないあいだは、団体にご本人のことを伝えません（体験・参加へも進みません）。先に同意を聞いてください。', ask: '同意について書く', noOrg: '団体の名前がわからない場所には、ご本人のことを伝えられません', covered: '伝えてよい同意があります',
    errors: { to: 'ひとつ選んでください', day: '日を選んでください', no_consent: '同意がないため、ここへは進めません（規則：参加支援の同意）', no_reason: 'どうなったかを選び、わけを書いてください', no_follow_up: '1・3・6か月の様子を書いてからにするか、わけを書いてください（規則：定着の見守り）' } as Record<string, string>,
  },
  follow: {
    title: '参加のあとの様子', lead: '無理なく続いているかを、ご本人に聞きます。', months: 'いつの様子ですか', month: (n: number) => `${n}か月`, on: '聞いた日', result: '今の様子', words: 'ご本人のことば', save: 'この端末に保存', kept: '様子を残しました', errors: { result: 'ひとつ選んでください', months: 'ひとつ選んでください', day: '今日までの日を選んでください' },
  },
  reasons: {
    often: '回数は、まだわかりません', times: '時間帯は、まだわかりません', onlyAt: (words: string) => `${words}だけです`, online: '家から', outside: '出かける場所です', near: '同じ学区（歩いて行ける所）', far: (gakku: string) => `${gakku}学区まで出かけます`, distance: 'どこまで行けるか、まだ聞いていません', howFar: '歩いて行けるか、確かめます', people: '人数は、まだわかりません', kind: (kind: string) => `「${kind}」でよいか、確かめます`, stale: '資源の情報が半年以上前のものです',
  },
  today: { follow: (months: number, name: string) => `${months}か月の様子を聞く（${name}）` },
  desk: {
    title: '参加支援', resources: (n: number) => `資源 ${n}件`, wishes: '希望と組み合わせ', watch: '定着の見守り', noWishes: '場所をさがしている希望は、今ありません', noWatch: '見守っている参加は、今ありません', add: '資源を加える', noResources: '資源は、まだありません', noResourcesHow: '働く場、居場所、ボランティアなどを加えると、希望と組み合わせられます。', all: 'すべて', checked: (day: string) => `${day}に確かめました`, stale: '半年以上、確かめていません', closed: '今は受け入れていません', differs: '同時に別の内容が書かれました。見直してください', notYours: '資源を加えたり直したりするのは、連携支援ケースワーカー・地域支援担当・区社協のコーディネーターです。', community: '地域づくり', best: 'いちばん合う場所', nothing: '合う場所がありません',
  },
  resource: {
    title: '資源を加える', edit: '資源を直す', lead: '個人のことは書きません。センターで働くみなさんの端末に届きます。', name: '何ができる場か', nameHow: '例：自転車の修理を手伝う', kind: '種類', organization: '相談先の一覧から', other: '一覧にない', org: '団体・人の名前', gakku: '学区', place: '場所', capacity: '受け入れられる人数', often: 'どのくらい', times: 'いつごろ', people: '場の人数', when: '日時（ことばで）', conditions: '条件', contact: '連絡先', checked: '確かめた日', checkedNow: '今日、確かめた', closed: '今は受け入れていない', unknown: 'わからない',
    save: '保存', kept: '資源を残しました', nothing: '変わったところがありません', errors: { name: '何ができる場かを書いてください', kind: '種類を選んでください', org: '団体の名前を書いてください' },
  },
  card: { title: '希望のカード', for: (name: string) => `${name}さんのカード`, print: '印刷', want: 'したいこと', avoid: '避けたいこと', when: 'いつ・どのくらい', distance: 'どこまで', people: '人数', kinds: 'どんな場', way: 'これまでの歩み', said: '聞いた日', withheld: 'この欄のことばは、この紙には載せられません。', foot: 'このカードは、ご本人のものです。内容はいつでも変えられます。', notHere: 'この希望は、この端末にありません', back: '世帯のページへ' },
} as const;
