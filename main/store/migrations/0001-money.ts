/** The part of a book's first shape that is about money: said, then derived. */
export const MONEY_SQL = `
-- Said ------------------------------------------------------------------------------------------------------------------

-- What a file says of itself as a whole: the span that it tells everything about, balances, sums it states. Lives and sleeps
-- with its batch.
CREATE TABLE statements (
  id INTEGER PRIMARY KEY,
  batch_id INTEGER NOT NULL REFERENCES import_batches (id),
  account TEXT NOT NULL, -- IBAN, account number, gateway balance or settlement, as the file names it
  currency TEXT NOT NULL,
  from_day TEXT, -- ISO dates in the source's own zone
  to_day TEXT,
  opening_minor INTEGER,
  closing_minor INTEGER,
  stated_minor INTEGER, -- sum that the file states for its lines
  lines_minor INTEGER, -- what its lines sum to, as read
  line INTEGER NOT NULL
) STRICT;
CREATE INDEX statements_by_batch ON statements (batch_id);

-- Derived ---------------------------------------------------------------------------------------------------------------

-- One row for each money event, invoice and booking: what reconciling reads. Signs as in shared/domain/money-events.ts.
CREATE TABLE money_rows (
  record_id INTEGER PRIMARY KEY REFERENCES source_records (id),
  source_id INTEGER NOT NULL,
  type_code INTEGER NOT NULL,
  kind INTEGER, -- place in MONEY_KINDS; null where the connector does not say
  status INTEGER NOT NULL, -- place in EVENT_STATUSES
  amount_minor INTEGER,
  fee_minor INTEGER,
  net_minor INTEGER,
  balance_minor INTEGER, -- of the account, after this row
  buyer_minor INTEGER, -- what the buyer paid, in buyer_currency_id
  at_minute INTEGER, -- minutes since 1970 UTC; of a date without time its midnight, and day_only = 1
  day_only INTEGER NOT NULL,
  available_minute INTEGER,
  payout_minute INTEGER,
  currency_id INTEGER, -- strings.id, as all *_id below
  buyer_currency_id INTEGER,
  payout_id INTEGER, -- normalised id of the payout or settlement that it names; of a payout its own
  account_id INTEGER,
  group_id INTEGER, -- shipment of a settlement line
  name_id INTEGER,
  email_id INTEGER,
  method_id INTEGER,
  description_id INTEGER, -- of bank lines, bookings, adjustments
  number_id INTEGER, -- of an invoice or booking; bank or trace reference of a payout
  category_id INTEGER, -- of a booking: type of the transaction; of a settlement line what the marketplace calls it
  reference_id INTEGER, -- of a booking
  refs BLOB NOT NULL -- as in match_rows
) STRICT;

-- What reconciling found. A payout is named by its head: its own best record, else the least of its lines.
CREATE TABLE money_links (
  from_id INTEGER NOT NULL, -- record; head of a payout for payout-bank
  kind INTEGER NOT NULL, -- place in LINK_KINDS
  to_id INTEGER NOT NULL, -- record; head of an order for …-order, of a payout for payout-line and booking-payout
  linked INTEGER NOT NULL, -- 0: proposed
  permille INTEGER NOT NULL, -- probability
  rule INTEGER NOT NULL, -- place in LINK_RULES
  amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  group_id INTEGER NOT NULL, -- shared by the alternatives of one question; 0: none
  PRIMARY KEY (from_id, kind, to_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX money_links_by_to ON money_links (to_id, kind);

CREATE TABLE payouts (
  head_id INTEGER PRIMARY KEY REFERENCES source_records (id),
  payout_id TEXT NOT NULL UNIQUE, -- pyo_…
  own INTEGER NOT NULL, -- 1: head_id is a record of the payout itself, 0: it is known from its lines alone
  source_id INTEGER NOT NULL,
  reference TEXT NOT NULL, -- the id that its lines name
  currency TEXT NOT NULL,
  at_minute INTEGER, -- when it was sent
  sent_minor INTEGER NOT NULL,
  line_count INTEGER NOT NULL,
  line_sum_minor INTEGER NOT NULL,
  banked_minor INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('expected', 'waiting', 'arrived', 'broken', 'failed', 'before')),
  holds INTEGER NOT NULL,
  due_minute INTEGER
) STRICT;
CREATE INDEX payouts_by_time ON payouts (at_minute, head_id);

-- Figures of orders, minor units of the order's currency.
CREATE TABLE positions (
  head_id INTEGER PRIMARY KEY REFERENCES source_records (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'reconciled', 'exception', 'cancelled')),
  ordered_minor INTEGER NOT NULL,
  paid_minor INTEGER NOT NULL,
  credit_minor INTEGER NOT NULL,
  refunded_minor INTEGER NOT NULL,
  disputed_minor INTEGER NOT NULL,
  fees_minor INTEGER NOT NULL,
  settled_minor INTEGER NOT NULL,
  banked_minor INTEGER NOT NULL,
  booked_minor INTEGER NOT NULL,
  others TEXT -- JSON, figures by other currency; null: none
) STRICT;

-- What does not hold. What people decided about it is in decisions, and applied here.
CREATE TABLE exceptions (
  id TEXT PRIMARY KEY, -- exc_…: hash of reason and subject keys
  reason TEXT NOT NULL,
  severity TEXT NOT NULL,
  owner TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'pending', 'resolved', 'waived')),
  by_itself INTEGER NOT NULL, -- 1: settled by rule, not by a person
  found_state TEXT NOT NULL, -- as reconciling left it, before people's answers
  found_owner TEXT NOT NULL,
  event_ms INTEGER,
  due_ms INTEGER,
  amount_minor INTEGER, -- absolute
  currency TEXT,
  subjects TEXT NOT NULL, -- JSON, StoredSubject[]
  guess TEXT, -- JSON, StoredGuess
  held TEXT NOT NULL, -- JSON, StoredSubject[]: what must not be posted or exported meanwhile
  evidence TEXT NOT NULL, -- JSON
  assignee TEXT,
  snoozed_until_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX exceptions_by_queue ON exceptions (state, due_ms, id);

-- Which exceptions speak of a record, an order's head or a payout's head: an index over exceptions.subjects and held.
CREATE TABLE exception_subjects (
  record_id INTEGER NOT NULL,
  exception_id TEXT NOT NULL,
  PRIMARY KEY (record_id, exception_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE money_runs (
  id INTEGER PRIMARY KEY,
  policy_version TEXT NOT NULL,
  as_of_ms INTEGER NOT NULL,
  input_version TEXT NOT NULL, -- what it rests on: published batches, matching run, decisions
  counts TEXT NOT NULL, -- JSON
  links_root BLOB NOT NULL, -- Merkle root over the links
  report TEXT NOT NULL, -- JSON: waiting sources, roll-forward of clearing accounts, leaks
  at_ms INTEGER NOT NULL
) STRICT;
`;
