import { Fragment } from 'react';
import type { OrderPage } from '#shared/contract/orders.ts';
import { FIELD_GROUPS, type FieldGroup } from '#shared/domain/fields.ts';

/** The value whose origin is shown. */
export interface Looked {
  readonly recordId: number;
  readonly field: string;
}

const GROUP_LABELS: Record<FieldGroup, string> = {
  identity: 'Identity',
  terms: 'Commercial terms · locked once accepted',
  items: 'Line items',
  delivery: 'Delivery',
  money: 'Payment',
};

/** Every field of the order; a value is a button that shows where it comes from. */
export function OrderFields({
  order,
  looked,
  onLook,
}: {
  order: OrderPage;
  looked: Looked | null;
  onLook: (looked: Looked) => void;
}) {
  return (
    <table className="order-fields">
      <tbody>
        {FIELD_GROUPS.map((group) => {
          const fields = order.fields.filter((field) => field.group === group && field.value !== null);
          if (fields.length === 0) return null;
          return (
            <Fragment key={group}>
              <tr className="group">
                <th colSpan={3} scope="colgroup">
                  {GROUP_LABELS[group]}
                </th>
              </tr>
              {fields.map((field) => (
                <tr key={field.field}>
                  <th scope="row">{field.label}</th>
                  <td>
                    {field.recordId === null ? (
                      field.value?.text
                    ) : (
                      <button
                        type="button"
                        className="value-button"
                        aria-pressed={looked?.recordId === field.recordId && looked.field === field.field}
                        title="Where this value comes from"
                        onClick={() => field.recordId !== null && onLook({ recordId: field.recordId, field: field.field })}
                      >
                        {field.value?.text}
                      </button>
                    )}
                    {field.disagree.map((other) => (
                      <button
                        key={other.recordId}
                        type="button"
                        className="value-button faint"
                        aria-pressed={looked?.recordId === other.recordId && looked.field === field.field}
                        title="Another record says this; see where"
                        onClick={() => onLook({ recordId: other.recordId, field: field.field })}
                      >
                        <del>{other.value.text}</del>
                      </button>
                    ))}
                  </td>
                  <td className="faint">{order.members.length > 1 ? field.why : ''}</td>
                </tr>
              ))}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}
