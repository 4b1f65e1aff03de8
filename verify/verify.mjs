// @ts-check
/**
 * The Onefold verifier: one file, no dependencies, for Node 20.12 and for browsers. It checks an audit pack (a zip or its extracted
 * folder): every entry of the change log, every source record, every file. The format is in docs/log-format.md.
 *
 *   node verify.mjs PACK [--head HEX | --against OLDER_PACK] [--json]
 *
 * Exit: 0 it holds · 1 sound in itself, but the outside head is not in it · 2 bad use · 3 damaged.
 * The app uses the same classes for a book, and `verify.html` holds a copy of this text.
 */

export const GENESIS_TEXT = 'Onefold change log v1';
export const PACK_FORMAT = 'Onefold audit pack v1';

/** The fields of an entry; all are present in each, and no others. */
const ENTRY_FIELDS = 'action,actor,after,at,before,cause,field,offset,prev,seq,subjects,why';
const MAX_FINDINGS = 50;

/**
 * @typedef {{ update(bytes: Uint8Array): void, hex(): string }} RunningHash
 * @typedef {{ hexOfText(text: string): string, bytes(bytes: Uint8Array): Uint8Array, start(): RunningHash }} Hashes
 * @typedef {{ seq: number, subject: string, root: string }} Claim
 * @typedef {{ state: 'consistent' | 'witnessed' | 'broken', verdict: string, entries: number, payloads: number, head: string,
 *   firstBadSeq: number | null, findings: string[], exit: 0 | 1 | 3 }} Report
 * @typedef {{ names: string[], open(name: string): AsyncIterable<Uint8Array> }} Pack
 */

// The change log ----------------------------------------------------------------------------------------------------------

/** RFC 8785 for values without numbers: keys sorted by UTF-16 code units, no spaces. @param {unknown} value @returns {string} */
export function canonicalJson(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}

/** What does not hold, in words; only the first are kept. */
export class Findings {
  /** @type {string[]} */
  list = [];
  count = 0;

  /** @param {string} text */
  add(text) {
    this.count += 1;
    if (this.list.length < MAX_FINDINGS) this.list.push(text);
  }
}

/** Reads entries in order and checks numbers, hashes and links; remembers what entries claim of imports and runs. */
export class ChainCheck {
  /** @param {Hashes} hashes @param {string | null} outsideHead hex of a head noted elsewhere, or null */
  constructor(hashes, outsideHead) {
    this.hashes = hashes;
    this.outsideHead = outsideHead === null ? null : outsideHead.toLowerCase();
    this.findings = new Findings();
    this.entries = 0;
    /** Hash of the last entry read, hex. */
    this.head = hashes.hexOfText(GENESIS_TEXT);
    /** @type {number | null} */
    this.firstBadSeq = null;
    /** @type {number | null} */
    this.witnessedSeq = this.outsideHead === this.head ? 0 : null;
    /** Roots that entries vouch for, by subject (`batch:12`, `run:3`). @type {Map<string, Claim>} */
    this.claims = new Map();
    /** Subjects of the entry read last. @type {unknown[]} */
    this.subjects = [];
    this.expected = 1;
  }

  /** @param {string} body the entry's text as it was hashed @param {string} hash its stored hash, hex @returns {number} its number */
  push(body, hash) {
    const seq = this.expected;
    this.entries += 1;
    if (this.hashes.hexOfText(body) !== hash)
      this.bad(seq, 'its text does not have the hash that was stored: one of the two was edited');
    const fields = parseEntry(body);
    this.subjects = fields?.subjects ?? [];
    if (fields === null) this.bad(seq, 'it is not an entry in canonical form');
    else {
      if (fields.seq !== String(seq))
        this.bad(seq, `entry ${fields.seq} stands in its place: entries were removed, added or moved`);
      if (fields.prev !== this.head) this.bad(seq, 'it does not continue the entry before it');
      this.note(seq, fields);
      if (/^[1-9]\d{0,14}$/.test(fields.seq)) this.expected = Number(fields.seq);
    }
    this.expected += 1;
    this.head = hash;
    if (hash === this.outsideHead) this.witnessedSeq = seq;
    return seq;
  }

  /** @param {number} seq @param {string} what */
  bad(seq, what) {
    this.firstBadSeq = Math.min(seq, this.firstBadSeq ?? seq);
    this.findings.add(`Entry ${seq}: ${what}.`);
  }

