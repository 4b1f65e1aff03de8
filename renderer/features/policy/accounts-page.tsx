/** What the accounts of a journal are called in the books that it goes to. */
import { useState } from 'react';
import { JOURNAL_ACCOUNTS, type JournalAccount, SHIPPED_JOURNAL_NAMES } from '#shared/domain/journal-accounts.ts';
import { SYSTEM_LABELS, type System } from '#shared/domain/systems.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Modal } from '../../design/modal.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';
import { changeRules, type Rules } from './draft.ts';
import { Card, Sheet } from './sheet.tsx';

type Line = Rules['journalNames'][number];

const GATEWAYS = ['stripe', 'shopify', 'paypal', 'amazon', 'woocommerce', 'bank', 'csv'] as const satisfies readonly System[];

export function AccountsPage({ rules: { journalNames } }: { rules: Rules }) {
  const [adding, setAdding] = useState(false);
  const put = (account: JournalAccount, system: System | null, patch: Partial<Pick<Line, 'name' | 'code'>>) => {
    const isIt = (line: Line) => line.account === account && line.system === system;
    const line = { account, system, name: null, code: null, ...journalNames.find(isIt), ...patch };
    const others = journalNames.filter((one) => !isIt(one));
    changeRules({ journalNames: line.name === null && line.code === null ? others : sorted([...others, line]) });
  };
  const special = journalNames.filter(({ system }) => system !== null);
  return (
    <Sheet
      title="Accounts in the books"
      about="How journal entries name your accounts. QuickBooks and NetSuite want names, Xero wants codes. Where nothing stands, the name in grey is written."
    >
      <Card title="For every system" about="{system} stands for the gateway or shop: “Stripe clearing”, “PayPal clearing”.">
        <table className="plain-table policy-accounts">
          <thead>
            <tr>
              <th scope="col">Account</th>
              <th scope="col">Name in QuickBooks, NetSuite</th>
              <th scope="col">Code in Xero</th>
            </tr>
          </thead>
          <tbody>
            {JOURNAL_ACCOUNTS.map((account) => (
              <NameRow key={account} account={account} system={null} lines={journalNames} onPut={put} />
            ))}
          </tbody>
        </table>
      </Card>
      <Card title="For one system" about="A line here goes before the one above: a clearing account of its own for each gateway.">
        {special.length > 0 && (
          <table className="plain-table policy-accounts">
            <thead>
              <tr>
                <th scope="col">Account</th>
                <th scope="col">Name in QuickBooks, NetSuite</th>
                <th scope="col">Code in Xero</th>
              </tr>
            </thead>
            <tbody>
              {special.map(({ account, system }) => (
                <NameRow key={`${account} ${system}`} account={account} system={system} lines={journalNames} onPut={put} />
              ))}
            </tbody>
          </table>
        )}
        <p>
          <Button onClick={() => setAdding(true)}>Add a line…</Button>
        </p>
      </Card>
      {adding && (
        <LineDialog
          lines={journalNames}
          onAdd={(account, system, name) => {
            put(account, system, { name });
            setAdding(false);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </Sheet>
  );
}

/** In the order of the accounts, so that the same lines are the same policy. */
function sorted(lines: readonly Line[]): Line[] {
  const place = ({ account, system }: Line) => `${String(JOURNAL_ACCOUNTS.indexOf(account)).padStart(2, '0')} ${system ?? ''}`;
  return lines.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
}

function NameRow({
  account,
  system,
  lines,
  onPut,
}: {
  account: JournalAccount;
  system: System | null;
  lines: readonly Line[];
  onPut: (account: JournalAccount, system: System | null, patch: Partial<Pick<Line, 'name' | 'code'>>) => void;
}) {
  const line = lines.find((one) => one.account === account && one.system === system);
  const general = lines.find((one) => one.account === account && one.system === null);
  const label = system === null ? '' : SYSTEM_LABELS[system].name;
  const shown = accountWords(account);
  const shipped = SHIPPED_JOURNAL_NAMES[account];
  const fallback = system === null ? shipped : (general?.name ?? shipped).replaceAll('{system}', label);
  const said = (text: string): string | null => (text === '' ? null : text);
  return (
    <tr>
      <th scope="row">
        {system !== null && <SystemBadge system={system} small />} {shown}
        {system !== null && <span className="faint"> of {label}</span>}
      </th>
      <td>
        <input
          className="input"
          aria-label={`Name of ${shown} ${label}`.trim()}
          maxLength={120}
          placeholder={fallback}
          value={line?.name ?? ''}
          onChange={(event) => onPut(account, system, { name: said(event.target.value) })}
        />
      </td>
      <td>
        <input
          className="input policy-code"
          aria-label={`Xero code of ${shown} ${label}`.trim()}
          maxLength={20}
          placeholder={system === null ? '' : (general?.code ?? '')}
          value={line?.code ?? ''}
          onChange={(event) => onPut(account, system, { code: said(event.target.value.trim()) })}
        />
      </td>
    </tr>
  );
}

function LineDialog({
  lines,
  onAdd,
  onClose,
}: {
  lines: readonly Line[];
  onAdd: (account: JournalAccount, system: System, name: string) => void;
  onClose: () => void;
}) {
  const [account, setAccount] = useState<JournalAccount>('clearing');
  const [system, setSystem] = useState<System>('stripe');
  const [name, setName] = useState('');
  const isTaken = lines.some((line) => line.account === account && line.system === system);
  const ready = name.trim() !== '' && !isTaken;
  return (
    <Modal
      title="Add a line for one system"
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="account-line" tone="main" disabled={!ready}>
            Add
          </Button>
        </>
      }
    >
      <form
        id="account-line"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onAdd(account, system, name.trim());
        }}
      >
        <Field label="Account" error={isTaken ? 'This account of this system has a line already.' : null}>
          {(slots) => (
            <select
              {...slots}
              className="input"
              value={account}
              onChange={(event) => setAccount(JOURNAL_ACCOUNTS.find((one) => one === event.target.value) ?? account)}
            >
              {JOURNAL_ACCOUNTS.map((one) => (
                <option key={one} value={one}>
                  {accountWords(one)}
                </option>
              ))}
            </select>
          )}
        </Field>
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
        <Field label="Name in the books">
          {(slots) => (
            <input {...slots} className="input" maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      </form>
    </Modal>
  );
}

/** `refundsPayable` → `Refunds payable`. */
function accountWords(account: JournalAccount): string {
  const words = account.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
