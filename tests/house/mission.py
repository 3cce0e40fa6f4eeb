"""Every element of Kyoto's paper, the test that shows it, and what of it is missing; `python -m tests.house.mission` writes docs/mission.md."""

import ast
import re
from pathlib import Path
from typing import NamedTuple

from tests.house.tree import ROOT, read

PAGE = "docs/mission.md"
_HEAD = """# What of 重層的支援 people can do in Kasane

Written by `python -m tests.house.mission` from `tests/house/mission.py`. The numbers are those of the field's own list, made from Kyoto's paper; they
are not the faults of `docs/proof.md`, which count anew. A row is shown by the tests it names (`tests/house/test_mission.py` fails when one of them
does not exist), and says in words what of it is still missing: a row that names no test is not there yet.

| | element | shown by | still missing |
|---|---|---|---|"""


class Row(NamedTuple):
    what: str
    tests: tuple[str, ...] = ()  # path::name, or path: words of a Vitest title
    missing: str = ""


_STORY = "tests/e2e"
MISSION = {
    "F-01": Row("五つの事業が重なる：どの記録がどの事業のものか", (
        "tests/casework/test_business.py::test_no_record_is_in_two_businesses_or_in_none",
        "pwa/src/reports/reports.test.ts: splits ①–⑤ without counting anything twice",
        "pwa/src/reports/reports.test.ts: divides outreach at the day of her yes",
        f"{_STORY}/test_month.py::test_tanaka_hands_in_her_month_and_hashimoto_sees_numbers_and_nobody",
    ), "a month is not closed (締め): a later correction changes its report, and the version that was handed in stays"),
    "F-02": Row("一方通行のつなぎにしない：受け手が引き受けるまで、出し手が残る", (
        "tests/transfers/test_within.py::test_sato_stays_on_the_household_until_inoue_has_accepted",
        "tests/transfers/test_never_alone.py::test_at_every_step_somebody_leads_it_and_somebody_of_its_center_can_read_it",
        "tests/casework/test_deadlines.py::test_a_household_nobody_leads",
    ), "a hand-over nobody answers is marked late and raises no alert"),
    "F-03": Row("センターごとの導入（R5 一部 → R6 全区）", (
        "tests/rollout/test_deciding.py::test_switching_one_center_changes_nothing_in_another",
        "tests/vault/test_rollout.py::test_the_deadlines_of_a_resting_business_rest_and_come_back",
        "pwa/src/rollout/rollout.test.ts: hides a door at once after the sync, and offline after a restart",
        f"{_STORY}/test_month.py::test_tanaka_hands_in_her_month_and_hashimoto_sees_numbers_and_nobody",
    ), "what was written on the shelf (地域の棚) while ⑤ rested has no mark of who looked at it"),
    "F-04": Row("実施マニュアル", (
        f"{_STORY}/test_screens.py::test_sato_writes_and_calls_where_no_signal_reaches",
        "pwa/src/manual/manual.test.ts: a word finds the pages that hold it",
        f"{_STORY}/test_conference.py::test_nishinos_home_comes_before_the_conference_and_what_was_decided_stands_at_once",
    ), "a center has no pages of its own"),
    "F-05": Row("分野（高齢・障害・子ども・困窮）", (
        f"{_STORY}/test_organizations.py::test_sato_finds_and_calls_where_no_signal_reaches_and_mori_keeps_the_list_right",
        "pwa/src/reports/reports.test.ts: what a newer app calls otherwise keeps a line",
        f"{_STORY}/test_month.py::test_tanaka_hands_in_her_month_and_hashimoto_sees_numbers_and_nobody",
    )),
    "F-06": Row("圏域：近いところから", ("pwa/src/organizations/directory.test.ts: her own center, in it the nearest level",), "学区 and 地域包括 area are free words of the household"),
    "F-07": Row("14 の保健福祉センター", (
        "tests/casework/test_catalogue.py::test_fourteen_centers_with_right_check_digits",
        "tests/towns/test_naming.py::test_every_office_reads_what_the_bureau_named_and_hears_of_it_with_a_pull",
        "pwa/src/towns/towns.test.ts: each line that cannot be read is named by its number in the file",
        "pwa/src/towns/towns.test.ts: the narrowest line counts",
    ), "the city's own table of a 支所's towns is not part of the product: the bureau brings it"),
    "F-10": Row("困りごとを受け止める（相談受付）", (
        f"{_STORY}/test_consultation.py::test_sato_takes_a_neighbours_word_and_only_the_center_reads_whose_it_was",
        "tests/casework/test_consultations.py::test_a_consultation_and_who_told_it",
        "pwa/src/forms/forms.test.ts: without her yes the sheet is 同意なし",
        "pwa/src/forms/forms.test.ts: no word of a 支援会議 alone, of whoever told, or of a third one",
    ), "it is read and corrected in the household; the review desk takes visits alone"),
    "F-11": Row("支援関係機関も、関わる世帯だけを見る", (
        "tests/transfers/test_between.py::test_somebody_of_a_third_place_who_helps_with_consent_stays",
        f"{_STORY}/test_shared_sheet.py::test_what_sato_wrote_and_tanaka_shared_tsuji_reads_and_answers_and_nobody_else",
        f"{_STORY}/test_protected.py::test_tanaka_hides_a_home_sato_loses_it_and_inoue_opens_it_with_a_reason",
        "pwa/src/ledger/protection-book.test.ts: Jiro goes on in a household that knows nothing of hers",
    ), "an agency shares no sheet of its own; 支援措置 hides a household's place, photos and free text stay as they were written"),
    "F-12": Row("複合課題共通シート", (
        f"{_STORY}/test_shared_sheet.py::test_what_sato_wrote_and_tanaka_shared_tsuji_reads_and_answers_and_nobody_else",
        "tests/casework/test_sheets.py::test_a_shared_sheet",
    ), "C04 does not look at the answers"),
    "F-13": Row("相談先情報のリンク集", (
        f"{_STORY}/test_organizations.py::test_sato_finds_and_calls_where_no_signal_reaches_and_mori_keeps_the_list_right",
    ), "an ended entry cannot be taken up again"),
    "F-14": Row("ほかの会議の結果を世帯につなぐ", (
        "tests/casework/test_backup.py::test_a_request_for_backup",
        "pwa/src/outside/outside-input.test.ts: it has been held, by somebody",
        f"{_STORY}/test_screens.py::test_tanaka_over_what_the_center_is_asked_and_plans",
    ), "an entry is corrected, not withdrawn; it is no part of a conference's material"),
    "F-15": Row("だれがこの扉を開けられるか（つながり）", (
        f"{_STORY}/test_watched.py::test_nishinos_home_is_watched_until_the_light_goes_out",
        "tests/casework/test_ties.py::test_who_is_around_and_what_there_is_between_them",
        "tests/casework/test_ties.py::test_whoever_is_around_a_hidden_household_is_in_no_state_and_no_row",
        "pwa/src/ties/ties.test.ts: whom somebody wrote down comes before whom only the visits speak for",
        "pwa/src/ties/ties.test.ts: nobody stands on anybody, and all are in the picture, up to 24",
    ), "the picture is on no paper yet; people around are not looked for across households"),
    "F-20": Row("後方支援：依頼と返事", (
        f"{_STORY}/test_backup.py::test_what_sato_asks_in_a_basement_is_answered_and_every_request_ends_in_a_decision",
        "tests/casework/test_backup.py::test_every_request_ends_in_one_of_three_ways_or_is_open",
        "tests/casework/test_vectors.py::test_every_step_and_every_guard_is_shown_to_hold_and_to_lack",
        "tests/casework/test_deadlines.py::test_what_sato_asks_of_the_center_is_answered_in_opening_time",
    )),
    "F-21": Row("地域支援担当の机", (
        f"{_STORY}/test_backup.py::test_what_sato_asks_in_a_basement_is_answered_and_every_request_ends_in_a_decision",
        f"{_STORY}/test_review.py::test_a_visit_given_back_is_corrected_as_a_new_version_and_confirmed",
        f"{_STORY}/test_screens.py::test_tanaka_works_at_the_desk_by_keyboard",
    ), "reports"),
    "F-22": Row("連携支援ケースワーカーへの知らせと受け止め", (
        f"{_STORY}/test_push.py::test_a_red_sign_reaches_tanaka_and_her_answer_reaches_sato",
        f"{_STORY}/test_no_answer.py::test_no_answer_and_a_still_meter_is_taken_on_and_ends_with_a_voice",
        "tests/vault/test_bounds.py::test_the_deadlines_move_with_the_number_and_come_back_with_it",
        "pwa/src/bounds/trial.test.ts: comes to the same as whoever looks each morning",
        f"{_STORY}/test_duty.py::test_the_order_and_the_days_are_tried_out_kept_while_they_are_written_decided_and_taken_back",
    )),
    "F-23": Row("市と区社協が同じ支援の状況を見る", (
        f"{_STORY}/test_backup.py::test_what_sato_asks_in_a_basement_is_answered_and_every_request_ends_in_a_decision",
        f"{_STORY}/test_watched.py::test_nishinos_home_is_watched_until_the_light_goes_out",
    ), "each sees their own tasks across households, the center has no list of everybody's"),
    "F-24": Row("地域福祉コーディネーター", (
        f"{_STORY}/test_participation.py::test_aoi_comes_to_mend_bicycles_and_is_asked_how_it_goes_when_three_months_have_passed",
        "tests/casework/test_participation.py::test_participation",
        "tests/vault/test_shelves.py::test_kawai_hears_after_half_a_year_with_the_vault_stopped_and_a_look_ends_it",
    ), ""),
    "F-25": Row("多機関協働プラン", (
        f"{_STORY}/test_plan.py::test_fumi_says_yes_at_her_door_and_the_plan_tells_her_nothing_that_was_said_without_her",
        "tests/casework/test_plans.py::test_a_consent_and_a_plan",
        "pwa/src/forms/forms.test.ts: プラン and 評価",
    ), "no photograph of a signed sheet; an action cannot be ticked off by the agency itself"),
    "F-26": Row("重層支援会議（月1回）", (
        f"{_STORY}/test_conference.py::test_nishinos_home_comes_before_the_conference_and_what_was_decided_stands_at_once",
        "tests/casework/test_conferences.py::test_a_conference",
        "tests/vault/test_meetings.py::test_no_meeting_for_forty_five_days_is_told_to_the_office_and_to_nobody_who_reads_no_meetings",
    ), "the called are not given the minutes"),
    "F-27": Row("センター長の決裁", (
        f"{_STORY}/test_conference.py::test_nishinos_home_comes_before_the_conference_and_what_was_decided_stands_at_once",
        "tests/casework/test_vectors.py::test_every_step_and_every_guard_is_shown_to_hold_and_to_lack",
    )),
    "F-28": Row("会議の構成員は、招かれた議題だけを見る", (
        f"{_STORY}/test_conference.py::test_nishinos_home_comes_before_the_conference_and_what_was_decided_stands_at_once",
        "tests/vault/test_conferences.py::test_tsuji_who_is_called_reads_the_material_and_kimura_whom_the_web_tier_puts_in_gets_no_key",
        "pwa/src/conferences/drawing.test.ts: takes along who and what there is between them",
        "pwa/src/conferences/drawing.test.ts: gathers the newest material of each item",
    )),
    "F-29": Row("役割分担：頼まれて、引き受ける", (
        f"{_STORY}/test_watched.py::test_nishinos_home_is_watched_until_the_light_goes_out",
        "tests/casework/test_vectors.py::test_the_way_through_the_phases",
        "tests/casework/test_deadlines.py::test_a_role_nobody_has_answered_after_three_opening_days",
        f"{_STORY}/test_plan.py::test_fumi_says_yes_at_her_door_and_the_plan_tells_her_nothing_that_was_said_without_her",
    )),
    "F-30": Row("保健福祉局は名前のない数だけを見る", (
        f"{_STORY}/test_month.py::test_tanaka_hands_in_her_month_and_hashimoto_sees_numbers_and_nobody",
        "tests/bureau/test_handing_in.py::test_tanaka_hands_in_the_month_and_the_bureau_sees_both_wards_without_one_name",
        "pwa/src/reports/hiding.test.ts: nothing hidden can be reckoned back",
    ), "no charts over months; code lists and layouts are changed with the app"),
    "F-40": Row("状況把握世帯：四つがそろわなければ入れない", (
        f"{_STORY}/test_watched.py::test_nishinos_home_is_watched_until_the_light_goes_out",
        "tests/casework/test_course.py::test_no_way_leads_where_no_way_leads",
    )),
    "F-41": Row("介入のきっかけと、動く人", (
        f"{_STORY}/test_watched.py::test_nishinos_home_is_watched_until_the_light_goes_out",
        "tests/casework/test_vectors.py::test_every_rule_is_shown_met_and_not_met",
    )),
    "F-42": Row("状況把握世帯の一覧", (
        f"{_STORY}/test_watched.py::test_nishinos_home_is_watched_until_the_light_goes_out",
        "tests/devices/test_exports.py::test_tanakas_list_of_april_stands_in_the_audit_and_only_after_a_fresh_unlock",
        "pwa/src/conferences/since-words.test.ts: what has changed is said",
        "pwa/src/course/watch.test.ts: holds tier, last direct confirmation",
        "tests/spreadsheet/test_workbook.py::test_a_text_stays_the_text_it_was_and_a_day_a_day",
    )),
    "F-43": Row("会議にかける", (
        f"{_STORY}/test_conference.py::test_nishinos_home_comes_before_the_conference_and_what_was_decided_stands_at_once",
        "tests/casework/test_vectors.py::test_the_way_through_the_phases",
        "tests/casework/test_conferences.py::test_a_conference",
        "pwa/src/conferences/since-words.test.ts: what has changed is said",
    )),
    "F-44": Row("状況把握：外から見たようす", (
        f"{_STORY}/test_screens.py::test_sato_writes_and_calls_where_no_signal_reaches",
        f"{_STORY}/test_basement_day.py::test_a_day_in_the_basement_reaches_the_office_exactly_once",
    )),
    "F-45": Row("アウトリーチ等を通じた継続的支援", (
        "pwa/src/forms/forms.test.ts: 経過一覧",
        f"{_STORY}/test_outreach.py::test_kubos_door_opens_over_many_visits_and_her_home_with_it",
        f"{_STORY}/test_outreach.py::test_a_relation_that_falls_far_is_told_to_tanaka_and_shown_kindly",
        "tests/casework/test_outreach.py::test_outreach",
    ), "a track has no state of its own"),
    "F-46": Row("地域あんしん支援員の一日", (
        f"{_STORY}/test_basement_day.py::test_a_day_in_the_basement_reaches_the_office_exactly_once",
        f"{_STORY}/test_pace.py::test_nobody_met_takes_three_taps",
        f"{_STORY}/test_pace.py::test_a_full_visit_takes_less_than_a_minute",
        f"{_STORY}/test_outreach.py::test_sato_puts_the_day_in_her_own_order_for_today_and_this_phone",
        f"{_STORY}/test_safety.py::test_sato_is_not_back_from_the_basement_and_tanakas_desk_says_so_until_she_is",
        f"{_STORY}/test_safety.py::test_nobody_beside_her_sees_that_she_called_for_help",
        f"{_STORY}/test_safety.py::test_alone_where_two_are_asked_for_and_after_hard_words_nobody_goes_there",
        "tests/alerts/test_watches.py::test_sato_is_reminded_then_tanaka_then_hayashi_then_all_and_again_without_end",
    )),
    "F-47": Row("ごみ屋敷", (
        f"{_STORY}/test_photos.py::test_photos_of_a_dark_stairwell_arrive_once_and_are_readable_nowhere_else",
        f"{_STORY}/test_outreach.py::test_kubos_door_opens_over_many_visits_and_her_home_with_it",
        "tests/casework/test_outreach.py::test_outreach",
    )),
    "F-48": Row("ひきこもり", (
        f"{_STORY}/test_outreach.py::test_yasui_is_met_by_her_mother_and_the_months_are_counted",
        "tests/casework/test_outreach.py::test_outreach",
    ), "the role of よりそい支援員"),
    "F-49": Row("参加支援", (
        f"{_STORY}/test_participation.py::test_aoi_comes_to_mend_bicycles_and_is_asked_how_it_goes_when_three_months_have_passed",
        "tests/casework/test_participation.py::test_every_way_of_steps_ends_where_a_person_reckoning_by_hand_says",
    ), "a follow-up stands on 今日 and rings nowhere; an agency cannot enter its own places"),
    "F-50": Row("地域づくり：区地域福祉推進委員会", (
        f"{_STORY}/test_participation.py::test_aoi_comes_to_mend_bicycles_and_is_asked_how_it_goes_when_three_months_have_passed",
        "tests/casework/test_participation.py::test_participation",
    ), "no minutes and no list of who sits in the committee"),
    "F-51": Row("地域支え合い活動創出コーディネーター", (
        f"{_STORY}/test_participation.py::test_aoi_comes_to_mend_bicycles_and_is_asked_how_it_goes_when_three_months_have_passed",
        "tests/casework/test_participation.py::test_participation",
    ), "gaps are counted from what the device can open: a coordinator of 区社協 sees those of their own households"),
    "F-52": Row("伴走型支援：つながり続けることも目標", ("tests/casework/test_vectors.py::test_the_way_through_the_phases",),
        "no list calls a household idle; a goal is not a record yet"),
    "F-53": Row("会議の決定が、段階・チーム・期日をひとまとめに変える", (
        f"{_STORY}/test_conference.py::test_nishinos_home_comes_before_the_conference_and_what_was_decided_stands_at_once",
        "tests/casework/test_vectors.py::test_the_way_through_the_phases",
    )),
}  # fmt: skip


def exists(test: str) -> bool:
    """A Python test is named by file and name, one of the app by file and the beginning of its title."""
    path, of_python, name = test.partition("::")
    if of_python:
        if not Path(ROOT / path).is_file():
            return False
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        return any(isinstance(node, functions) and node.name == name for node in ast.parse(read(path)).body)
    path, _, title = test.partition(": ")
    return Path(ROOT / path).is_file() and re.search(rf"(?:test|it)(?:\.each\(.*\))?\((['\"`]){re.escape(title)}", read(path)) is not None


def _short(test: str) -> str:
    path, of_python, name = test.partition("::")
    return f"`{path}` {name.removeprefix('test_').replace('_', ' ')}" if of_python else f"`{test.partition(': ')[0]}`"


def page() -> str:
    lines = [
        f"| {number} | {row.what} | {'<br>'.join(map(_short, row.tests)) or '—'} | {row.missing or '—'} |"
        for number, row in MISSION.items()
    ]
    return "\n".join([_HEAD, *lines, ""])


if __name__ == "__main__":
    Path(ROOT / PAGE).write_text(page(), encoding="utf-8")
