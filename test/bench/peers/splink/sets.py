"""How Splink is set up for each set: as somebody who knows it well would, with the blocking and the comparisons of our own specification.

Each set gives the SQL that prepares its table (DuckDB, outside the timing, as our own loader does), Splink's settings, and how it is
trained. Nothing here looks at the answers.
"""

from dataclasses import dataclass, field

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import SettingsCreator, block_on


@dataclass(frozen=True)
class PeerSet:
    """One labelled set: files, preparation, settings, training."""

    name: str
    # One file is deduplicated, two are linked.
    files: tuple[str, ...]
    id_column: str
    # SQL expressions over the raw columns (all text), by name of the prepared column.
    columns: dict[str, str]
    comparisons: list
    blocking: list
    # Rules that are nearly always right, and the share of matches they are held to find: pins the prior.
    certain: list
    certain_recall: float
    # One EM session each; what a rule blocks on is estimated by the others.
    em: list
    one_to_one: bool = False
    extra: dict = field(default_factory=dict)

    def settings(self, link_type: str) -> SettingsCreator:
        return SettingsCreator(
            link_type=link_type,
            unique_id_column_name="unique_id",
            comparisons=self.comparisons,
            blocking_rules_to_generate_predictions=self.blocking,
            retain_intermediate_calculation_columns=False,
            retain_matching_columns=False,
            **self.extra,
        )


def _plain(column: str) -> str:
    """Lower case, letters and digits only, one blank between words; NULL where nothing is left."""
    return f"nullif(trim(regexp_replace(lower(strip_accents(\"{column}\")), '[^a-z0-9]+', ' ', 'g')), '')"


def _text(column: str) -> str:
    return f"nullif(trim(lower(\"{column}\")), '')"


def _febrl(name: str) -> PeerSet:
    def person(column: str):
        return cl.JaroWinklerAtThresholds(column, [0.92, 0.8]).configure(term_frequency_adjustments=True)

    def digits(column: str):
        return cl.DamerauLevenshteinAtThresholds(column, [1, 2])

    # First and last name are often exchanged, so they are one comparison (Splink's own advice).
    names = cl.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            cll.And(cll.NullLevel("given_name"), cll.NullLevel("surname")),
            cll.And(cll.ExactMatchLevel("given_name"), cll.ExactMatchLevel("surname")),
            cll.ColumnsReversedLevel("given_name", "surname"),
            cll.And(cll.JaroWinklerLevel("given_name", 0.88), cll.JaroWinklerLevel("surname", 0.88)),
            cll.ExactMatchLevel("surname"),
            cll.ExactMatchLevel("given_name"),
            cll.JaroWinklerLevel("surname", 0.88),
            cll.JaroWinklerLevel("given_name", 0.88),
            cll.ElseLevel(),
        ],
    )
    return PeerSet(
        name=name,
        files=("records.csv",),
        id_column="rec_id",
        columns={
            "given_name": _text("given_name"),
            "surname": _text("surname"),
            "street_number": _text("street_number"),
            "address_1": _text("address_1"),
            "suburb": _text("suburb"),
            "postcode": _text("postcode"),
            "date_of_birth": _text("date_of_birth"),
            "soc_sec_id": _text("soc_sec_id"),
        },
        comparisons=[
            names,
            person("address_1"),
            person("suburb"),
            cl.ExactMatch("street_number"),
            digits("postcode"),
            digits("date_of_birth"),
            digits("soc_sec_id"),
        ],
        blocking=[
            block_on("soc_sec_id"),
            block_on("date_of_birth"),
            block_on("given_name", "surname"),
            block_on("surname", "postcode"),
            block_on("given_name", "postcode"),
            block_on("address_1"),
            block_on("suburb", "substr(surname, 1, 3)"),
        ],
        certain=["l.soc_sec_id = r.soc_sec_id", "l.date_of_birth = r.date_of_birth and l.surname = r.surname"],
        certain_recall=0.9,
        em=[block_on("soc_sec_id"), block_on("date_of_birth")],
    )


