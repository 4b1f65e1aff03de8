/** How far things may differ, where the book begins, whose word counts, and what must belong to an order. */
import { BOOK_SYSTEMS, NEEDS_ORDER } from '#shared/domain/policy.ts';
import { MONTH_NAMES, NEEDS_ORDER_WORDS } from '#shared/domain/policy-words.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { systemsOfRecord } from '#shared/domain/systems-of-record.ts';
import { dayBounds, dayOf } from '../../design/days.ts';
import { changeRules, type Rules } from './draft.ts';
import { AmountField, ChoiceField, DayField, PercentField } from './inputs.tsx';
import { Card, Sheet } from './sheet.tsx';

export function LimitsPage({ rules, currency, zone }: { rules: Rules; currency: string; zone: string }) {
  const { tolerance, needsOrder } = rules;
  return (
    <Sheet title="Limits and the book" about="What may differ and be written off, where the book begins, and whose word counts.">
      <Card
        title="Tolerance"
        about="Between the records of one order, and between an order and its payments. As shipped, nothing may differ: the most is zero."
      >
        <div className="policy-row">
          <AmountField
            label="An amount of"
            currency={currency}
            value={tolerance.absoluteMinor}
            onChange={(absoluteMinor) => changeRules({ tolerance: { ...tolerance, absoluteMinor } })}
          />
          <PercentField
            label="Or a share of"
            value={tolerance.basisPoints}
            onChange={(basisPoints) => changeRules({ tolerance: { ...tolerance, basisPoints } })}
          />
          <AmountField
            label="At most"
            hint="The larger of the two counts, up to this."
            currency={currency}
            value={tolerance.capMinor}
            onChange={(capMinor) => changeRules({ tolerance: { ...tolerance, capMinor } })}
          />
        </div>
      </Card>
      <Card title="Write-offs">
        <AmountField
          label="Write off at most"
          hint="Each difference up to this may be written off. Zero: none may."
          currency={currency}
          value={rules.writeOffMinor}
          onChange={(writeOffMinor) => changeRules({ writeOffMinor })}
        />
      </Card>
      <Card title="The book">
        <div className="policy-row">
          <DayField
            label="Begins on"
            hint="What is older is “before the book”. Empty: with the earliest record."
            value={rules.bookStartMs === null ? null : dayOf(rules.bookStartMs, zone)}
            onChange={(day) => changeRules({ bookStartMs: day === null ? null : (dayBounds(day, zone)?.fromMs ?? null) })}
          />
          <ChoiceField
            label="Fiscal year begins in"
            value={String(rules.fiscalStartMonth)}
            options={MONTH_NAMES.map((name, index) => [String(index + 1), name] as const)}
            onChange={(month) => changeRules({ fiscalStartMonth: Number(month) })}
          />
        </div>
      </Card>
      <Card
        title="Systems of record"
        about="Whose word counts for what happened. What others say of it stays beside it, with its source."
      >
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">What happened</th>
              <th scope="col">System of record</th>
            </tr>
          </thead>
          <tbody>
            {systemsOfRecord(rules).map(({ event, systems, rule }) => (
              <tr key={event}>
                <th scope="row">{event}</th>
                <td>
                  {systems.map((system) => SYSTEM_LABELS[system].name).join(', ')}: <span className="muted">{rule}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <ChoiceField
          label="Book of record"
          hint="Where several accounting systems hold a sale, only this one counts as booked. The others stay linked."
          value={rules.bookOfRecord ?? ''}
          options={[['', 'all of them count'], ...BOOK_SYSTEMS.map((system) => [system, SYSTEM_LABELS[system].name] as const)]}
          onChange={(system) => changeRules({ bookOfRecord: system === '' ? null : system })}
        />
        <fieldset className="policy-checks">
          <legend>Must belong to an order</legend>
          {NEEDS_ORDER.map((one) => (
            <label key={one}>
              <input
                type="checkbox"
                checked={needsOrder.includes(one)}
                onChange={(event) =>
                  changeRules({
                    needsOrder: NEEDS_ORDER.filter((other) => (other === one ? event.target.checked : needsOrder.includes(other))),
                  })
                }
              />{' '}
              {NEEDS_ORDER_WORDS[one]}
            </label>
          ))}
          <p className="muted">One that names no order is an exception, and is held back from the journal.</p>
        </fieldset>
      </Card>
    </Sheet>
  );
}
