/** Rules that were changed on the policy's pages and are not saved yet. Kept while the window lives, so that pages can be visited in between. */
import { create } from 'zustand';
import type { PolicyView } from '#shared/contract/policy.ts';

export type Rules = Omit<PolicyView, 'version' | 'reasons'>;
export type Draft = Partial<Omit<Rules, 'baseCurrency'>>;

interface PolicyDraft {
  readonly draft: Draft;
  /** Fields whose text says nothing that can be saved. */
  readonly wrong: ReadonlySet<string>;
  /** Moves on when fields must show what is in force again. */
  readonly epoch: number;
}

export const usePolicyDraft = create<PolicyDraft>(() => ({ draft: {}, wrong: new Set(), epoch: 0 }));

export function changeRules(patch: Draft): void {
  usePolicyDraft.setState(({ draft }) => ({ draft: { ...draft, ...patch } }));
}

export function markWrong(field: string, isWrong: boolean): void {
  usePolicyDraft.setState(({ wrong }) => {
    if (wrong.has(field) === isWrong) return {};
    const next = new Set(wrong);
    if (isWrong) next.add(field);
    else next.delete(field);
    return { wrong: next };
  });
}

export function discardDraft(): void {
  usePolicyDraft.setState(({ epoch }) => ({ draft: {}, wrong: new Set(), epoch: epoch + 1 }));
}