  /** @param {number} seq @param {Entry} fields */
  note(seq, { subjects, after }) {
    if (after === null || typeof after !== 'object' || !('root' in after) || typeof after.root !== 'string') return;
    const subject = String(subjects[0]);
    const known = this.claims.get(subject);
    if (known === undefined) this.claims.set(subject, { seq, subject, root: after.root });
    else if (known.root !== after.root) this.bad(seq, `its root for ${subject} is not the one of entry ${known.seq}`);
  }

  /** The verdict. @param {number} payloads source records checked @param {Findings} more findings outside the log @returns {Report} */
  report(payloads, more) {
    const findings = [...this.findings.list, ...more.list];
    const damaged = this.findings.count + more.count;
    const headMissing = this.outsideHead !== null && this.witnessedSeq === null;
    if (headMissing)
      findings.push(
        'The head you gave is not in this log: entries were rewritten or cut off after it was noted, or it is of another book.',
      );
    if (damaged > findings.length) findings.push(`… and ${damaged - findings.length} more.`);
    const base = { entries: this.entries, payloads, head: this.head, firstBadSeq: this.firstBadSeq, findings };
    if (damaged > 0) {
      const where =
        this.firstBadSeq === null ? 'the log holds, but data it vouches for does not' : `first at entry ${this.firstBadSeq}`;
      return { ...base, state: 'broken', verdict: `broken: ${where}`, exit: 3 };
    }
    if (headMissing) return { ...base, state: 'broken', verdict: 'broken: the outside head is not in this log', exit: 1 };
    if (this.witnessedSeq === null) return { ...base, state: 'consistent', verdict: 'consistent, not witnessed', exit: 0 };
    return { ...base, state: 'witnessed', verdict: `witnessed up to entry ${this.witnessedSeq} of ${this.entries}`, exit: 0 };
  }
}

/** @typedef {{ seq: string, prev: string, subjects: unknown[], after: unknown }} Entry */

/** @param {string} body @returns {Entry | null} */
function parseEntry(body) {
  try {
    const fields = JSON.parse(body);
    if (fields === null || typeof fields !== 'object' || Object.keys(fields).join() !== ENTRY_FIELDS) return null;
    if (typeof fields.seq !== 'string' || typeof fields.prev !== 'string' || !Array.isArray(fields.subjects)) return null;
    return isCanonical(fields, body) ? fields : null;
  } catch {
    return null;
  }
}

/** The quick way is right unless a key looks like an array index, which objects move to the front. @param {object} value @param {string} text */
function isCanonical(value, text) {
  return (keysSorted(value) && JSON.stringify(value) === text) || canonicalJson(value) === text;
}

/** @param {object} value @returns {boolean} */
function keysSorted(value) {
  const inOrder = !Array.isArray(value);
  let before = '';
  for (const key of Object.keys(value)) {
    if (inOrder && key < before) return false;
    const member = /** @type {Record<string, unknown>} */ (value)[key];
    if (typeof member === 'object' && member !== null && !keysSorted(member)) return false;
    before = key;
  }
  return true;
}

// Hashes ------------------------------------------------------------------------------------------------------------------

/** Merkle root over hashes: RFC 6962 §2.1, streaming. */
export class MerkleRoot {
  /** @param {Hashes} hashes */
  constructor(hashes) {
    this.hashes = hashes;
    this.count = 0;
    /** Roots of the full subtrees so far, largest first. @type {Uint8Array[]} */
    this.roots = [];
  }

  /** @param {Uint8Array} hash */
  push(hash) {
    let root = this.hashes.bytes(joined(0, hash));
    for (let rest = this.count; rest % 2 === 1; rest = (rest - 1) / 2)
      root = this.hashes.bytes(joined(1, this.roots.pop() ?? root, root));
    this.roots.push(root);
    this.count += 1;
  }

  /** @returns {string} hex */
  hex() {
    const last = this.roots.at(-1);
    if (last === undefined) return hex(this.hashes.bytes(new Uint8Array(0)));
    return hex(this.roots.slice(0, -1).reduceRight((right, left) => this.hashes.bytes(joined(1, left, right)), last));
  }
}