def _dblp_acm() -> PeerSet:
    return PeerSet(
        name="dblp-acm",
        files=("a_dblp.csv", "b_acm.csv"),
        id_column="id",
        columns={
            "title": _plain("title"),
            "authors": _plain("authors"),
            "year": _text("year"),
            "title_tokens": f"string_split({_plain('title')}, ' ')",
            "author_tokens": f"string_split({_plain('authors')}, ' ')",
            "title_start": f"substr({_plain('title')}, 1, 12)",
            "title_end": f"right({_plain('title')}, 12)",
            "author_start": f"substr({_plain('authors')}, 1, 10)",
        },
        comparisons=[
            cl.CustomComparison(
                output_column_name="title",
                comparison_levels=[
                    cll.NullLevel("title"),
                    cll.ExactMatchLevel("title"),
                    cll.LevenshteinLevel("title", 3),
                    cll.JaccardLevel("title", 0.9),
                    cll.ArrayIntersectLevel("title_tokens", 4),
                    cll.ElseLevel(),
                ],
            ),
            cl.CustomComparison(
                output_column_name="authors",
                comparison_levels=[
                    cll.NullLevel("authors"),
                    cll.ExactMatchLevel("authors"),
                    cll.JaroWinklerLevel("authors", 0.9),
                    cll.ArrayIntersectLevel("author_tokens", 2),
                    cll.ArrayIntersectLevel("author_tokens", 1),
                    cll.ElseLevel(),
                ],
            ),
            cl.ExactMatch("year"),
        ],
        blocking=[
            block_on("title"),
            block_on("title_start"),
            block_on("title_end", "year"),
            block_on("author_start", "year"),
            block_on("title_tokens", "year", arrays_to_explode=["title_tokens"]),
        ],
        certain=["l.title = r.title and l.year = r.year"],
        certain_recall=0.75,
        em=[block_on("title"), block_on("author_start", "year")],
        one_to_one=True,
    )


def _fodors_zagats() -> PeerSet:
    phone = "nullif(regexp_replace(\"phone\", '[^0-9]', '', 'g'), '')"
    return PeerSet(
        name="fodors-zagats",
        files=("a_fodors.csv", "b_zagats.csv"),
        id_column="id",
        columns={
            "name": _plain("name"),
            "addr": _plain("addr"),
            "city": _plain("city"),
            "phone": phone,
            "name_tokens": f"string_split({_plain('name')}, ' ')",
            "street_no": "nullif(regexp_extract(\"addr\", '[0-9]+'), '')",
            "name_start": f"substr({_plain('name')}, 1, 4)",
        },
        comparisons=[
            cl.CustomComparison(
                output_column_name="name",
                comparison_levels=[
                    cll.NullLevel("name"),
                    cll.ExactMatchLevel("name"),
                    cll.JaroWinklerLevel("name", 0.9),
                    cll.ArrayIntersectLevel("name_tokens", 2),
                    cll.ArrayIntersectLevel("name_tokens", 1),
                    cll.ElseLevel(),
                ],
            ),
            cl.JaroWinklerAtThresholds("addr", [0.95, 0.85]),
            cl.ExactMatch("street_no"),
            cl.JaroWinklerAtThresholds("city", [0.9]),
            cl.DamerauLevenshteinAtThresholds("phone", [1, 2]),
        ],
        blocking=[
            block_on("phone"),
            block_on("name_start"),
            block_on("street_no"),
            block_on("name_tokens", "city", arrays_to_explode=["name_tokens"]),
        ],
        certain=["l.phone = r.phone", "l.name = r.name and l.street_no = r.street_no"],
        certain_recall=0.9,
        em=[block_on("phone"), block_on("name_start")],
        one_to_one=True,
    )


def _cora() -> PeerSet:
    return PeerSet(
        name="cora",
        files=("records.csv",),
        id_column="Entity Id",
        columns={
            "title": _plain("title"),
            "author": _plain("author"),
            "venue": _plain("venue"),
            "year": "nullif(regexp_extract(\"year\", '[0-9]{4}'), '')",
            "pages": "nullif(regexp_replace(\"pages\", '[^0-9]+', ' ', 'g'), '')",
            "title_tokens": f"string_split({_plain('title')}, ' ')",
            "author_tokens": f"string_split({_plain('author')}, ' ')",
            "title_start": f"substr({_plain('title')}, 1, 10)",
            "author_start": f"substr({_plain('author')}, 1, 8)",
        },
        comparisons=[
            cl.CustomComparison(
                output_column_name="title",
                comparison_levels=[
                    cll.NullLevel("title"),
                    cll.ExactMatchLevel("title"),
                    cll.JaroWinklerLevel("title", 0.95),
                    cll.JaroWinklerLevel("title", 0.88),
                    cll.ArrayIntersectLevel("title_tokens", 3),
                    cll.ElseLevel(),
                ],
            ),
            cl.CustomComparison(
                output_column_name="author",
                comparison_levels=[
                    cll.NullLevel("author"),
                    cll.ExactMatchLevel("author"),
                    cll.JaroWinklerLevel("author", 0.9),
                    cll.ArrayIntersectLevel("author_tokens", 2),
                    cll.ArrayIntersectLevel("author_tokens", 1),
                    cll.ElseLevel(),
                ],
            ),
            cl.JaroWinklerAtThresholds("venue", [0.95, 0.85]),
            cl.ExactMatch("year"),
            cl.ExactMatch("pages"),
        ],
        blocking=[
            block_on("title"),
            block_on("title_start"),
            block_on("author_start", "year"),
            block_on("pages"),
            block_on("author_start", "substr(title, 1, 4)"),
        ],
        certain=["l.title = r.title and l.author = r.author"],
        certain_recall=0.4,
        em=[block_on("title"), block_on("author_start", "year")],
    )


