/** What gateways may cost by contract; fees above it are told, and summed under leakage. */
import { useState } from 'react';
import { percentText } from '#shared/domain/policy-words.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { Button } from '../../design/button.tsx';
import { formatMoney } from '../../design/format.ts';
import { SystemBadge } from '../../design/system-badge.tsx';
import { changeRules, type Rules } from './draft.ts';
import { RateDialog } from './rate-dialog.tsx';
import { RatesFileDialog } from './rates-file-dialog.tsx';
import { Sheet } from './sheet.tsx';

type Rate = Rules['contractRates'][number];

export function RatesPage({ rules, currency }: { rules: Rules; currency: string }) {
  const { contractRates } = rules;
  const [edited, setEdited] = useState<number | 'new' | null>(null);
  const [fromFile, setFromFile] = useState(false);
  const put = (rate: Rate, at: number | 'new') => {
    changeRules({ contractRates: at === 'new' ? [...contractRates, rate] : contractRates.with(at, rate) });
    setEdited(null);
  };
  return (
    <Sheet
      title="Contract rates"
      about="What your contract says a payment may cost. The closest rate counts: by account and method before any."
      acts={
        <>
          <Button onClick={() => setFromFile(true)}>Take from a CSV…</Button>
          <Button onClick={() => setEdited('new')}>Add a rate…</Button>
        </>
      }
    >
      {contractRates.length === 0 ? (
        <p className="policy-none">
          No rates yet, so no fee is above contract. Add what your gateway’s contract says, for example Stripe 2.9 % + $0.30.
        </p>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">System</th>
              <th scope="col">Account</th>
              <th scope="col">Method</th>
              <th scope="col" className="num">
                Percent
              </th>
              <th scope="col" className="num">
                Fixed
              </th>
              <th scope="col">
                <span className="sr-only">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {contractRates.map((rate, at) => (
              <tr key={rateKey(rate)}>
                <th scope="row">
                  <SystemBadge system={rate.system} small /> {SYSTEM_LABELS[rate.system].name}
                </th>
                <td>{rate.account ?? <span className="faint">any</span>}</td>
                <td>{rate.method ?? <span className="faint">any</span>}</td>
                <td className="num">{percentText(rate.basisPoints)} %</td>
                <td className="num">{formatMoney(rate.fixedMinor, rate.currency)}</td>
                <td className="num">
                  <Button tone="quiet" onClick={() => setEdited(at)}>
                    Edit…
                  </Button>
                  <Button tone="quiet" onClick={() => changeRules({ contractRates: contractRates.toSpliced(at, 1) })}>
                    Remove
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {edited !== null && (
        <RateDialog
          rate={edited === 'new' ? null : (contractRates[edited] ?? null)}
          taken={new Set(contractRates.filter((_, at) => at !== edited).map(rateKey))}
          currency={currency}
          onPut={(rate) => put(rate, edited)}
          onClose={() => setEdited(null)}
        />
      )}
      {fromFile && <RatesFileDialog count={contractRates.length} onClose={() => setFromFile(false)} />}
    </Sheet>
  );
}

/** Two rates of one key would contradict each other. */
export function rateKey({ system, account, currency, method }: Rate): string {
  return [system, account ?? '', currency, method ?? ''].join('\u0000');
}