/** @param {number} tag @param {...Uint8Array} parts */
function joined(tag, ...parts) {
  const out = new Uint8Array(1 + 32 * parts.length);
  out[0] = tag;
  parts.forEach((part, i) => {
    out.set(part, 1 + 32 * i);
  });
  return out;
}

/** @param {Uint8Array} bytes */
export function hex(bytes) {
  let out = '';
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
  return out;
}

/**
 * Ranges of a stream of bytes, front to back: a range may overlap an earlier one but not start before it. The whole is hashed as it
 * goes by, so that one pass checks the file and all its records in constant memory.
 */
export class ForwardBytes {
  /** @param {AsyncIterable<Uint8Array> | Iterable<Uint8Array>} chunks @param {Hashes} hashes */
  constructor(chunks, hashes) {
    this.iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
    this.hash = hashes.start();
    /** @type {Uint8Array[]} */
    this.window = [];
    this.windowStart = 0;
    this.byteCount = 0;
  }

  /** Null when the file ends before the range does. @param {number} offset @param {number} length @returns {Promise<Uint8Array | null>} */
  async read(offset, length) {
    while (this.byteCount < offset + length) if (!(await this.pull())) return null;
    for (let first = this.window[0]; first !== undefined && this.windowStart + first.length <= offset; first = this.window[0]) {
      this.windowStart += first.length;
      this.window.shift();
    }
    const start = offset - this.windowStart;
    const [first] = this.window;
    if (first !== undefined && start >= 0 && start + length <= first.length) return first.subarray(start, start + length);
    return start < 0 ? null : concat(this.window).slice(start, start + length);
  }

  /** Reads to the end. @returns {Promise<string>} SHA-256 of the whole, hex */
  async finish() {
    do this.window = [];
    while (await this.pull());
    return this.hash.hex();
  }

  async pull() {
    const next = await this.iterator.next();
    if (next.done === true) return false;
    this.hash.update(next.value);
    if (this.window.length === 0) this.windowStart = this.byteCount;
    this.window.push(next.value);
    this.byteCount += next.value.length;
    return true;
  }
}

/** @param {Uint8Array[]} parts */
function concat(parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

// biome-ignore format: the table of FIPS 180-4 §4.2.2
const ROUND = Uint32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
  0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
  0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
  0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
  0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
  0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);

/** SHA-256 (FIPS 180-4) for browsers: a page opened from disk may have no other. */
export class Sha256 {
  state = Int32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19);
  words = new Int32Array(64);
  rest = new Uint8Array(64);
  restCount = 0;
  byteCount = 0;

  /** @param {Uint8Array} bytes */
  update(bytes) {
    this.byteCount += bytes.length;
    let at = 0;
    if (this.restCount > 0) {
      at = Math.min(64 - this.restCount, bytes.length);
      this.rest.set(bytes.subarray(0, at), this.restCount);
      this.restCount += at;
      if (this.restCount < 64) return this;
      this.block(this.rest, 0);
    }
    for (; at + 64 <= bytes.length; at += 64) this.block(bytes, at);
    this.rest.set(bytes.subarray(at));
    this.restCount = bytes.length - at;
    return this;
  }

  /** @returns {Uint8Array} the hash; nothing may be added after it */
  digest() {
    const bits = this.byteCount * 8;
    const tail = new Uint8Array(this.restCount < 56 ? 64 - this.restCount : 128 - this.restCount);
    tail[0] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(tail.length - 4, bits >>> 0);
    this.update(tail);
    const out = new DataView(new ArrayBuffer(32));
    this.state.forEach((word, i) => {
      out.setInt32(i * 4, word);
    });
    return new Uint8Array(out.buffer);
  }

  hex() {
    return hex(this.digest());
  }

  /** @param {Uint8Array} bytes @param {number} at */
  block(bytes, at) {
    const w = this.words;
    for (let i = 0; i < 16; i += 1, at += 4)
      w[i] = ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15] ?? 0;
      const y = w[i - 2] ?? 0;
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = ((w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1) | 0;
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = this.state;
    for (let i = 0; i < 64; i += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (ROUND[i] ?? 0) + (w[i] ?? 0)) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      this.state[i] = (this.state[i] ?? 0) + word;
    });
  }
}

const utf8 = new TextEncoder();

