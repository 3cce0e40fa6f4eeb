/** Words about photos: taking them in the form, looking at them, and where they are on their way. */
export const photoText = {
  title: '写真', take: '写真を撮る', choose: '写真を選ぶ', none: '写真なし', count: (n: number) => `${n}枚`, preparing: '写真を準備しています',
  hint: '位置や機種の情報は、この端末で消してから封をします。ここで撮った写真は、端末のアルバムには残りません。',
  place: '場所', caption: 'ひとこと', captionHint: '見えるものを短く。任意', remove: 'この写真を消す', removed: '写真を消しました',
  places: { entrance: '玄関', living: '居間', kitchen: '台所', bedroom: '寝室', bath: '浴室・トイレ', corridor: '廊下・階段', outside: '外観', garden: '庭・ベランダ', mail: '郵便受け', paper: '書類・手紙', other: 'その他' },
  errors: {
    kind: 'この形式の写真は使えません。JPEG・PNG・WebP・HEIC の写真を選んでください。', large: '写真が大きすぎます。カメラの設定を小さくするか、この画面の「写真を撮る」で撮ってください。',
    damaged: 'この写真は開けませんでした。もう一度撮るか、別の写真を選んでください。', full: '端末の空きが足りないため、写真を残せませんでした。記録の文章は残っています。',
    key: 'この世帯の鍵がまだ届いていないため、写真を残せません。記録の文章は残っています。', other: '写真を残せませんでした。もう一度お試しください。記録の文章は残っています。',
  },
  camera: { title: '写真を撮る', shutter: '撮る', close: 'とじる', waiting: 'カメラを開いています', blocked: 'カメラを使えません。ブラウザーの設定でカメラを許可するか、「写真を選ぶ」を使ってください。', switchOver: 'カメラを切りかえる', taken: (n: number) => `${n}枚撮りました` },
  alt: (place: string, when: string, caption: string) => [`${place}の写真`, when, caption].filter(Boolean).join('、'),
  household: { none: 'まだ写真がありません', noneHow: '訪問の記録に写真を足すと、場所ごとにここへ並びます。', series: (label: string, n: number) => `${label}（${n}枚）` },
  states: {
    waiting: '写真送信待ち', onTheWay: '写真はまだ届いていません', checking: '確認待ち', unopenable: '開けない写真', missing: 'つながると見られます', loading: '開いています',
    heic: 'この端末では、まだ表示できない形式です。センターで変換されると見られます。',
  },
  refused: { too_big: '大きすぎるため', not_an_image: '写真ではないため', damaged: '壊れているため', unsupported: 'まだ扱えない形式のため', too_heavy: '開くのに重すぎるため', not_as_sealed: '届いた内容が記録と合わないため' } as Record<string, string>,
  kept: '元のデータは残してあります。',
  viewer: { close: 'とじる', next: '次の写真', previous: '前の写真', larger: '大きく', smaller: '小さく', of: (n: number, all: number) => `${n} / ${all}`, by: (name: string, when: string) => `${name}・${when}`, withdraw: 'この写真を取り消す', reason: '取り消す理由', reasonHint: '例：隣の家が写っていた', withdrawDo: '取り消す', withdrawn: '写真を取り消しました' },
  unsent: { title: '写真', line: (sent: number, all: number, size: string) => `${sent} / ${all} まで送りました・${size}`, size: (mib: number) => (mib < 1 ? `${Math.max(1, Math.round(mib * 1024))} KB` : `${mib.toFixed(1)} MB`), recordFirst: '記録を先に送ります' },
  failed: { blob_conflict: '別の内容が先に届いています。担当者に連絡してください', blob_total: '分け方が合いません。担当者に連絡してください', not_found: '記録がまだ受け取られていません', missing_here: '端末の写真の一部がありません。担当者に連絡してください' } as Record<string, string>,
} as const;
