import { useState } from 'react';
import type { OpeningAccount } from '#shared/contract/policy.ts';
import { formatPlain, parseAmount } from '#shared/domain/money.ts';
import { newCommandId, useAct } from '../../app/act.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { formatMoney } from '../../design/format.ts';
import { Modal } from '../../design/modal.tsx';

/** The balance with which an account begins; what its first statement says is proposed. */
export function OpeningDialog({ account, name, onClose }: { account: OpeningAccount; name: string; onClose: () => void }) {
  const { system, inside, currency, derived, entered } = account;
  const act = useAct();
  const proposed = entered ?? derived;
  const [amount, setAmount] = useState(proposed === null ? '' : formatPlain(proposed.amountMinor, currency));
  const [why, setWhy] = useState(entered === null && derived !== null ? `Opening balance of ${derived.fileName}` : '');
  const [busy, setBusy] = useState(false);
  const amountMinor = parseAmount(amount.trim(), currency);
  const ready = amountMinor !== null && why.trim() !== '';
  const enter = async () => {
    if (amountMinor === null) return;
    setBusy(true);
    const receipt = await act((client) =>
      client.policy.setOpening({
        commandId: newCommandId(),
        opening: { system, account: account.account, inside, currency, amountMinor },
        reasonCode: null,
        reasonText: why.trim(),
      }),
    );
    setBusy(false);
    if (receipt !== null) onClose();
  };
  return (
    <Modal
      title="Opening balance"
      description={name}
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="opening" tone="main" disabled={!ready} busy={busy}>
            Enter
          </Button>
        </>
      }
    >
      <form
        id="opening"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void enter();
        }}
      >
        <Field
          label={`Balance in ${currency}`}
          hint={derived === null ? undefined : `Its first statement says ${formatMoney(derived.amountMinor, currency)}.`}
          error={
            amount !== '' && amountMinor === null
              ? `An amount such as ${formatPlain(100_050, currency)}; less than zero with a minus.`
              : null
          }
        >
          {(slots) => <input {...slots} className="input num" value={amount} onChange={(event) => setAmount(event.target.value)} />}
        </Field>
        <Field label="Why" hint="For the log, and for whoever asks next year">
          {(slots) => (
            <input {...slots} className="input" maxLength={400} value={why} onChange={(event) => setWhy(event.target.value)} />
          )}
        </Field>
      </form>
    </Modal>
  );
}
