/** Words about what is half written. */
export const draftText = {
  keeps: '書いたそばから、この端末に残ります',
  resumed: (when: string) => `書きかけの続きです（${when} から）`,
  kept: '書きかけは「今日」に残してあります。いつでも続きから書けます',
  discard: '書きかけを消す', ask: 'この書きかけを消しますか', how: '書いた内容はこの端末から消え、元に戻せません。', yes: '消す', no: '残す', stillHere: '閉じると、この内容は消えます。閉じるときは、もう一度「とじる」を押してください。', gone: '書きかけを消しました',
} as const;
