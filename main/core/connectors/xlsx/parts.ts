/** Reading the XML parts of a workbook, element by element, with all that `xml/document.ts` refuses. Parts are UTF-8. */
import { decodeUtf8 } from '../encoding.ts';
import { decodeXml, type XmlNode, XmlReader } from '../xml/document.ts';
import { asUnits, type ByteSource, unpack, WorkbookFault, type ZipPart } from './zip.ts';

/**
 * The elements of a part that are named `name` and stand directly in one named `parent`, in the order of the part. Yields undefined
 * between two stretches of the part, so that whoever reads it can do other things.
 * @param most unpacked bytes of the part
 */
export function* elementsOf(
  source: ByteSource,
  part: ZipPart,
  wanted: readonly (readonly [parent: string, name: string])[],
  most: number,
): Generator<XmlNode | undefined> {
  let ready: XmlNode[] = [];
  const faults: string[] = [];
  const reader = new XmlReader({
    wants: (name, path) => wanted.some(([parent, child]) => child === name && parent === path.at(-1)),
    element: (node) => ready.push(node),
    open: () => undefined,
    close: () => undefined,
    fault: ({ cause, line }) => faults.push(`${part.name}, line ${line}: ${cause}`),
  });
  for (const piece of unpack(source, part, most)) {
    // What is inflated at once may be large; the reader looks at its limits once a stretch.
    for (let at = 0; at < piece.length; at += STRETCH) {
      reader.push(asUnits(piece.subarray(at, at + STRETCH)));
      yield* ready;
      ready = [];
      refuse(faults);
      yield undefined;
    }
  }
  reader.end();
  yield* ready;
  refuse(faults);
}

function refuse([fault]: readonly string[]): void {
  if (fault !== undefined) throw new WorkbookFault(`This Excel workbook cannot be read: ${fault}`);
}

const STRETCH = 1 << 16;

/** Text of a part as it was typed: UTF-8, references and `_x000D_` read. */
export function partText(text: string): string {
  const read = decodeXml(text, (units) => {
    const decoded = decodeUtf8(units);
    if (decoded === null) throw new WorkbookFault('This Excel workbook holds text that is not UTF-8.');
    return decoded;
  });
  if (!read.includes('_x')) return read;
  return read.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** An attribute by its local name. */
export function attributeOf({ attributes }: XmlNode, name: string): string | null {
  const value = attributes[name] ?? Object.entries(attributes).find(([key]) => key.endsWith(`:${name}`))?.[1];
  return value === undefined ? null : partText(value);
}