/** @type {Hashes} */
export const portableHashes = {
  hexOfText: (text) => new Sha256().update(utf8.encode(text)).hex(),
  bytes: (bytes) => new Sha256().update(bytes).digest(),
  start() {
    const running = new Sha256();
    return { update: (bytes) => void running.update(bytes), hex: () => running.hex() };
  },
};

// The pack ----------------------------------------------------------------------------------------------------------------

/**
 * Checks a pack whole: files against the manifest, the log as a chain, source records against their files and the log.
 * @param {Pack} pack
 * @param {{ hashes?: Hashes, head?: string | null, progress?: (text: string) => void }} [options]
 * @returns {Promise<Report>}
 */
export async function verifyPack(pack, { hashes = portableHashes, head = null, progress = () => {} } = {}) {
  const findings = new Findings();
  const chain = new ChainCheck(hashes, head);
  const manifest = await readManifest(pack);
  if (manifest === null) {
    findings.add('manifest.json is missing or is not that of an audit pack.');
    return chain.report(0, findings);
  }
  await checkFiles(pack, manifest, hashes, findings, progress);
  let payloads = 0;
  if (pack.names.includes('log.jsonl')) {
    progress('Reading the change log');
    for await (const line of linesOf(pack.open('log.jsonl'))) pushLogLine(chain, line);
    if (manifest.log?.head !== chain.head || manifest.log?.entries !== String(chain.entries))
      findings.add(`The manifest names ${manifest.log?.entries} entries with another head: entries were cut off or added.`);
    payloads = await checkSources(pack, chain, findings, progress);
  }
  return chain.report(payloads, findings);
}

/** @param {ChainCheck} chain @param {string} line `{"body":…,"hash":"…"}` */
function pushLogLine(chain, line) {
  const parts = /^\{"body":(.*),"hash":"([0-9a-f]{64})"\}$/s.exec(line);
  chain.push(parts?.[1] ?? line, parts?.[2] ?? '');
}

/** The head that a pack's manifest names, or null. @param {Pack} pack @returns {Promise<string | null>} */
export async function headOfPack(pack) {
  const head = (await readManifest(pack))?.log?.head;
  return typeof head === 'string' ? head : null;
}

/**
 * @typedef {{ format: string, log?: { head: string, entries: string }, files: { name: string, bytes: string, sha256: string }[] }} Manifest
 * @param {Pack} pack @returns {Promise<Manifest | null>}
 */
async function readManifest(pack) {
  if (!pack.names.includes('manifest.json')) return null;
  try {
    const chunks = [];
    for await (const chunk of pack.open('manifest.json')) chunks.push(chunk);
    const manifest = JSON.parse(new TextDecoder().decode(concat(chunks)));
    return manifest?.format === PACK_FORMAT && Array.isArray(manifest.files) ? manifest : null;
  } catch {
    return null;
  }
}

/** @param {Pack} pack @param {Manifest} manifest @param {Hashes} hashes @param {Findings} findings @param {(text: string) => void} progress */
async function checkFiles(pack, manifest, hashes, findings, progress) {
  const listed = new Set(['manifest.json', ...manifest.files.map((file) => file.name)]);
  for (const needed of ['log.jsonl', 'sources/batches.jsonl', 'sources/records.jsonl'])
    if (!listed.has(needed)) findings.add(`${needed} is not in the manifest.`);
  for (const name of pack.names) if (!listed.has(name)) findings.add(`${name} is not in the manifest: it was added later.`);
  for (const file of manifest.files) {
    progress(`Hashing ${file.name}`);
    if (!pack.names.includes(file.name)) {
      findings.add(`${file.name} is missing.`);
      continue;
    }
    const bytes = new ForwardBytes(pack.open(file.name), hashes);
    const sum = await bytes.finish().catch(() => null);
    if (sum !== file.sha256 || String(bytes.byteCount) !== file.bytes)
      findings.add(`${file.name} is not the file that the manifest names: it was edited.`);
  }
}

