/** A pass over the whole file that settles what its first part left open: encoding, day order, decimal mark. Constant memory. */
import type { Detection } from './connector.ts';
import { Columns } from './csv/header.ts';
import { CsvScanner } from './csv/scan.ts';
import type { ReadDefaults } from './detect.ts';
import { decodeUnits, UnitReader, Utf8Check } from './encoding.ts';
import { DateEvidence, evidenceColumns, MarkEvidence, settle } from './evidence.ts';
import { csvLayout } from './layouts.ts';

export interface Inspection {
  /** The next stretch of the file as a byte string, any length. */
  push(bytes: string): void;
  /** At the end of the file: the same detection, settled, or with the question that the file leaves open. */
  end(): Detection;
}

/** Needed only when `detection.unsettled` is not empty; harmless otherwise. */
export function openInspection(detection: Detection, defaults: ReadDefaults): Inspection {
  const utf8 = new Utf8Check();
  const styles = detection.unsettled.some((what) => what !== 'encoding') ? openStyles(detection) : null;
  return {
    push(bytes) {
      utf8.push(bytes);
      styles?.push(bytes);
    },
    end() {
      const asciiSoFar = detection.unsettled.includes('encoding');
      const encoding = asciiSoFar && !utf8.valid(true) ? 'windows-1252' : detection.options.encoding;
      const options = { ...detection.options, encoding };
      if (styles === null) return { ...detection, options, unsettled: [] };
      const found = styles.end(defaults);
      return {
        ...detection,
        options: { ...options, dateOrder: found.dateOrder, decimalMark: found.decimalMark },
        questions: [...detection.questions, ...found.questions],
        unsettled: [],
      };
    },
  };
}

function openStyles(
  detection: Detection,
): { push(bytes: string): void; end(defaults: ReadDefaults): ReturnType<typeof settle> } | null {
  const { options, header, headerLine } = detection;
  const layout = csvLayout(options);
  if (layout === null) return null;
  const dates = new DateEvidence();
  const marks = new MarkEvidence();
  const at = evidenceColumns(layout, new Columns(header));
  const units = new UnitReader(options.encoding);
  const text = (cell: string) => (decodeUnits(cell, options.encoding) ?? cell).trim();
  const scanner = new CsvScanner(
    { delimiter: options.delimiter ?? ',', quotes: layout.quotes !== false },
    {
      row(row) {
        if (row.line <= headerLine) return;
        if (!dates.settled) for (const i of at.dates) dates.add(text(row.cell(i)), row.line, header[i] ?? '');
        if (!marks.settled) for (const i of at.amounts) marks.add(text(row.cell(i)), row.line, header[i] ?? '');
      },
      broken: () => undefined,
    },
  );
  return {
    push: (bytes) => scanner.push(units.push(bytes)),
    end(defaults) {
      scanner.push(units.end());
      scanner.end();
      return settle(dates, marks, defaults, layout.decimalMark, true);
    },
  };
}
