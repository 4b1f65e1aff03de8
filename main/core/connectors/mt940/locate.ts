/** Where a fact of a bank line stands in its fields 61 and 86. */
import type { FieldName } from '#shared/domain/fields.ts';
import type { TextPlace } from '../text/layout.ts';

const MOVEMENT = /^:61:(\d{6})(\d{4}| {4})?(?:[RE]?[CD])[A-Z]? ?(\d{1,15}(?:,\d{0,5})?)([NFS][A-Z0-9]{3})?([^/\r\n]*)/d;
const DETAILS = /^:86:([\s\S]*)$/dm;
const NAME = /[?>]32([^?>]*)|\/NAME\/([^/]*)/d;

export function locateInMovement(text: string, field: FieldName): TextPlace | null {
  const movement = MOVEMENT.exec(text)?.indices;
  switch (field) {
    case 'amount':
      return place(':61:', movement?.[3]);
    case 'placedAt':
      return place(':61:', text.slice(...(movement?.[2] ?? [0, 0])).trim() === '' ? movement?.[1] : movement?.[2]);
    case 'availableAt':
      return place(':61:', movement?.[1]);
    case 'category':
      return place(':61:', movement?.[4]);
    case 'reference':
      return place(':61:', movement?.[5]);
    case 'description':
      return place(':86:', DETAILS.exec(text)?.indices?.[1]);
    case 'clientName': {
      const found = NAME.exec(text)?.indices;
      return place(':86:', found?.[1] ?? found?.[2]);
    }
    default:
      return null;
  }
}

function place(column: string, range: readonly [number, number] | undefined): TextPlace | null {
  return range === undefined || range[0] === range[1] ? null : { column, start: range[0], end: range[1] };
}
