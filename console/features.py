"""What Countersign does that other systems of this trade do not: where it is, and its test.

The numbers are those of the survey of such systems. Stage 1 is what the console was to have first;
of the later stages the page says which are here all the same, and which are not.
"""

from core.values import NamedTuple


class Feature(NamedTuple):
    """One row of the page."""

    number: int
    stage: int
    name: str
    does: str = ""
    """In a sentence; empty where it is not built."""
    keys: tuple[str, ...] = ()
    """Ids of the keys that lead there."""
    commands: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    """Where each is, and its name."""


F = Feature

FEATURES: tuple[Feature, ...] = (
    F(1, 1, "What would be written",
      "Beside a record stands what Sage holds under its id and what would be written, field by "
      "field; computed values say how they come about.",
      ("screen.preview", "list.open"), ("show",),
      ("tests/core/test_writing.py::test_what_sage_holds_under_the_id_stands_beside_it",
       "tests/core/test_writing.py::test_an_invoice_says_how_its_amount_comes_about",
       ("tests/console/test_preview.py::"
       "test_it_follows_the_cursor_and_the_list_keeps_id_amount_and_state"))),
    F(2, 1, "How fresh both hops are",
      "The first line of every tab says when the relay read Sage, when we read the relay, and when "
      "each is next expected.",
      ("screen.first_step",), ("hh2 status",),
      (("tests/console/overview/test_freshness.py::"
       "test_where_there_is_room_each_hop_says_when_it_is_next"),
       "tests/console/overview/test_freshness.py::test_what_should_have_come_is_due")),
    F(3, 1, "Decided as it was looked at",
      "A decision carries the version and the digest of what was shown; a record that moved since "
      "is refused, with what moved.",
      ("record.accept", "record.reject"), ("accept", "reject"),
      ("tests/conformance/test_what_was_looked_at.py::test_other_content_is_refused_field_by_field",
       ("tests/journeys/test_two_sessions.py::"
       "test_a_decision_on_what_was_still_shown_is_refused_as_stale"))),
    F(4, 1, "The plan",
      "What is to be accepted is ordered by what needs what; what waits for another is held and "
      "says for which, and twins are warned of.",
      ("screen.tray",), ("plan", "tray"),
      ("tests/core/test_planning.py::test_what_others_name_comes_first",
       ("tests/core/test_planning.py::"
       "test_what_names_something_on_its_way_is_held_until_that_is_synced"))),
    F(5, 1, "Why not",
      "On every action: each rule that stands against it, its evidence, and who can lift it.",
      ("screen.why",), ("why",),
      (("tests/console/panes/test_why.py::"
       "test_every_objection_stands_with_its_rule_and_with_who_can_lift_it"),)),
    F(6, 1, "Errors decoded",
      "What failed is grouped by its cause, in plain words with the next step and whose it is; "
      "the whole group is acted on at once.",
      ("screen.errors",), ("errors",),
      (("tests/core/test_decoding.py::"
       "test_one_bad_code_explains_all_that_it_stopped_and_the_largest_group_comes_first"),
       ("tests/console/overview/test_errors.py::"
       "test_all_of_a_group_are_tried_again_once_it_is_confirmed"))),
    F(7, 1, "Again without a reject",
      "What failed for a passing cause is tried again as it is, one by one, by group or by batch.",
      ("record.accept", "screen.errors"), ("batch",),
      (("tests/cli/test_batches.py::"
       "test_what_failed_in_passing_is_accepted_again_without_a_reject"),
       "tests/core/test_rules_commitments.py::test_only_a_passing_fault_is_tried_again")),
    F(8, 1, "A moment to take it back",
      "What was accepted waits, visibly, before it leaves; until then one key takes the decision "
      "or its whole batch back, and afterwards it says that it cannot.",
      ("screen.undo", "record.recall"), ("recall",),
      ("tests/console/test_undoing.py::test_ctrl_z_takes_back_what_was_decided_last",
       "tests/console/test_undoing.py::test_too_late_it_says_why")),
    F(9, 1, "A question as large as the step",
      "One key decides what is small; many, much or what cannot be taken back takes its number "
      "typed, and is marked as such.",
      ("screen.tray",), ("tray",),
      ("tests/console/test_staging.py::test_many_are_committed_only_when_their_number_was_typed",
       "tests/core/test_writing.py::test_what_cannot_be_taken_back_is_said")),
    F(10, 2, "Who is on this record"),
    F(11, 1, "One inbox",
      "Over all ten tabs what one may decide, ranked by age, amount and how much waits for it.",
      ("screen.inbox",), ("inbox",),
      ("tests/core/test_inbox.py::test_age_amount_and_what_waits_for_it_make_the_points",
       ("tests/console/overview/test_inbox.py::"
       "test_it_counts_by_tab_and_lists_the_most_pressing_first"))),
    F(12, 1, "One language to ask in",
      "The same words in the filter, on the `:` line, in saved views and in commands; an error "
      "points at its column.",
      ("screen.filter", "screen.line", "screen.saved"), ("list", "views"),
      (("tests/console/test_query_lines.py::"
       "test_what_cannot_be_read_is_named_by_its_column_and_the_list_stays"),
       "tests/cli/test_query.py::test_a_view_is_saved_listed_used_and_deleted")),
    F(13, 1, "The command log",
      "Each act as the command line that would repeat it.",
      ("screen.acts",), (),
      ("tests/cli/test_command_log.py::test_a_batch_is_one_line_that_does_it_all_again",)),
    F(14, 1, "Triage in lines",
      "The same queue without a screen, for screen readers, slow lines and pipes; the same rights "
      "and the same audit.",
      (), ("triage",),
      (("tests/plain/test_triage.py::"
       "test_a_queue_triaged_through_a_pipe_leaves_the_audit_that_the_commands_leave"),)),
    F(15, 1, "Batches as things",
      "Many decisions at once have a name, totals by job and vendor, a partial result, and are "
      "taken back or tried again as a whole.",
      ("screen.batches",), ("batches", "batch"),
      (("tests/cli/test_batches.py::"
       "test_it_tells_its_totals_its_refusals_by_rule_and_what_became_of_it"),
       "tests/cli/test_recalling.py::test_a_batch_is_taken_back_as_a_whole_before_it_leaves")),
    F(16, 1, "Checked before it leaves",
      "Sage's lengths, letters, closed periods and numbers that are taken already are checked "
      "when a record is sent and again when it is accepted.",
      ("screen.why",), ("why",),
      (("tests/core/test_rules_vendors.py::"
       "test_a_name_of_thirty_one_characters_is_too_long_for_sage"),
       ("tests/core/test_rules_cost_codes.py::"
       "test_a_description_of_thirty_one_characters_is_too_long"),
       "tests/core/test_guards_matter.py::test_one_guard_alone_objects_and_cites_its_rules")),
    F(17, 2, "Duplicates found",
      "Vendors and companies of nearly one name stand side by side, and a plan warns of twins.",
      ("screen.matches",), ("matches", "merge"),
      ("tests/core/test_planning.py::test_twins_are_warned_of",)),
    F(18, 2, "What it does to the budget",
      "Beside a record: budget, committed, this, and what is left on each of its cost codes.",
      ("screen.preview",), ("show",),
      (("tests/core/test_impact.py::"
       "test_a_commitment_takes_from_the_budget_less_what_is_committed"),
       ("tests/console/test_preview.py::"
       "test_what_goes_beyond_the_budget_is_said_before_it_is_accepted"))),
    F(19, 2, "Month-end mode"),
    F(20, 2, "Where the sums drift apart",
      "A report of each job's totals here and in Sage, and of the lines that differ.",
      ("screen.reports",), ("report drift",), (("tests/cli/test_reports.py::"
       "test_a_report_is_read_by_whom_the_matrix_lets"),)),
    F(21, 1, "Since you last looked",
      "What is new, what changed, and what came back after one's own reject carries a letter "
      "until it was looked at.",
      ("screen.seen",), (),
      (("tests/core/test_lately.py::"
       "test_what_comes_back_after_ones_own_reject_is_back_and_after_anothers_changed"),
       ("tests/console/overview/test_lately.py::"
       "test_new_and_returned_rows_carry_a_letter_and_are_counted_once"))),
    F(22, 2, "Put off until something happens"),
    F(23, 1, "Reasons to choose from",
      "A reject offers the company's own reasons, names the field that has to be fixed where the "
      "company wants that, and is counted by reason and by sender.",
      ("record.reject", "screen.dashboard"), ("reject", "dashboard"),
      (("tests/core/test_reject_templates.py::"
       "test_a_reject_names_the_field_that_has_to_be_fixed_and_its_sender_reads_it"),
       ("tests/core/test_dashboard.py::"
       "test_rejects_are_counted_by_sender_and_reason_and_those_that_were_not_the_first"))),
    F(24, 1, "A history that shows tampering",
      "Entries are only ever added, each sealed with the one before; anchors kept elsewhere show "
      "an older copy, and one command packs the evidence for a record.",
      (), ("audit verify", "audit evidence"),
      ("tests/cli/test_verifying.py::test_an_older_copy_that_was_put_back_is_seen",
       "tests/cli/test_evidence.py::test_every_event_proves_its_place_in_the_chain")),
    F(25, 2, "Which key decided",
      "Over SSH an entry tells the person and the session of the key; a touch or a code above a "
      "limit is not asked for.",
      (), ("users key list", "gate"),
      (("tests/conformance/test_what_was_looked_at.py::"
       "test_what_is_decided_as_it_was_shown_is_kept_with_its_digest_person_and_session"),)),
    F(26, 3, "A second look at some"),
    F(27, 2, "Acting for somebody"),
    F(28, 1, "A refresh as a job",
      "What is before it, how long it usually takes, how far it is and what it brought; whoever "
      "asks meanwhile joins it, and it can be cancelled.",
      ("screen.refresh", "screen.cancel_refresh"), ("refresh", "refreshes"),
      (("tests/console/test_refresh.py::"
       "test_what_is_before_it_how_long_it_takes_and_who_cancels_it_are_said"),
       "tests/conformance/stores/mirror.py::test_who_asks_while_a_refresh_is_open_joins_it")),
    F(29, 2, "What a refresh would change, before it does"),
    F(30, 1, "A Sage to practise on",
      "The sandbox is as strict as Sage and as slow as the relay, and its dial makes it slow, "
      "refuse, stay silent, or drop the answer.",
      ("screen.tour",), ("demo", "sandbox fault"),
      (("tests/adapters/sandbox/test_faults.py::"
       "test_a_dropped_answer_was_written_and_a_timeout_was_not"),
       "tests/cli/test_sandbox.py::test_the_dial_is_shown_and_turned")),
    F(31, 2, "A record as it stood then"),
    F(32, 2, "Events as a stream"),
    F(33, 1, "What may I",
      "Every action of every tab: whether one may, by which right, and what is missing.",
      (), ("whoami",),
      ("tests/cli/test_matrix.py::test_what_the_matrix_says_is_what_why_says",)),
    F(34, 1, "Back where one was",
      "After a dropped line: the same tab, view, filter, order and marks, and what was staged.",
      (), (),
      ("tests/console/test_resuming.py::test_tab_view_filter_order_marks_and_tray_are_back",
       ("tests/journeys/test_cut_off.py::"
       "test_cut_off_at_twenty_points_nothing_is_lost_and_nothing_is_repeated"))),
    F(35, 3, "A picture of what was shown"),
    F(36, 3, "A coach",
      "The tour of the sandbox; nothing counts which keys somebody does not use.",
      ("screen.tour",), ("tour",),
      (("tests/console/test_tour.py::"
       "test_the_card_says_how_the_next_task_goes_and_leads_to_its_record"),)),
    F(37, 1, "A doctor, and a file for support",
      "One line a check with its evidence and the next step; the bundle holds versions, counts, "
      "settings and the end of the logs, and nothing of anybody.",
      (), ("doctor",),
      ("tests/cli/test_doctor.py::test_every_check_is_one_line_of_text",
       ("tests/cli/test_support.py::"
       "test_the_bundle_tells_versions_counts_settings_and_logs_and_nothing_of_anybody"))),
    F(38, 3, "Rules proposed from what was decided"),
)  # fmt: skip
