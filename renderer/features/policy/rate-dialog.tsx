import { useState } from 'react';
import { formatPlain, isCurrencyCode, parseAmount } from '#shared/domain/money.ts';
import { percentText } from '#shared/domain/policy-words.ts';
import { SYSTEM_LABELS, type System } from '#shared/domain/systems.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Modal } from '../../design/modal.tsx';
import type { Rules } from './draft.ts';
import { readPercent } from './inputs.tsx';
import { rateKey } from './rates-page.tsx';

type Rate = Rules['contractRates'][number];

const GATEWAYS = ['stripe', 'shopify', 'paypal', 'amazon', 'woocommerce', 'csv'] as const satisfies readonly System[];

/** One rate of a contract. It goes into the draft; saving the policy puts it in force. */
export function RateDialog({
  rate,
  taken,
  currency: base,
  onPut,
  onClose,
}: {
  rate: Rate | null;
  taken: ReadonlySet<string>;
  currency: string;
  onPut: (rate: Rate) => void;
  onClose: () => void;
}) {
  const [system, setSystem] = useState<System>(rate?.system ?? 'stripe');
  const [account, setAccount] = useState(rate?.account ?? '');
  const [method, setMethod] = useState(rate?.method ?? '');
  const [currency, setCurrency] = useState(rate?.currency ?? base);
  const [percent, setPercent] = useState(rate === null ? '' : percentText(rate.basisPoints));
  const [fixed, setFixed] = useState(rate === null ? '' : formatPlain(rate.fixedMinor, rate.currency));
  const isCode = isCurrencyCode(currency);
  const basisPoints = readPercent(percent);
  const fixedMinor = isCode ? parseAmount(fixed.trim() === '' ? '0' : fixed.trim(), currency) : null;
  const entered =
    isCode && basisPoints !== null && fixedMinor !== null && fixedMinor >= 0
      ? {
          system,
          account: account.trim() === '' ? null : account.trim(),
          currency,
          method: method.trim() === '' ? null : method.trim().toLowerCase(),
          basisPoints,
          fixedMinor,
        }
      : null;
  const isTaken = entered !== null && taken.has(rateKey(entered));
  const ready = entered !== null && !isTaken;
  return (
    <Modal
      title={rate === null ? 'Add a rate' : 'Edit the rate'}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="rate" tone="main" disabled={!ready}>
            {rate === null ? 'Add' : 'Change'}
          </Button>
        </>
      }
    >
      <form
        id="rate"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (entered !== null && !isTaken) onPut(entered);
        }}
      >
        <div className="form-pair">
          <Field label="System">
            {(slots) => (
              <select
                {...slots}
                className="input"
                value={system}
                onChange={(event) => setSystem(GATEWAYS.find((one) => one === event.target.value) ?? system)}
              >
                {GATEWAYS.map((one) => (
                  <option key={one} value={one}>
                    {SYSTEM_LABELS[one].name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Account" hint="Empty: every account of it.">
            {(slots) => <input {...slots} className="input" value={account} onChange={(event) => setAccount(event.target.value)} />}
          </Field>
        </div>
        <div className="form-pair">
          <Field label="Currency" error={isCode ? null : 'Three letters of a currency, such as USD or EUR.'}>
            {(slots) => (
              <input
                {...slots}
                className="input"
                maxLength={3}
                value={currency}
                onChange={(event) => setCurrency(event.target.value.toUpperCase())}
              />
            )}
          </Field>
          <Field label="Payment method" hint="As the gateway names it. Empty: any.">
            {(slots) => <input {...slots} className="input" value={method} onChange={(event) => setMethod(event.target.value)} />}
          </Field>
        </div>
        <div className="form-pair">
          <Field label="Percent of the amount" error={percent !== '' && basisPoints === null ? 'A percentage such as 2.9.' : null}>
            {(slots) => (
              <input {...slots} className="input num" value={percent} onChange={(event) => setPercent(event.target.value)} />
            )}
          </Field>
          <Field
            label="And a fixed part"
            error={fixed !== '' && isCode && (fixedMinor === null || fixedMinor < 0) ? 'An amount such as 0.30.' : null}
          >
            {(slots) => <input {...slots} className="input num" value={fixed} onChange={(event) => setFixed(event.target.value)} />}
          </Field>
        </div>
        {isTaken && <p className="field-error">There is a rate for exactly this already. Edit that one.</p>}
      </form>
    </Modal>
  );
}