/** @param {Pack} pack @param {ChainCheck} chain @param {Findings} findings @param {(text: string) => void} progress @returns {Promise<number>} */
async function checkSources(pack, chain, findings, progress) {
  if (!pack.names.includes('sources/batches.jsonl') || !pack.names.includes('sources/records.jsonl')) return 0;
  const records = linesOf(pack.open('sources/records.jsonl'))[Symbol.asyncIterator]();
  let record = parseRecord(await records.next());
  let payloads = 0;
  const seen = new Set();
  for await (const line of linesOf(pack.open('sources/batches.jsonl'))) {
    const batch = JSON.parse(line);
    progress(`Checking the records of ${batch.fileName}`);
    seen.add(`batch:${batch.batch}`);
    const file = pack.names.includes(batch.path) ? pack.open(batch.path) : [];
    const check = new BatchCheck(`Batch ${batch.batch} (${batch.fileName})`, file, chain.hashes, findings);
    while (record !== null && record.batch === batch.batch) {
      await check.record(record);
      payloads += 1;
      record = parseRecord(await records.next());
    }
    await check.finish(batch.file, chain.claims.get(`batch:${batch.batch}`) ?? null);
  }
  if (record !== null)
    findings.add(`sources/records.jsonl holds records of batch ${record.batch}, which sources/batches.jsonl does not name there.`);
  for (const { subject, seq } of chain.claims.values())
    if (subject.startsWith('batch:') && !seen.has(subject))
      findings.add(`Entry ${seq} speaks of ${subject}, whose sources are missing.`);
  return payloads;
}

/** @typedef {{ batch: string, line: number, offset: number, length: number, sha256: string }} PackRecord */

/** @param {IteratorResult<string>} next @returns {PackRecord | null} */
function parseRecord(next) {
  return next.done === true ? null : JSON.parse(next.value);
}

/** Checks one batch: each record's bytes, the file as a whole, and the root that the log holds. */
export class BatchCheck {
  /** @param {string} name @param {AsyncIterable<Uint8Array> | Iterable<Uint8Array>} file @param {Hashes} hashes @param {Findings} findings */
  constructor(name, file, hashes, findings) {
    this.name = name;
    this.hashes = hashes;
    this.findings = findings;
    this.bytes = new ForwardBytes(file, hashes);
    this.tree = new MerkleRoot(hashes);
  }

  /** @param {{ line: number, offset: number, length: number, sha256: string }} record in file order */
  async record({ line, offset, length, sha256 }) {
    const payload = await this.bytes.read(offset, length);
    const hash = payload === null ? null : this.hashes.bytes(payload);
    if (hash === null || hex(hash) !== sha256)
      this.findings.add(`${this.name}, line ${line}: the bytes of the record do not have its hash.`);
    this.tree.push(hash ?? new Uint8Array(32));
  }

  /** @param {string} fileSha256 hex @param {Claim | null} claim what the log says of the batch */
  async finish(fileSha256, claim) {
    if ((await this.bytes.finish()) !== fileSha256) this.findings.add(`${this.name}: the file does not have its hash.`);
    if (claim === null) this.findings.add(`${this.name}: no entry of the log speaks of it.`);
    else if (claim.root !== this.tree.hex())
      this.findings.add(
        `${this.name}: its ${this.tree.count} records do not have the root that entry ${claim.seq} vouches for: records were edited, added or removed.`,
      );
  }
}

