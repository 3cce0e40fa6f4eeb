/** Names of the register fields, for the sentence 「記入が食い違っています」. */
export const fieldNames: Record<string, string> = {
  household_no: '世帯番号', name: '世帯の名前', kana: 'よみ', provisional: '仮登録', hint: '目印', postal_code: '郵便番号', ward: '区', street_name: '通り名', town: '町名', banchi: '番地', building: '建物', room: '部屋',
  gakku: '学区', hokatsu_area: '地域包括の圏域', phone: '電話', risk_tier: '注意度', phase: '段階', lead: '主担当', dwelling: '住まい', fields: '分野', schemes: '事業', summary: 'これまでの経過', monitoring_reason: '状況把握の理由', review_on: '見直す日', closure_reason: '終結の理由',
  family_name: '姓', given_name: '名', family_kana: '姓のよみ', given_kana: '名のよみ', alias: '呼び名', birth_date: '生年月日', birth_precision: '生年月日の確かさ', estimated_age: 'およその年齢', sex: '性別', relation: '続柄',
  is_dependent: '見守りや介助', key_person: '中心になる方', support_needs: '必要な支え', former_name: '旧姓など', script_note: '字の注記', language: 'ことば・やりとり', care_level: '介護・障害の認定', insurance: '医療保険・受給', guardian: '後見人など', died_on: '亡くなった日', left_on: '転出した日',
  tried: '試したこと', sticking_point: '困っている点', wish: '本人の意向', consent_state: '同意の状況', consent_note: '同意について、伝えておくこと', asked_of: '求める協力', urgency_note: '急ぐわけ', issue_elderly_health: '課題（高齢・保健医療）', issue_disability: '課題（障害保健）', issue_child_family: '課題（子ども・子育て）', issue_poverty_community: '課題（困窮・地域福祉）',
  yes: 'はい', no: 'いいえ', blank: '空欄',
};
