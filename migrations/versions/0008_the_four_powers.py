"""What whistles, duty, letters, assessment and personnel matters say."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _vehicle()
    _duty()
    _hand_over()
    _scheme()
    _shift()
    _vehicle_fact()
    _roster_month()
    _action_team()
    _affair_vote()
    _assessed_subject()
    _assessment_month()
    _dispute()
    _duty_entry()
    _duty_swap()
    _incoming_letter()
    _joint_action()
    _nomination()
    _veto()
    _whistle()
    _action_member()
    _appeal()
    _frozen_fact()
    _item_score()
    _vehicle_use()


def downgrade() -> None:
    op.drop_table("vehicle_use")
    op.drop_table("item_score")
    op.drop_table("frozen_fact")
    op.drop_table("appeal")
    op.drop_table("action_member")
    op.drop_table("whistle")
    op.drop_table("veto")
    op.drop_table("nomination")
    op.drop_table("joint_action")
    op.drop_table("incoming_letter")
    op.drop_table("duty_swap")
    op.drop_table("duty_entry")
    op.drop_table("dispute")
    op.drop_table("assessment_month")
    op.drop_table("assessed_subject")
    op.drop_table("affair_vote")
    op.drop_table("action_team")
    op.drop_table("roster_month")
    op.drop_table("vehicle_fact")
    op.drop_table("shift")
    op.drop_table("scheme")
    op.drop_table("hand_over")
    op.drop_table("duty")
    op.drop_table("vehicle")


def _vehicle() -> None:
    op.create_table(
        "vehicle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
    )


def _duty() -> None:
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("swapped_from", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_duty_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["swapped_from"], ["person.id"], name=op.f("fk_duty_swapped_from")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_duty_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint(
            "unit_id",
            "day",
            "shift",
            "person_id",
            name=op.f("uq_duty_unit_id_day_shift_person_id"),
        ),
    )
    op.create_index(op.f("ix_duty_person_id"), "duty", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_duty_unit_id_day"), "duty", ["unit_id", "day"], unique=False
    )


def _hand_over() -> None:
    op.create_table(
        "hand_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.String(length=80), nullable=False),
        sa.Column("handed_by", sa.String(length=80), nullable=False),
        sa.Column("handed_id", sa.Integer(), nullable=False),
        sa.Column("handed_at", sa.DateTime(), nullable=False),
        sa.Column("taken_by", sa.String(length=80), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("points", sa.Text(), nullable=False),
        sa.Column("vouched_by", sa.Integer(), nullable=True),
        sa.Column("scan_name", sa.String(length=200), nullable=False),
        sa.Column("scan", sa.LargeBinary(), nullable=True),
        sa.Column("scan_digest", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_hand_over_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
        sa.UniqueConstraint(
            "unit_id", "day", "shift", name=op.f("uq_hand_over_unit_id_day_shift")
        ),
    )


def _scheme() -> None:
    op.create_table(
        "scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_scheme_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"], ["zone.id"], name=op.f("fk_scheme_zone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme")),
    )
    op.create_index(op.f("ix_scheme_zone_id"), "scheme", ["zone_id"], unique=False)
    op.create_index(
        "uq_scheme_open",
        "scheme",
        ["zone_id", "subject"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )


def _shift() -> None:
    op.create_table(
        "shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_shift_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_shift_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    op.create_index(op.f("ix_shift_unit_id"), "shift", ["unit_id"], unique=False)
    op.create_index(
        "uq_shift_open",
        "shift",
        ["unit_id", "name"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )


def _vehicle_fact() -> None:
    op.create_table(
        "vehicle_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("plate", sa.String(length=80), nullable=False),
        sa.Column("sort", sa.String(length=80), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_vehicle_fact_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_vehicle_fact_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["vehicle_id"], ["vehicle.id"], name=op.f("fk_vehicle_fact_vehicle_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle_fact")),
    )
    op.create_index(
        op.f("ix_vehicle_fact_unit_id"), "vehicle_fact", ["unit_id"], unique=False
    )
    op.create_index(
        op.f("ix_vehicle_fact_vehicle_id"), "vehicle_fact", ["vehicle_id"], unique=False
    )
    op.create_index(
        "uq_vehicle_fact_open",
        "vehicle_fact",
        ["vehicle_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )


def _roster_month() -> None:
    op.create_table(
        "roster_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("author_ids", sa.String(length=200), nullable=False),
        sa.Column("handed_in", sa.Boolean(), nullable=False),
        sa.Column("reviewer", sa.String(length=80), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_roster_month_paper_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_roster_month_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_month")),
        sa.UniqueConstraint(
            "unit_id", "month", name=op.f("uq_roster_month_unit_id_month")
        ),
    )


def _action_team() -> None:
    op.create_table(
        "action_team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_action_team_affair_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_team")),
    )
    op.create_index(
        op.f("ix_action_team_affair_id"), "action_team", ["affair_id"], unique=False
    )


def _affair_vote() -> None:
    op.create_table(
        "affair_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=80), nullable=False),
        sa.Column("vote", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_affair_vote_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_affair_vote_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affair_vote")),
        sa.UniqueConstraint(
            "affair_id",
            "meeting",
            "person_id",
            name=op.f("uq_affair_vote_affair_id_meeting_person_id"),
        ),
    )
    op.create_index(
        op.f("ix_affair_vote_affair_id"), "affair_vote", ["affair_id"], unique=False
    )


def _assessed_subject() -> None:
    op.create_table(
        "assessed_subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("unit_name", sa.String(length=80), nullable=False),
        sa.Column("employment", sa.String(length=80), nullable=False),
        sa.Column("post", sa.String(length=80), nullable=False),
        sa.Column("extra", sa.Integer(), nullable=False),
        sa.Column("extra_basis", sa.String(length=200), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_assessed_subject_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_assessed_subject_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_assessed_subject_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessed_subject")),
        sa.UniqueConstraint(
            "affair_id",
            "subject",
            "key",
            name=op.f("uq_assessed_subject_affair_id_subject_key"),
        ),
    )
    op.create_index(
        op.f("ix_assessed_subject_affair_id"),
        "assessed_subject",
        ["affair_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_assessed_subject_unit_id"),
        "assessed_subject",
        ["unit_id"],
        unique=False,
    )


def _assessment_month() -> None:
    op.create_table(
        "assessment_month",
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=True),
        sa.Column("plans", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("objections_to", sa.Date(), nullable=True),
        sa.Column("locked_at", sa.DateTime(), nullable=True),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_assessment_month_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"], ["zone.id"], name=op.f("fk_assessment_month_zone_id")
        ),
        sa.PrimaryKeyConstraint("affair_id", name=op.f("pk_assessment_month")),
        sa.UniqueConstraint(
            "zone_id", "month", name=op.f("uq_assessment_month_zone_id_month")
        ),
    )


def _dispute() -> None:
    op.create_table(
        "dispute",
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("claims", sa.Text(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_dispute_affair_id")
        ),
        sa.PrimaryKeyConstraint("affair_id", name=op.f("pk_dispute")),
    )


def _duty_entry() -> None:
    op.create_table(
        "duty_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("corrects", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_duty_entry_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["duty_entry.id"], name=op.f("fk_duty_entry_follows_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_duty_entry_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_entry")),
    )
    op.create_index(
        op.f("ix_duty_entry_unit_id_at"), "duty_entry", ["unit_id", "at"], unique=False
    )
    op.create_index(
        op.f("ix_duty_entry_follows_id"), "duty_entry", ["follows_id"], unique=False
    )


def _duty_swap() -> None:
    op.create_table(
        "duty_swap",
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("taker_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_duty_swap_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["duty.id"], name=op.f("fk_duty_swap_duty_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["duty.id"], name=op.f("fk_duty_swap_other_id")
        ),
        sa.ForeignKeyConstraint(
            ["taker_id"], ["person.id"], name=op.f("fk_duty_swap_taker_id")
        ),
        sa.PrimaryKeyConstraint("affair_id", name=op.f("pk_duty_swap")),
    )


def _incoming_letter() -> None:
    op.create_table(
        "incoming_letter",
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("arrival", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("sender", sa.String(length=80), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("sort", sa.String(length=32), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("instruction", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_incoming_letter_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_id"], ["affair.id"], name=op.f("fk_incoming_letter_answered_id")
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["unit.id"], name=op.f("fk_incoming_letter_sender_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_incoming_letter_unit_id")
        ),
        sa.PrimaryKeyConstraint("affair_id", name=op.f("pk_incoming_letter")),
        sa.UniqueConstraint(
            "unit_id",
            "year",
            "arrival",
            name=op.f("uq_incoming_letter_unit_id_year_arrival"),
        ),
    )


def _joint_action() -> None:
    op.create_table(
        "joint_action",
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_joint_action_affair_id")
        ),
        sa.PrimaryKeyConstraint("affair_id", name=op.f("pk_joint_action")),
    )


def _nomination() -> None:
    op.create_table(
        "nomination",
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("honour", sa.Boolean(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("scores", sa.Text(), nullable=False),
        sa.Column("integrity", sa.Text(), nullable=False),
        sa.Column("integrity_on", sa.Date(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=True),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_nomination_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_nomination_unit_id")
        ),
        sa.PrimaryKeyConstraint("affair_id", name=op.f("pk_nomination")),
    )


def _veto() -> None:
    op.create_table(
        "veto",
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("letter", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.String(length=200), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("insisted", sa.Text(), nullable=False),
        sa.Column("county_reply", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_veto_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["affair.id"], name=op.f("fk_veto_letter_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_veto_unit_id")),
        sa.PrimaryKeyConstraint("affair_id", name=op.f("pk_veto")),
    )


def _whistle() -> None:
    op.create_table(
        "whistle",
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("dispatch", sa.Text(), nullable=False),
        sa.Column("handling", sa.Text(), nullable=False),
        sa.Column("ratings", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_whistle_affair_id")
        ),
        sa.PrimaryKeyConstraint("affair_id", name=op.f("pk_whistle")),
    )


def _action_member() -> None:
    op.create_table(
        "action_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("needs_certificate", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_action_member_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_action_member_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["action_team.id"], name=op.f("fk_action_member_team_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_member")),
        sa.UniqueConstraint(
            "team_id", "person_id", name=op.f("uq_action_member_team_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_action_member_affair_id"), "action_member", ["affair_id"], unique=False
    )
    op.create_index(
        op.f("ix_action_member_person_id"), "action_member", ["person_id"], unique=False
    )


def _appeal() -> None:
    op.create_table(
        "appeal",
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("claims", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_appeal_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["month_id"], ["affair.id"], name=op.f("fk_appeal_month_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["assessed_subject.id"], name=op.f("fk_appeal_subject_id")
        ),
        sa.PrimaryKeyConstraint("affair_id", name=op.f("pk_appeal")),
    )
    op.create_index(op.f("ix_appeal_month_id"), "appeal", ["month_id"], unique=False)


def _frozen_fact() -> None:
    op.create_table(
        "frozen_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_frozen_fact_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["assessed_subject.id"],
            name=op.f("fk_frozen_fact_subject_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_fact")),
        sa.UniqueConstraint(
            "subject_id", "fact", name=op.f("uq_frozen_fact_subject_id_fact")
        ),
    )
    op.create_index(
        op.f("ix_frozen_fact_affair_id"), "frozen_fact", ["affair_id"], unique=False
    )


def _item_score() -> None:
    op.create_table(
        "item_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=True),
        sa.Column("adjusted", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(length=80), nullable=False),
        sa.Column("reviewed_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_item_score_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["assessed_subject.id"],
            name=op.f("fk_item_score_subject_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_score")),
        sa.UniqueConstraint(
            "subject_id", "item", name=op.f("uq_item_score_subject_id_item")
        ),
    )
    op.create_index(
        op.f("ix_item_score_affair_id"), "item_score", ["affair_id"], unique=False
    )


def _vehicle_use() -> None:
    op.create_table(
        "vehicle_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("kilometres", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_vehicle_use_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_vehicle_use_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["action_team.id"], name=op.f("fk_vehicle_use_team_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_vehicle_use_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["vehicle_id"], ["vehicle.id"], name=op.f("fk_vehicle_use_vehicle_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle_use")),
    )
    op.create_index(
        op.f("ix_vehicle_use_affair_id"), "vehicle_use", ["affair_id"], unique=False
    )
    op.create_index(
        op.f("ix_vehicle_use_unit_id"), "vehicle_use", ["unit_id"], unique=False
    )
    op.create_index(
        op.f("ix_vehicle_use_vehicle_id"), "vehicle_use", ["vehicle_id"], unique=False
    )
