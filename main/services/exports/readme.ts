/** README.txt of an audit pack: what lies where, and how to check it without the app. */
import type { LogFacts } from './pack.ts';

export function readmeText(bookName: string, log: LogFacts): string {
  return `Onefold audit pack: ${bookName}
${'='.repeat(22 + bookName.length)}

To check it, open verify.html in any browser (no connection is needed), and drop this pack on it: the zip, or the folder it was
extracted to. Or, with Node 20.12 or newer: node verify.mjs PACK [--head HEX]. The pack need not be trusted for this: take the verifier
from an older pack, or write your own; the format is published with Onefold (docs/log-format.md).

Give the verifier a head that was noted earlier, outside this pack. Without one it can only say "consistent, not witnessed": every
hash holds, but a log that was rewritten from its first entry on would hold too. The log is tamper-evident; nothing is tamper-proof.

Head of this pack: ${log.head}
Entries:           ${log.entries}${log.lastAt === null ? '' : `, the last at ${log.lastAt}`}
Note the head somewhere else now. It witnesses every entry up to this one in any later pack of the same book.

log.jsonl               each entry as it was hashed, with its hash; the chain
log.csv                 the same for a spreadsheet
orders.jsonl, .csv      canonical orders with their source records
crosswalk.csv           canonical id and every id that any system gave
models.jsonl            the models that pairs were weighed by; a version in the log is a hash over one
sources/batches.jsonl   imports: file, counts, control totals, Merkle root of its records
sources/records.jsonl   every source record: file, line, offset, length, SHA-256 of its bytes
sources/files/          the files as they were imported, byte for byte, named by their SHA-256
manifest.json           period, counts, control totals, head, size and SHA-256 of every file

The log vouches for the records and files of every import. Orders and crosswalk are computed from them and from the decisions in the
log; the manifest's hashes show that they are as exported. In CSV files a text that a spreadsheet would run as a formula has a leading
apostrophe; numbers have none.
`;
}
