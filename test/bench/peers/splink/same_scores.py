"""Loads a model that `onefold match-csv … --splink` wrote into the real Splink and compares the match weights of all pairs.

Usage: python same_scores.py OUT      (OUT holds pairs.csv and splink/)

Prints one JSON line: pairs compared, the largest difference in bits, and the pairs that only one side found.
"""

import csv
import json
import logging
import re
import sys
import warnings
from pathlib import Path

import duckdb
from splink import DuckDBAPI, Linker


def main():
    out = Path(sys.argv[1])
    folder = out / "splink"
    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore")
    settings = json.loads((folder / "settings.json").read_text())
    text = json.dumps(settings)
    numbers = set(re.findall(r'abs\(\\"(\w+)_l', text)) | set(re.findall(r'- [lr]?\.?\\"(\w+?)(?:_[lr])?\\"', text))
    exploded = {column for rule in settings["blocking_rules_to_generate_predictions"] for column in rule.get("arrays_to_explode", [])}
    con = duckdb.connect()
    con.execute("SET threads TO 2")
    api = DuckDBAPI(con)
    inputs = []
    for file in sorted(folder.glob("*.csv")):
        if file.name.startswith("tf_"):
            continue
        with open(file, newline="", encoding="utf-8") as rows:
            header = next(csv.reader(rows))
        columns = []
        for column in header:
            value = f"nullif(\"{column}\", '')"
            if column in numbers:
                value = f"cast({value} as double)"
            if column in exploded:
                value = f"string_split({value}, ';')"
            columns.append(f'{value} AS "{column}"')
        con.execute(f"CREATE TABLE t_{file.stem} AS SELECT {', '.join(columns)} FROM read_csv(?, header = true, all_varchar = true)", [str(file)])
        inputs.append(api.register(f"t_{file.stem}", dataset_display_name=f"t_{file.stem}"))
    linker = Linker(inputs, settings, log_level=None)
    for file in folder.glob("tf_*.csv"):
        column = file.stem[3:]
        con.execute(
            f"CREATE TABLE shares_{column} AS SELECT \"{column}\", cast(tf_{column} as double) AS tf_{column} "
            "FROM read_csv(?, header = true, all_varchar = true)",
            [str(file)],
        )
        linker.table_management.register_term_frequency_lookup(api.register(f"shares_{column}"), column)
    predictions = linker.inference.predict()
    found = {
        tuple(sorted((a, b))): weight
        for a, b, weight in con.execute(f"SELECT unique_id_l, unique_id_r, match_weight FROM {predictions.physical_name}").fetchall()
    }
    largest, compared, missing = 0.0, 0, 0
    worst = None
    with open(out / "pairs.csv", newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            weight = found.get(tuple(sorted((row["id_a"], row["id_b"]))))
            if weight is None:
                missing += 1
                continue
            compared += 1
            difference = abs(weight - float(row["score_bits"]))
            if difference > largest:
                largest, worst = difference, [row["id_a"], row["id_b"], weight, float(row["score_bits"])]
    levels = len(settings["comparisons"])
    print(json.dumps({"pairs": compared, "largestDifferenceBits": largest, "roundingAllowsBits": 0.0005 * (2 * levels + 1), "onlyOurs": missing, "worst": worst}))


if __name__ == "__main__":
    main()
