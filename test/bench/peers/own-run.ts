/** Our side of the comparison, in a process of its own so that its memory can be told: SPEC OUT FILE…; one JSON line. */
import { matchCsv } from '../../../main/services/match-csv/index.ts';

const [spec = '', out = '', ...files] = process.argv.slice(2);
const { seconds } = matchCsv(
  { spec, files, out, model: null, splink: false },
  () => undefined,
  () => performance.now(),
  () => 0,
);
process.stdout.write(
  `${JSON.stringify({ fromTables: seconds.match, fromCsv: seconds.read + seconds.match, memoryBytes: process.resourceUsage().maxRSS * 1024 })}\n`,
);