/** @param {AsyncIterable<Uint8Array>} chunks @returns {AsyncGenerator<string>} lines without their break, the last one too if it is not empty */
async function* linesOf(chunks) {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

// Where a pack lies: a zip or a set of files --------------------------------------------------------------------------------

/** A pack out of files by path; the folder they share is left out. @param {Map<string, Blob>} files @returns {Pack} */
export function filesPack(files) {
  const manifest = [...files.keys()].filter((name) => /(^|\/)manifest\.json$/.test(name)).sort((a, b) => a.length - b.length)[0];
  const prefix = manifest?.slice(0, -'manifest.json'.length) ?? '';
  const inside = new Map(
    [...files].filter(([name]) => name.startsWith(prefix)).map(([name, file]) => [name.slice(prefix.length), file]),
  );
  return { names: [...inside.keys()], open: (name) => chunksOf((inside.get(name) ?? new Blob()).stream()) };
}

/** A pack out of a zip file; null when it is not one (or is larger than 4 GiB). @param {Blob} zip @returns {Promise<Pack | null>} */
export async function zipPack(zip) {
  const tailStart = Math.max(0, zip.size - 65_557);
  const tail = new DataView(await zip.slice(tailStart).arrayBuffer());
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) return null;
  const start = tail.getUint32(end + 16, true);
  const directory = new DataView(await zip.slice(start, start + tail.getUint32(end + 12, true)).arrayBuffer());
  /** @type {Map<string, { method: number, size: number, at: number }>} */
  const entries = new Map();
  for (let at = 0; at + 46 <= directory.byteLength && directory.getUint32(at, true) === 0x02014b50; ) {
    const nameLength = directory.getUint16(at + 28, true);
    const name = new TextDecoder().decode(directory.buffer.slice(at + 46, at + 46 + nameLength));
    entries.set(name, {
      method: directory.getUint16(at + 10, true),
      size: directory.getUint32(at + 20, true),
      at: directory.getUint32(at + 42, true),
    });
    at += 46 + nameLength + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
  }
  return {
    names: [...entries.keys()].filter((name) => !name.endsWith('/')),
    async *open(name) {
      const entry = entries.get(name);
      if (entry === undefined) return;
      const local = new DataView(await zip.slice(entry.at, entry.at + 30).arrayBuffer());
      const from = entry.at + 30 + local.getUint16(26, true) + local.getUint16(28, true);
      const data = zip.slice(from, from + entry.size).stream();
      yield* chunksOf(entry.method === 0 ? data : data.pipeThrough(new DecompressionStream('deflate-raw')));
    },
  };
}

/** @param {ReadableStream<Uint8Array>} stream @returns {AsyncGenerator<Uint8Array>} */
async function* chunksOf(stream) {
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

// Command line --------------------------------------------------------------------------------------------------------------

/** Opens a pack in Node: a zip or a folder; null when it is neither. @param {string} path @returns {Promise<Pack | null>} */
export async function openPack(path) {
  const { openAsBlob, readdirSync, statSync } = await import('node:fs');
  const { join, sep } = await import('node:path');
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (!stat.isDirectory()) return zipPack(await openAsBlob(path));
  const files = new Map();
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    const full = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(full.slice(join(path, sep).length).split(sep).join('/'), await openAsBlob(full));
  }
  return filesPack(files);
}

/** Node's own SHA-256, some twenty times faster. @returns {Promise<Hashes>} */
export async function nodeHashes() {
  const { createHash, hash } = await import('node:crypto');
  return {
    hexOfText: (text) => hash('sha256', text),
    bytes: (bytes) => hash('sha256', bytes, 'buffer'),
    start() {
      const running = createHash('sha256');
      return { update: (bytes) => void running.update(bytes), hex: () => running.digest('hex') };
    },
  };
}

/** @param {string[]} args @returns {Promise<number>} exit code */
async function main(args) {
  const { parseArgs } = await import('node:util');
  const usage = 'Usage: node verify.mjs PACK [--head HEX | --against OLDER_PACK] [--json]';
  /** @param {string} text */
  const refuse = (text) => {
    console.error(text);
    return 2;
  };
  const options = /** @type {const} */ ({ head: { type: 'string' }, against: { type: 'string' }, json: { type: 'boolean' } });
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
  const { values, positionals } = parsed;
  const [path] = positionals;
  if (path === undefined || positionals.length > 1 || (values.head !== undefined && values.against !== undefined))
    return refuse(usage);
  if (values.head !== undefined && !/^[0-9a-fA-F]{64}$/.test(values.head)) return refuse('A head is 64 hexadecimal digits.');
  const pack = await openPack(path);
  if (pack === null) return refuse(`${path} is not an audit pack: give the zip file or the folder it was extracted to.`);
  let head = values.head ?? null;
  if (values.against !== undefined) {
    const older = await openPack(values.against);
    head = older === null ? null : await headOfPack(older);
    if (head === null) return refuse(`${values.against} is not an audit pack: it names no head to check against.`);
  }
  const report = await verifyPack(pack, { hashes: await nodeHashes(), head });
  if (values.json === true) console.log(JSON.stringify(report));
  else {
    console.log(`${report.verdict}\n${report.entries} entries, ${report.payloads} source records, head ${report.head}`);
    for (const finding of report.findings) console.log(`- ${finding}`);
  }
  return report.exit;
}

if (typeof process === 'object' && /[\\/]verify\.mjs$/.test(process.argv[1] ?? '') && import.meta.url.endsWith('/verify.mjs'))
  process.exitCode = await main(process.argv.slice(2));
