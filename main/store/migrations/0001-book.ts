/**
 * The first shape of a book. Three kinds of table, kept apart on purpose:
 *
 * - *Said*: what sources said and where it stood (files, batches, source records, versions, sightings). Only ever added to.
 * - *Decided*: decisions and the change log. Only ever added to.
 * - *Derived*: orders, match rows, links, proposals. A function of the other two; `rebuild` recomputes them.
 *
 * A record is *live* when its home batch is published. Staged rows wait in the same tables under a batch that is not published
 * yet, so publishing is one update of one row, however large the file.
 */
import type { Database } from 'better-sqlite3';
import { MONEY_SQL } from './0001-money.ts';

export const migration0001 = {
  version: 1,
  name: 'book',
  up(db: Database): void {
    db.exec(SQL);
    db.exec(MONEY_SQL);
  },
};

const SQL = `
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Said ------------------------------------------------------------------------------------------------------------------

CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  system TEXT NOT NULL,
  account TEXT NOT NULL,
  UNIQUE (system, account)
) STRICT;

-- A file is kept once, whatever the number of imports; its bytes lie in blocks, deflated where that pays.
CREATE TABLE files (
  id INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE,
  byte_count INTEGER NOT NULL
) STRICT;

CREATE TABLE file_blocks (
  id INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL REFERENCES files (id),
  byte_offset INTEGER NOT NULL,
  byte_count INTEGER NOT NULL,
  codec INTEGER NOT NULL CHECK (codec IN (0, 1)), -- 0 as is, 1 raw deflate (RFC 1951)
  data BLOB NOT NULL,
  UNIQUE (file_id, byte_offset)
) STRICT;

CREATE TABLE import_batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- the log names batches: the id of one that was cleared away is never given again
  session_id TEXT NOT NULL,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  file_id INTEGER NOT NULL REFERENCES files (id),
  file_name TEXT NOT NULL,
  label TEXT NOT NULL, -- "Shopify orders CSV"
  read_options TEXT NOT NULL, -- JSON, ReadOptions
  header TEXT NOT NULL, -- JSON, header names in file order
  state TEXT NOT NULL CHECK (state IN ('staging', 'staged', 'published', 'undone', 'discarded')),
  row_count INTEGER NOT NULL DEFAULT 0,
  home_count INTEGER NOT NULL DEFAULT 0, -- source records whose home this batch is
  counts TEXT NOT NULL DEFAULT '{}', -- JSON, as previewed and as published
  control_totals TEXT NOT NULL DEFAULT '{}', -- JSON: currency → minor units as text
  records_root BLOB, -- Merkle root over the payload hashes, in file order
  period_ms INTEGER, -- latest time that a record of the file speaks of: orders versions that carry no time of their own
  created_ms INTEGER NOT NULL,
  published_ms INTEGER,
  actor TEXT,
  -- Work that follows a change of state, resumed after a crash:
  touches_due INTEGER NOT NULL DEFAULT 0, -- 1: the derived rows of this batch's touches are still to be recomputed
  text_cursor INTEGER -- record up to which its orders stand in the full-text index; null: all, or nothing to do
) STRICT;
CREATE INDEX import_batches_by_file ON import_batches (file_id);
CREATE INDEX import_batches_by_session ON import_batches (session_id);

CREATE TABLE source_records (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  type_code INTEGER NOT NULL,
  native_id TEXT NOT NULL,
  home_batch_id INTEGER NOT NULL REFERENCES import_batches (id),
  UNIQUE (source_id, type_code, native_id)
) STRICT;
-- So that a batch that was never published can be cleared away without a look at every record.
CREATE INDEX source_records_by_home ON source_records (home_batch_id);

CREATE TABLE record_versions (
  id INTEGER PRIMARY KEY,
  record_id INTEGER NOT NULL REFERENCES source_records (id),
  payload_hash BLOB NOT NULL, -- SHA-256 over the bytes as received
  version_ms INTEGER, -- the source's updated-at, else its latest lifecycle time
  decision_id INTEGER REFERENCES decisions (id), -- set when a named person entered it: it gives way to any version of the source
  facts TEXT NOT NULL, -- JSON, Facts
  aliases TEXT NOT NULL, -- JSON array of text
  refs TEXT NOT NULL -- JSON array of [namespace, value, role]
) STRICT;
CREATE INDEX record_versions_by_record ON record_versions (record_id);

CREATE TABLE sightings (
  version_id INTEGER NOT NULL REFERENCES record_versions (id),
  batch_id INTEGER NOT NULL REFERENCES import_batches (id),
  line INTEGER NOT NULL,
  byte_offset INTEGER NOT NULL,
  byte_length INTEGER NOT NULL,
  pointer TEXT, -- RFC 6901, for JSON files
  PRIMARY KEY (version_id, batch_id, byte_offset)
) STRICT, WITHOUT ROWID;
CREATE INDEX sightings_by_batch ON sightings (batch_id, line);

CREATE TABLE rejected_rows (
  id INTEGER PRIMARY KEY,
  batch_id INTEGER NOT NULL REFERENCES import_batches (id),
  line INTEGER NOT NULL,
  byte_offset INTEGER NOT NULL,
  byte_length INTEGER NOT NULL,
  pointer TEXT,
  column_name TEXT,
  text TEXT NOT NULL,
  code TEXT NOT NULL,
  cause TEXT NOT NULL,
  -- open: to be corrected; corrected: by a named person (decision_id); superseded: a readable version came from the source
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'corrected', 'superseded')),
  decision_id INTEGER REFERENCES decisions (id)
) STRICT;
CREATE INDEX rejected_rows_by_batch ON rejected_rows (batch_id, line);
CREATE INDEX rejected_rows_open ON rejected_rows (batch_id) WHERE state = 'open';

CREATE TABLE mappings (
  header_key TEXT PRIMARY KEY, -- SHA-256 over the compared header names in any order, hex
  name TEXT NOT NULL,
  body TEXT NOT NULL -- JSON, ColumnMapping
) STRICT, WITHOUT ROWID;

-- Decided ---------------------------------------------------------------------------------------------------------------

CREATE TABLE commands (
  command_id TEXT PRIMARY KEY, -- made by the client: a resend is the same change
  name TEXT NOT NULL,
  result TEXT NOT NULL, -- JSON
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
  id INTEGER PRIMARY KEY,
  command_id TEXT NOT NULL,
  kind TEXT NOT NULL, -- together, apart, pick, override, correct, pin, skip, relate, adopt_model, audit, link, exception, write_off, policy, opening, coverage, withdraw
  actor TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  body TEXT NOT NULL, -- JSON; names source records by key, never by canonical id
  reason_code TEXT,
  reason_text TEXT,
  withdrawn_by INTEGER REFERENCES decisions (id) -- the standing withdrawal of it, by a decision of kind withdraw
) STRICT;
CREATE INDEX decisions_by_kind ON decisions (kind, id);
CREATE INDEX decisions_by_command ON decisions (command_id);

-- Where a decision's keys lie in this book: an index over decisions.body.
CREATE TABLE decision_records (
  record_id INTEGER NOT NULL REFERENCES source_records (id),
  decision_id INTEGER NOT NULL REFERENCES decisions (id),
  PRIMARY KEY (record_id, decision_id)
) STRICT, WITHOUT ROWID;

-- Ways to weigh evidence, each under the hash of all that decides a score. A model waits here until a decision adopts it; before any
-- does, the first is in force: the one that came with the version of the app that made the book.
CREATE TABLE models (
  version TEXT PRIMARY KEY, -- orders@…
  number INTEGER NOT NULL UNIQUE, -- 1, 2, 3 …: what people call it
  body TEXT NOT NULL, -- JSON, Model
  origin TEXT NOT NULL, -- JSON, ModelOrigin: shipped, learnt from decisions, other thresholds, read from a file
  actor TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is shown of an entry is read out of the hashed text itself, so it cannot differ from it.
CREATE TABLE change_log (
  seq INTEGER PRIMARY KEY,
  body TEXT NOT NULL, -- RFC 8785 JSON of the named fields, previous hash among them
  hash BLOB NOT NULL, -- SHA-256 over body
  at TEXT GENERATED ALWAYS AS (body ->> '$.at') VIRTUAL,
  actor TEXT GENERATED ALWAYS AS (body ->> '$.actor') VIRTUAL,
  action TEXT GENERATED ALWAYS AS (body ->> '$.action') VIRTUAL
) STRICT;
-- Holds all that lists and their counts are filtered by, so that they never read the bodies.
CREATE INDEX change_log_by_actor ON change_log (actor, action, at);

-- Which entries speak of what: the subjects of each body (record keys as text, "batch:12", "decision:4"). An index over change_log.body.
CREATE TABLE change_log_subjects (
  subject TEXT NOT NULL,
  seq INTEGER NOT NULL REFERENCES change_log (seq),
  PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;

-- Derived ---------------------------------------------------------------------------------------------------------------

-- Strings are interned once at ingest; matching reads integers only.
CREATE TABLE strings (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

-- Orders, deals and what is around them; money and bookings have their own narrow rows.
CREATE TABLE match_rows (
  record_id INTEGER PRIMARY KEY REFERENCES source_records (id),
  source_id INTEGER NOT NULL,
  type_code INTEGER NOT NULL,
  amount_minor INTEGER, -- total of a sale, amount of a money event
  net_minor INTEGER, -- the same before tax, where the record states a tax
  currency_id INTEGER, -- strings.id, as all *_id below
  placed_minute INTEGER, -- minutes since 1970 UTC; for a date without time: its midnight, and day_only = 1
  day_only INTEGER NOT NULL DEFAULT 0,
  name_id INTEGER, -- normalised client or company name
  email_id INTEGER,
  firm_id INTEGER, -- domain of the e-mail when it is a firm's own
  phone_id INTEGER,
  place_id INTEGER, -- zip and country
  items_id INTEGER, -- fingerprint of the line items
  title_id INTEGER, -- normalised title or description
  refs BLOB NOT NULL -- typed references, 9 bytes each: role, hash of the namespace, hash of namespace and value (core/matching/refs.ts, packRefs)
) STRICT;

-- One row for each order-like record, for it owns a canonical id for ever. The row whose head is itself is the canonical order.
CREATE TABLE orders (
  record_id INTEGER PRIMARY KEY REFERENCES source_records (id),
  head_id INTEGER NOT NULL,
  canonical_id TEXT NOT NULL UNIQUE,
  home_batch_id INTEGER NOT NULL, -- of the head: the order is live when that batch is published
  is_sale INTEGER NOT NULL, -- 0 while only context records are in it
  number TEXT NOT NULL,
  client TEXT NOT NULL,
  total_minor INTEGER,
  currency TEXT,
  placed_ms INTEGER,
  placed_day_only INTEGER NOT NULL DEFAULT 0, -- 1: a date without a time, placed_ms is its midnight UTC
  status TEXT NOT NULL, -- open, paid, refunded, cancelled, unknown
  system_mask INTEGER NOT NULL, -- bit i: SYSTEMS[i] has a member
  member_count INTEGER NOT NULL,
  joined_by TEXT NOT NULL CHECK (joined_by IN ('single', 'rule', 'person')),
  confidence_millibits INTEGER, -- weakest link of the best spanning tree; null for a single record
  conflict TEXT, -- why it needs a look, or null
  fields TEXT -- JSON, field name → [value, record it comes from]; null for a single record without overrides (its facts are the fields)
) STRICT;
CREATE INDEX orders_by_head ON orders (head_id);
CREATE INDEX orders_by_batch ON orders (home_batch_id, record_id, head_id, is_sale);
-- The table is listed from this one alone: it holds all that tells a live order from a sleeping one, and what else lists are sorted by.
-- Orders come in about the order of their dates, so it grows at its end; an index by amount or by name would have a page of its own
-- rewritten for nearly every order that is imported, and sorting a million of these entries takes half a second.
CREATE INDEX orders_by_placed ON orders (placed_ms, record_id, home_batch_id, head_id, is_sale, total_minor, client COLLATE NOCASE)
  WHERE head_id = record_id AND is_sale = 1;

-- Facets are counted from this one, in its order, without a look at a row; what is equal to all facets lies in the order of its coming.
CREATE INDEX orders_by_facet ON orders (system_mask, status, currency, joined_by, conflict IS NOT NULL,
    strftime('%Y-%m', placed_ms / 1000, 'unixepoch'), head_id, home_batch_id, is_sale, total_minor)
  WHERE head_id = record_id AND is_sale = 1;

CREATE TABLE match_runs (
  id INTEGER PRIMARY KEY,
  model_version TEXT NOT NULL,
  data_version INTEGER NOT NULL,
  counts TEXT NOT NULL, -- JSON: compared, joined, proposed, purged blocks
  basis TEXT, -- JSON, MatchBasis: batches and decisions it rested on; null: unknown, so that the next run looks at everything
  card TEXT NOT NULL DEFAULT '{}', -- JSON, ModelCard: weights, thresholds, passes and a histogram of the scores
  links_root BLOB NOT NULL, -- Merkle root over the links
  at_ms INTEGER NOT NULL
) STRICT;

-- Pairs worth keeping: joined, proposed, or kept apart although alike. left_id < right_id.
CREATE TABLE match_pairs (
  left_id INTEGER NOT NULL REFERENCES source_records (id),
  right_id INTEGER NOT NULL REFERENCES source_records (id),
  state TEXT NOT NULL CHECK (state IN ('joined', 'proposed', 'apart')),
  rule TEXT NOT NULL, -- the blocking pass or reference that met first
  pattern INTEGER NOT NULL, -- levels, mixed radix; decoded and weighed by the model version of the run
  frequency_millibits INTEGER NOT NULL, -- term-frequency adjustment, summed
  score_millibits INTEGER NOT NULL,
  margin_millibits INTEGER, -- over the runner-up; null without one
  cause TEXT, -- for apart and proposed: the hard rule or tie that held it back
  PRIMARY KEY (left_id, right_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX match_pairs_by_right ON match_pairs (right_id);

CREATE TABLE proposals (
  id TEXT PRIMARY KEY, -- hash over the member keys: the same after a rebuild
  state TEXT NOT NULL CHECK (state IN ('open', 'merged', 'apart', 'skipped')),
  band TEXT NOT NULL CHECK (band IN ('certain', 'likely', 'possible')),
  score_millibits INTEGER NOT NULL, -- weakest link of the best spanning tree
  reason TEXT NOT NULL, -- short, for the queue: "API retry, 3 s apart"
  blocking TEXT NOT NULL, -- JSON array: hard rules that keep it from bulk and from the machine
  title TEXT NOT NULL, -- client or number
  amount_minor INTEGER,
  currency TEXT,
  system_mask INTEGER NOT NULL,
  member_count INTEGER NOT NULL,
  members TEXT NOT NULL, -- JSON array of record ids, ascending by key
  skipped_until_ms INTEGER,
  changed_field TEXT -- set when a settled question is asked again: what changed
) STRICT;
-- The queue in its order: the sure bands first (their names sort so), in each what was sent twice, then by score.
CREATE INDEX proposals_by_queue ON proposals (state, band, substr(reason, 1, 9) <> 'API retry', -score_millibits, id);
CREATE INDEX proposals_by_facet ON proposals (state, band, system_mask, blocking <> '[]');
CREATE INDEX proposals_by_skip ON proposals (skipped_until_ms) WHERE state = 'skipped';

-- Which questions speak of a record: an index over proposals.members, kept by the two triggers.
CREATE TABLE proposal_members (
  record_id INTEGER NOT NULL,
  proposal_id TEXT NOT NULL,
  PRIMARY KEY (record_id, proposal_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER proposals_indexed AFTER INSERT ON proposals BEGIN
  INSERT OR IGNORE INTO proposal_members (record_id, proposal_id) SELECT value, new.id FROM json_each(new.members);
END;
CREATE TRIGGER proposals_unindexed AFTER DELETE ON proposals BEGIN
  DELETE FROM proposal_members WHERE proposal_id = old.id AND record_id IN (SELECT value FROM json_each(old.members));
END;

CREATE TABLE links (
  kind TEXT NOT NULL, -- payment-order, refund-payment, refund-order, fee-payment, payout-line, payout-bank, booking-order, …
  from_id INTEGER NOT NULL REFERENCES source_records (id),
  to_id INTEGER NOT NULL REFERENCES source_records (id),
  state TEXT NOT NULL CHECK (state IN ('linked', 'proposed')),
  decided_by TEXT NOT NULL,
  amount_minor INTEGER,
  currency TEXT,
  group_id TEXT,
  PRIMARY KEY (kind, from_id, to_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_from ON links (from_id);
CREATE INDEX links_by_to ON links (to_id);

-- Records that stood in the book before a batch changed its state, and whose derived rows that change touches. Written while
-- the batch still is what it was, worked off in short transactions once import_batches.touches_due says so.
CREATE TABLE batch_touches (
  batch_id INTEGER NOT NULL REFERENCES import_batches (id),
  record_id INTEGER NOT NULL,
  PRIMARY KEY (batch_id, record_id)
) STRICT, WITHOUT ROWID;

-- A text for each order-like record; it finds the order that holds the record.
CREATE VIRTUAL TABLE orders_text USING fts5 (text, content = '', contentless_delete = 1, prefix = '2 3', tokenize = "unicode61 remove_diacritics 2");
`;
