/** Words about households that may be one, and about those that were put together. */
export const mergingText = {
  alike: {
    title: 'もう登録されているかもしれません', how: '同じ世帯なら、そちらを開いてください。ここの書きかけは残ります。ちがう世帯なら、このまま続けられます。',
    why: { phone: '同じ電話', place: '同じ住所', person: '同じお名前の方', name: '同じ呼び名' }, closed: '終結した世帯', lead: (name: string) => `担当 ${name}`, noLead: '担当はまだ決まっていません', more: (n: number) => `ほか ${n}世帯`,
  },
  open: '別の世帯にまとめる',
  sheet: {
    title: '別の世帯にまとめる', lead: (name: string) => `${name}の記録を、同じ世帯のページで読めるようにします。`, which: 'まとめる先の世帯', search: '名前・かな・住所・電話でさがす', alike: '似ている世帯', found: (n: number) => `${n}世帯`, none: 'まとめられる世帯が見つかりません。同じセンターの、終結していない世帯が出ます。',
    what: 'まとめると、こうなります', whats: [
      'この世帯は「終結（統合）」になり、一覧ではまとめる先の世帯だけが出ます。', '記録は、消えも写されもしません。まとめる先のページで、どちらの記録かがわかるように並びます。',
      '安否確認の日数、注意、訪問の予定、出ている知らせは、まとめる先で引き続き数えます。', 'あとから元にもどせます。',
    ],
    care: '安全のために確かめてください', cares: [
      'まとめる先の世帯を開ける方には、世帯をまとめたことが見えます。この世帯の記録は、いままでこの世帯を開けた方にだけ見えます。', '暴力や虐待などから離れて暮らす方の居どころを守っているときは、まとめないでください。', 'この世帯の担当の方が、まとめる先の世帯も開けるかを確かめてください。',
    ],
    save: 'この世帯にまとめる', error: 'まとめる先の世帯を選んでください', kept: '世帯をまとめました',
  },
  gone: {
    title: (name: string) => `この世帯は、${name}にまとめました`, how: (name: string, when: string) => `${name}・${when}`, open: (name: string) => `${name}を開く`, elsewhere: 'この世帯は、別の世帯にまとめました', elsewhereHow: 'まとめた先の世帯は、この端末では開けません。センターで確かめてください。',
    undo: '元にもどす', undoAsk: '2つの世帯に、まとめる前のまま、もどします。記録はどれも残ります。', undoDo: '元にもどす', undone: '元の2つの世帯にもどしました', phase: '終結（統合）',
  },
  stayed: {
    title: 'まとめた世帯', count: (n: number) => `${n}世帯`, from: (name: string, when: string) => `${name}・${when}`, hidden: (n: number) => `ほかの${n}世帯がまとめられています。この端末では開けません。`, mark: (name: string) => `まとめた${name}の記録`, people: 'まとめた世帯に暮らしている方',
    late: 'まとめた世帯に新しい記録があります', lateHow: (n: number) => `まとめたことを知らずに書かれた記録が ${n}件あります。下の「これまでの記録」で読めます。`, seen: '読みました', seenSaid: '読んだことを残しました', lateMark: 'まとめたあとの記録', today: (n: number) => `まとめたあとに届いた記録 ${n}件`, center: (n: number) => `まとめた世帯に新しい記録 ${n}世帯`,
  },
} as const;
