"""Runs Splink on one set and prints one JSON line of measures.

Usage: python run.py SET FOLDER [--truth FILE] [--threads 2]

Times in seconds. `fromTables` is from prepared tables in DuckDB to clusters (training, prediction, clustering); `fromCsv` adds the
reading and preparing of the files. Memory is the peak resident set of this process. F1 is over pairs of records, for the better of
Splink's pairwise predictions and its clusters at each threshold.
"""

import argparse
import bisect
import csv
import json
import logging
import resource
import time
import warnings
from pathlib import Path

import duckdb
import splink
from splink import DuckDBAPI, Linker
from sets import SETS

THRESHOLDS = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999]


def done(con, sql, values=None):
    """DuckDB 2 keeps a connection busy until a result is fetched, be it empty."""
    con.execute(sql, values).fetchall()


def load(con, peer, folder, threads):
    done(con, f"SET threads TO {threads}")
    tables = []
    for number, name in enumerate(peer.files):
        columns = ", ".join(f"{sql} AS {column}" for column, sql in peer.columns.items())
        table = f"input_{'ab'[number]}"
        done(
            con,
            f"CREATE TABLE {table} AS SELECT \"{peer.id_column}\" AS unique_id, {columns} "
            "FROM read_csv(?, header = true, all_varchar = true, quote = '\"')",
            [str(folder / name)],
        )
        tables.append(table)
    return tables


def train(linker, peer):
    training = linker.training
    training.estimate_probability_two_random_records_match(peer.certain, recall=peer.certain_recall)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in peer.em:
        training.estimate_parameters_using_expectation_maximisation(rule, fix_probability_two_random_records_match=False)


def truth_pairs(con, peer, folder, truth):
    """The true pairs as a table of ordered ids."""
    if peer.name == "orders":
        done(
            con,
            "CREATE TABLE truth AS SELECT least(l.unique_id, r.unique_id) AS a, greatest(l.unique_id, r.unique_id) AS b "
            "FROM input_a l JOIN input_a r ON l.cluster = r.cluster AND l.unique_id < r.unique_id"
        )
        return
    done(con, "CREATE TABLE truth (a VARCHAR, b VARCHAR)")
    with open(truth or folder / "true_pairs.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    # Ids of two linked files overlap: there the side tells them apart, and the pair is kept as it stands.
    two = len(peer.files) == 2
    con.executemany("INSERT INTO truth VALUES (?, ?)", [tuple(row[:2]) if two else tuple(sorted(row[:2])) for row in rows]).fetchall()


def f1(right, found, wanted):
    return 0.0 if right == 0 else 2 * right / (found + wanted)


def score_pairs(con, predictions, two):
    """F1 of the predicted pairs at every threshold, from one sorted pass."""
    order = "unique_id_l AS a, unique_id_r AS b" if two else "least(unique_id_l, unique_id_r) AS a, greatest(unique_id_l, unique_id_r) AS b"
    if two:
        order = (
            "CASE WHEN source_dataset_l < source_dataset_r THEN unique_id_l ELSE unique_id_r END AS a, "
            "CASE WHEN source_dataset_l < source_dataset_r THEN unique_id_r ELSE unique_id_l END AS b"
        )
    wanted = con.execute("SELECT count(*) FROM truth").fetchone()[0]
    rows = con.execute(
        f"SELECT p.match_probability, t.a IS NOT NULL FROM (SELECT match_probability, {order} FROM {predictions}) p "
        "LEFT JOIN truth t ON t.a = p.a AND t.b = p.b ORDER BY 1"
    ).fetchall()
    probabilities = [row[0] for row in rows]
    right_above = [0] * (len(rows) + 1)
    for at in range(len(rows) - 1, -1, -1):
        right_above[at] = right_above[at + 1] + (1 if rows[at][1] else 0)
    out = {}
    for threshold in THRESHOLDS:
        at = bisect.bisect_left(probabilities, threshold)
        out[threshold] = f1(right_above[at], len(rows) - at, wanted)
    return out, len(rows)


def score_clusters(con, clusters, two):
    wanted = con.execute("SELECT count(*) FROM truth").fetchone()[0]
    if two:
        pairs = (
            f"SELECT l.unique_id AS a, r.unique_id AS b FROM {clusters} l JOIN {clusters} r "
            "ON l.cluster_id = r.cluster_id AND l.source_dataset < r.source_dataset"
        )
    else:
        pairs = f"SELECT l.unique_id AS a, r.unique_id AS b FROM {clusters} l JOIN {clusters} r ON l.cluster_id = r.cluster_id AND l.unique_id < r.unique_id"
    found, right = con.execute(
        f"SELECT count(*), count(t.a) FROM ({pairs}) p LEFT JOIN truth t ON t.a = p.a AND t.b = p.b"
    ).fetchone()
    return f1(right, found, wanted)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("set", choices=sorted(SETS))
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--truth")
    arguments.add_argument("--threads", type=int, default=2)
    options = arguments.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore")
    peer = SETS[options.set]
    two = len(peer.files) == 2

    start = time.perf_counter()
    con = duckdb.connect()
    tables = load(con, peer, options.folder, options.threads)
    loaded = time.perf_counter()
    api = DuckDBAPI(con)
    inputs = [api.register(table, dataset_display_name=table) for table in tables]
    linker = Linker(inputs, peer.settings("link_only" if two else "dedupe_only"), log_level=None)
    train(linker, peer)
    trained = time.perf_counter()
    predictions = linker.inference.predict(threshold_match_probability=0.01)
    predicted = time.perf_counter()

    def cluster(threshold):
        if peer.one_to_one:
            return linker.clustering.cluster_using_single_best_links(
                predictions, duplicate_free_datasets=tables, threshold_match_probability=threshold
            )
        return linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, threshold_match_probability=threshold)

    at_half = cluster(0.5)
    clustered = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

    truth_pairs(con, peer, options.folder, options.truth)
    by_threshold, kept = score_pairs(con, predictions.physical_name, two)
    best = dict(by_threshold)
    half_clusters = score_clusters(con, at_half.physical_name, two)
    best[0.5] = max(best[0.5], half_clusters)
    # At a million records each clustering takes its time: the thresholds around the best pairwise one are enough there.
    tried = THRESHOLDS if peer.name != "orders" else sorted(THRESHOLDS, key=lambda value: -by_threshold[value])[:4]
    for threshold in tried:
        if threshold != 0.5:
            best[threshold] = max(best[threshold], score_clusters(con, cluster(threshold).physical_name, two))
    top = max(best, key=lambda value: best[value])
    print(
        json.dumps(
            {
                "set": peer.name,
                "version": f"Splink {splink.__version__}, DuckDB {duckdb.__version__}",
                "trainSeconds": trained - loaded,
                "predictSeconds": predicted - trained,
                "clusterSeconds": clustered - predicted,
                "fromTables": clustered - loaded,
                "fromCsv": clustered - start,
                "memoryBytes": memory,
                "pairsKept": kept,
                "f1AtHalf": best[0.5],
                "f1Best": best[top],
                "bestThreshold": top,
            }
        )
    )


if __name__ == "__main__":
    main()