def _fake_1000() -> PeerSet:
    return PeerSet(
        name="splink-fake-1000",
        files=("records.csv",),
        id_column="unique_id",
        columns={
            "first_name": _text("first_name"),
            "surname": _text("surname"),
            "dob": 'nullif("dob", \'\')',
            "city": _text("city"),
            "email": _text("email"),
        },
        # Splink's own tutorial for this set, with the comparison of both names that it recommends.
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        blocking=[
            block_on("first_name", "city"),
            block_on("surname"),
            block_on("email"),
            block_on("dob"),
            block_on("first_name", "substr(surname, 1, 2)"),
        ],
        certain=[
            "l.first_name = r.first_name and levenshtein(r.dob, l.dob) <= 1",
            "l.surname = r.surname and levenshtein(r.dob, l.dob) <= 1",
            "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
            "l.email = r.email",
        ],
        certain_recall=0.7,
        em=[block_on("first_name", "surname"), block_on("dob"), block_on("email")],
    )


def _transactions() -> PeerSet:
    memo = _plain("memo")
    day = 'try_cast("transaction_date" as date)'
    amount = 'try_cast("amount" as double)'
    after = "date_diff('day', transaction_date_l, transaction_date_r)"
    # Money lands later, never earlier, and less or more of it by a fee or a rate: Splink's demo for this set uses the same levels.
    amounts = cl.CustomComparison(
        output_column_name="amount",
        comparison_levels=[
            cll.NullLevel("amount"),
            cll.ExactMatchLevel("amount").configure(tf_adjustment_column="amount"),
            cll.PercentageDifferenceLevel("amount", 0.01),
            cll.PercentageDifferenceLevel("amount", 0.03),
            cll.PercentageDifferenceLevel("amount", 0.1),
            cll.PercentageDifferenceLevel("amount", 0.3),
            cll.ElseLevel(),
        ],
    )
    days = cl.CustomComparison(
        output_column_name="transaction_date",
        comparison_levels=[
            cll.NullLevel("transaction_date"),
            cll.CustomLevel(f"{after} between 0 and 1", "1 day or less"),
            cll.CustomLevel(f"{after} between 2 and 4", "4 days or less"),
            cll.CustomLevel(f"{after} between 5 and 10", "10 days or less"),
            cll.CustomLevel(f"{after} between 11 and 30", "30 days or less"),
            cll.ElseLevel(),
        ],
    )
    memos = cl.CustomComparison(
        output_column_name="memo",
        comparison_levels=[
            cll.NullLevel("memo"),
            cll.ExactMatchLevel("memo").configure(tf_adjustment_column="memo"),
            cll.CustomLevel("length(memo_l) >= 6 and (starts_with(memo_l, memo_r) or starts_with(memo_r, memo_l))", "one is cut"),
            cll.JaroWinklerLevel("memo", 0.9),
            cll.ArrayIntersectLevel("memo_tokens", 2),
            cll.ArrayIntersectLevel("memo_tokens", 1),
            cll.ElseLevel(),
        ],
    )
    return PeerSet(
        name="splink-transactions",
        files=("origin.csv", "destination.csv"),
        id_column="id",
        columns={
            "memo": memo,
            "memo_tokens": f"string_split({memo}, ' ')",
            "transaction_date": day,
            "amount": amount,
            "week": f"date_trunc('week', {day})",
        },
        comparisons=[amounts, days, memos],
        blocking=[
            "l.memo = r.memo and date_diff('day', l.transaction_date, r.transaction_date) between 0 and 30",
            "l.amount = r.amount and date_diff('day', l.transaction_date, r.transaction_date) between 0 and 30",
            "substr(l.memo, 1, 8) = substr(r.memo, 1, 8) and date_diff('day', l.transaction_date, r.transaction_date) between 0 and 10",
            "round(l.amount / 2) = round(r.amount / 2) and date_diff('day', l.transaction_date, r.transaction_date) between 0 and 4",
        ],
        certain=["l.memo = r.memo and l.amount = r.amount and date_diff('day', l.transaction_date, r.transaction_date) between 0 and 10"],
        certain_recall=0.3,
        em=[block_on("memo"), block_on("amount")],
        one_to_one=True,
    )


