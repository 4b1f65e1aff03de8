/**
 * The same statements as JSON, under the names that ISO 20022 gives its elements: `{"Document": {"BkToCstmrStmt": {"Stmt": …}}}`. Converters
 * disagree on attributes (`@Ccy`, `$: {Ccy}`, `Ccy`) and on the text beside them (`#text`, `_`, `value` …); all are read.
 */
import type { RecordDraft, Span } from '#shared/domain/source-record.ts';
import type { ElementContext, JsonLayout } from '../json/file.ts';
import type { JsonNode } from '../json/value.ts';
import type { XmlNode } from '../xml/document.ts';
import { isDump, ofDump } from './dump.ts';
import { PARTS, STATEMENTS } from './fields.ts';
import { type CamtOutput, CamtStatements } from './statements.ts';
import { CamtValues } from './tree.ts';

export const CAMT_JSON: JsonLayout = { id: 'bank.camt-json', read, isEnvelope: () => true };

const MESSAGES = ['BkToCstmrStmt', 'BkToCstmrAcctRpt', 'BkToCstmrDbtCdtNtfctn'] as const;

/** Whether an element of a file holds statements under their names. */
export function isCamt(element: JsonNode): boolean {
  return isDump(element) || statementsOf(element).length > 0;
}

interface Found {
  readonly kind: string;
  readonly node: JsonNode;
  readonly path: string;
}

function read(element: JsonNode, context: ElementContext): void {
  const places = new Map<XmlNode, { readonly node: JsonNode; readonly path: string }>();
  const placeOf = (node: XmlNode) => places.get(node) ?? { node: element, path: '' };
  const output: CamtOutput = {
    spanOf: (node): Span => context.spanOf(placeOf(node).node, placeOf(node).path),
    row(node, work) {
      let whole = false;
      context.part(placeOf(node).node, placeOf(node).path, () => {
        work();
        whole = true;
      });
      return whole;
    },
    emit: (draft: RecordDraft) => context.emit(draft),
    statement: (draft) => context.statement(draft),
  };
  const statements = new CamtStatements(output, new CamtValues((text) => text.trim()));
  if (isDump(element)) {
    ofDump(element, statements, (node, place) => places.set(node, place));
    return;
  }
  for (const { kind, node, path } of statementsOf(element)) {
    statements.begin(kind, 1);
    const parts = [...nodesIn(node, path, places)].filter(({ name }) => PARTS.has(name));
    // Objects have no order: what is said of the whole comes first.
    for (const part of parts) if (part.name !== 'Ntry') statements.element(part);
    for (const part of parts) if (part.name === 'Ntry') statements.element(part);
    statements.finish();
  }
}

function statementsOf(element: JsonNode): readonly Found[] {
  const at = (node: JsonNode | undefined, name: string) => (node?.kind === 'object' ? node.members.get(name) : undefined);
  const document = at(element, 'Document');
  const root = document ?? element;
  const found: Found[] = [];
  for (const message of MESSAGES) {
    const node = at(root, message);
    for (const kind of STATEMENTS) {
      const one = at(node, kind);
      const path = `${document === undefined ? '' : '/Document'}/${message}/${kind}`;
      if (one?.kind === 'array') found.push(...one.items.map((item, i) => ({ kind, node: item, path: `${path}/${i}` })));
      else if (one?.kind === 'object') found.push({ kind, node: one, path });
    }
  }
  return found;
}

const TEXT_KEYS: ReadonlySet<string> = new Set(['#text', '$text', '_', '$t', '$value', 'value', 'Value', 'amt', 'Amt', 'text']);

/** Members of an object as elements; an array is one element each. */
function* nodesIn(
  parent: JsonNode,
  path: string,
  places: Map<XmlNode, { readonly node: JsonNode; readonly path: string }>,
): Generator<XmlNode> {
  if (parent.kind !== 'object') return;
  for (const [name, member] of parent.members) {
    const items = member.kind === 'array' ? member.items : [member];
    for (const [i, item] of items.entries()) {
      const own = member.kind === 'array' ? `${path}/${name}/${i}` : `${path}/${name}`;
      const node: XmlNode = {
        name: name.slice(name.indexOf(':') + 1),
        attributes: attributesOf(name, item),
        text: textOf(item),
        children: [...nodesIn(item, own, places)],
        start: item.start,
        end: item.end,
        line: 1,
      };
      if (name === 'Ntry' || name === 'TxDtls') places.set(node, { node: item, path: own });
      yield node;
    }
  }
}

function textOf(node: JsonNode): string {
  if (node.kind === 'array') return '';
  if (node.kind !== 'object') return node.text;
  for (const [key, member] of node.members) if (TEXT_KEYS.has(key) && 'text' in member) return member.text;
  return '';
}

/** The currency of an amount: an attribute in XML, and in JSON a member with or without a mark. */
function attributesOf(name: string, node: JsonNode): Readonly<Record<string, string>> {
  if (node.kind !== 'object' || !/Amt$|^Sum$/.test(name)) return {};
  for (const [key, member] of node.members) {
    if (/^[@$_-]{0,2}Ccy$/.test(key) && 'text' in member) return { Ccy: member.text };
    if (key === '$' || key === '@') return attributesOf(name, member);
  }
  return {};
}
