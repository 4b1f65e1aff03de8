/** Running commands: one id each, problems shown, receipts with their undo. */
import { useCallback } from 'react';
import type { Client } from '#shared/contract/index.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import { useClient } from '../client/context.tsx';
import { isProblem, problemOf } from '../client/problems.ts';
import { announce } from './announce.tsx';
import { toast, toastProblem } from './toasts.tsx';

/** Made in the window, stored with the change: a resend after a broken connection is the same change. */
export function newCommandId(): string {
  return crypto.randomUUID();
}

/** Runs a command that answers with a receipt. Resolves with it, or with null after showing what went wrong. */
export function useAct(): (command: (client: Client) => Promise<Receipt | Problem>) => Promise<Receipt | null> {
  const client = useClient();
  return useCallback(
    async (command) => {
      const outcome = await command(client).catch(problemOf);
      if (isProblem(outcome)) {
        toastProblem(outcome);
        return null;
      }
      showReceipt(client, outcome);
      return outcome;
    },
    [client],
  );
}

/** Any other call: its answer, or null after showing what went wrong. */
export async function attempt<T>(call: () => Promise<T | Problem>): Promise<T | null> {
  const outcome = await call().catch(problemOf);
  if (!isProblem(outcome)) return outcome;
  toastProblem(outcome);
  return null;
}

function showReceipt(client: Client, receipt: Receipt): void {
  const { decisionId } = receipt;
  announce(receipt.message);
  if (decisionId === null) toast(receipt.message);
  else toast(receipt.message, { label: 'Undo', command: 'undo', run: () => void takeBack(client, decisionId) });
}

const listeners = new Set<(decisionId: number) => void>();

/** Hears of decisions that were taken back, however that was asked for. Returns what stops it. */
export function onTakenBack(listener: (decisionId: number) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Withdraws a decision and says so; the toast takes the withdrawal back in turn. */
export async function takeBack(client: Client, decisionId: number, again: 'Redo' | 'Undo' = 'Redo'): Promise<Receipt | null> {
  const outcome = await client.review
    .withdraw({ commandId: newCommandId(), decisionId, reasonCode: null, reasonText: null })
    .catch(problemOf);
  if (isProblem(outcome)) {
    toastProblem(outcome);
    return null;
  }
  announce(outcome.message);
  for (const listener of [...listeners]) listener(decisionId);
  const back = outcome.decisionId;
  if (back === null) toast(outcome.message);
  else
    toast(outcome.message, {
      label: again,
      command: again === 'Redo' ? 'redo' : 'undo',
      run: () => void takeBack(client, back, again === 'Redo' ? 'Undo' : 'Redo'),
    });
  return outcome;
}