def _orders() -> PeerSet:
    """The synthetic orders of five systems, one flat table (test/demo/bulk/five-systems.ts)."""
    day = 'try_cast("day" as date)'
    apart = "abs(date_diff('day', day_l, day_r))"
    near = "abs(date_diff('day', l.day, r.day))"
    other = "(l.system <> r.system)"
    return PeerSet(
        name="orders",
        files=("flat.csv",),
        id_column="unique_id",
        columns={
            "system": '"system"',
            "name": _plain("name"),
            "email": _text("email"),
            "place": "nullif(\"zip\" || ' ' || lower(\"city\"), ' ')",
            "amount": 'try_cast("amount_minor" as bigint)',
            "currency": '"currency"',
            "day": day,
            "reference": _text("reference"),
            "native_id": _text("native_id"),
            "name_start": f"substr({_plain('name')}, 1, 6)",
            "cluster": '"cluster"',
        },
        comparisons=[
            cl.CustomComparison(
                output_column_name="reference",
                comparison_levels=[
                    cll.And(cll.NullLevel("reference"), cll.CustomLevel("true", "any")),
                    cll.CustomLevel("reference_l = native_id_r or reference_r = native_id_l", "one names the other"),
                    cll.ExactMatchLevel("reference"),
                    cll.ElseLevel(),
                ],
            ),
            cl.CustomComparison(
                output_column_name="amount",
                comparison_levels=[
                    cll.NullLevel("amount"),
                    cll.ExactMatchLevel("amount").configure(tf_adjustment_column="amount"),
                    cll.CustomLevel("abs(amount_l - amount_r) <= 2", "rounding"),
                    cll.PercentageDifferenceLevel("amount", 0.27),
                    cll.ElseLevel(),
                ],
            ),
            cl.CustomComparison(
                output_column_name="day",
                comparison_levels=[
                    cll.NullLevel("day"),
                    cll.CustomLevel(f"{apart} = 0", "same day"),
                    cll.CustomLevel(f"{apart} <= 1", "a day apart"),
                    cll.CustomLevel(f"{apart} <= 3", "three days"),
                    cll.CustomLevel(f"{apart} <= 8", "a week"),
                    cll.CustomLevel(f"{apart} <= 35", "a month"),
                    cll.ElseLevel(),
                ],
            ),
            cl.JaroWinklerAtThresholds("name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
            cl.ExactMatch("place").configure(term_frequency_adjustments=True),
        ],
        blocking=[
            f"l.email = r.email and l.amount = r.amount and {other}",
            f"l.name = r.name and l.amount = r.amount and {other}",
            f"l.name_start = r.name_start and l.amount = r.amount and {other}",
            f"l.amount = r.amount and {near} <= 2 and {other}",
            f"l.email = r.email and {near} <= 8 and {other}",
            f"l.name = r.name and {near} <= 8 and {other}",
            f"l.reference = r.native_id and {other}",
            f"l.native_id = r.reference and {other}",
        ],
        certain=["l.email = r.email and l.amount = r.amount and l.day = r.day and l.system <> r.system"],
        certain_recall=0.4,
        em=[
            "l.email = r.email and l.system <> r.system",
            f"l.amount = r.amount and {near} <= 2 and l.system <> r.system",
        ],
    )


SETS: dict[str, PeerSet] = {
    peer.name: peer
    for peer in (
        _febrl("febrl1"),
        _febrl("febrl2"),
        _febrl("febrl3"),
        _dblp_acm(),
        _fodors_zagats(),
        _cora(),
        _fake_1000(),
        _transactions(),
        _orders(),
    )
}
