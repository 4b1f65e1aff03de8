/** Workpapers as one PDF: of one payout, or of every payout and clearing account. The same book gives the same bytes. */
import type { Content } from 'pdfmake/interfaces.js';
import type { Ports } from '#main/app/ports.ts';
import { isoUtc } from '#shared/domain/instant.ts';
import type { ReadableDb } from '#store/database.ts';
import { readStoredPayouts } from '#store/queries/journal.ts';
import { readLatestMoneyRun } from '#store/queries/money-found.ts';
import { readSetting } from '#store/queries/settings.ts';
import { clearing } from '../../money/views/book.ts';
import { payout } from '../../money/views/payouts.ts';
import { accountContents } from './accounts.ts';
import { NamedFiles } from './parts.ts';
import { payoutContent } from './payout.ts';
import { writePdf } from './pdf.ts';

export interface WorkpaperInput {
  readonly path: string;
  /** Only this payout, or null for all and the clearing accounts. */
  readonly payoutId: string | null;
  readonly head: string;
  /** Told before each payout; it may throw to stop. */
  readonly step: (detail: string) => void;
}

/** Returns how many payouts it holds. */
export async function buildWorkpaper(
  db: ReadableDb,
  ports: Ports,
  { path, payoutId, head, step }: WorkpaperInput,
): Promise<number> {
  const run = readLatestMoneyRun(db);
  if (run === null) throw new Error('nothing is reconciled');
  const files = new NamedFiles();
  const papers: Content[][] = [];
  const wanted = payoutId === null ? readStoredPayouts(db).map((stored) => stored.payoutId) : [payoutId];
  for (const id of wanted) {
    step(`${papers.length} of ${wanted.length} payouts`);
    const page = payout({ db, ports }, { payoutId: id });
    if (page !== null) papers.push(payoutContent(db, page, files));
  }
  const count = papers.length;
  if (payoutId === null) papers.push(...accountContents(clearing({ db, ports })));
  papers.push(files.table());
  const name = readSetting(db, 'name') ?? '';
  const asOf = isoUtc(run.asOfMs);
  await writePdf(
    {
      pageSize: 'A4',
      pageOrientation: 'landscape',
      pageMargins: [36, 36, 36, 44],
      defaultStyle: { font: 'Roboto', fontSize: 9 },
      // The run's own moment: the same book gives the same bytes.
      info: { title: `${name} workpaper`, creator: 'Onefold', producer: 'Onefold', creationDate: new Date(run.asOfMs) },
      footer: (page, pages) => ({
        columns: [
          `${name} · as of ${asOf} · ${run.policyVersion} · head of the change log ${head}`,
          { text: `${page} / ${pages}`, alignment: 'right', width: 50 },
        ],
        fontSize: 6.5,
        color: '#555555',
        margin: [36, 12, 36, 0],
      }),
      content: papers
        .filter((paper) => paper.length > 0)
        .map((paper, at) => ({ stack: paper, ...(at === 0 ? {} : { pageBreak: 'before' as const }) })),
    },
    path,
  );
  return count;
}
