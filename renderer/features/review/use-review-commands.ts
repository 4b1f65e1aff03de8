/** What the keys do on one question. Everything reads the draft at the moment of the key press, so nothing here draws. */
import { useRef, useState } from 'react';
import type { Receipt } from '#shared/contract/procedure.ts';
import type { Comparison, GridRow } from '#shared/contract/review.ts';
import { newCommandId, useAct } from '../../app/act.ts';
import { announce } from '../../app/announce.tsx';
import { changeSettings, useSettings } from '../../app/settings.ts';
import { useCommand } from '../../keys/live.ts';
import { blankedValues, choiceOf, isUnresolved, neighbour } from './picks.ts';
import { fieldAway, nextConflict, type RowGroup } from './rows.ts';
import { draftOf, reviewActions, useReview } from './store.ts';

export type ReviewDialog =
  | { readonly kind: 'side'; readonly what: 'apart' | 'relate' }
  | { readonly kind: 'override'; readonly field: string; readonly recordId: number | null }
  | { readonly kind: 'split'; readonly orderId: string }
  | { readonly kind: 'provenance'; readonly recordId: number; readonly field: string; readonly label: string };

interface Question {
  readonly comparison: Comparison;
  readonly groups: readonly RowGroup[];
  /** The screen shows this question and nothing else is on the way. */
  readonly live: boolean;
  readonly openDialog: (dialog: ReviewDialog) => void;
  /** Puts the focus into the reason, and says why it is needed. */
  readonly askReason: (why: string | null) => void;
  /** True when the person was told about a changed source just now and has to look first. */
  readonly holdForChange: () => boolean;
  readonly goNext: () => void;
}

/** Answers the commands of the open question. Returns whether a decision is on its way. */
export function useReviewCommands(question: Question): boolean {
  const { comparison, groups, live, openDialog, goNext } = question;
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const deciding = useRef(false);
  const { item, members, rows } = comparison;
  const { proposalId } = item;
  const open = live && (item.state === 'open' || item.state === 'skipped');
  const mergeable = open && comparison.blocking.length === 0;
  const rowOf = (field: string | null): GridRow | undefined => rows.find((row) => row.field === field);
  const current = (): GridRow | undefined => rowOf(useReview.getState().field);
  const reasonOf = () => {
    const text = draftOf(proposalId).reason.trim();
    return text === '' ? { reasonCode: null, reasonText: null } : { reasonCode: 'other', reasonText: text };
  };

  /** One decision at a time: a second key press while one is on its way is not a second decision. */
  async function decide(command: Parameters<typeof act>[0]): Promise<void> {
    if (deciding.current || question.holdForChange()) return;
    deciding.current = true;
    setBusy(true);
    let receipt: Receipt | null = null;
    try {
      receipt = await act(command);
    } finally {
      deciding.current = false;
      setBusy(false);
    }
    if (receipt === null) return;
    reviewActions.settled(proposalId, receipt.decisionId);
    // Also from the field of the reason: the next question takes the keyboard.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    goNext();
  }

  function merge(): void {
    const { picks, overrides } = draftOf(proposalId);
    const unresolved = rows.filter((row) => isUnresolved(row, picks[row.field]));
    const [first] = unresolved;
    if (first !== undefined) {
      reviewActions.focus(first.field);
      announce(`${first.label} needs a choice`);
      return;
    }
    const blanked = blankedValues(rows, picks);
    if (blanked.length > 0 && reasonOf().reasonText === null) {
      question.askReason(`Say why ${blanked.map((row) => row.label).join(', ')} is left blank.`);
      return;
    }
    void decide((app) =>
      app.review.merge({
        commandId: newCommandId(),
        proposalId,
        token: comparison.token,
        memberIds: members.map(({ recordId }) => recordId),
        picks: Object.values(picks),
        overrides: Object.entries(overrides).map(([field, reason]) => ({ field, ...reason })),
        ...reasonOf(),
      }),
    );
  }

  useCommand('merge', merge, mergeable);
  useCommand(
    'mergeWithReason',
    () => {
      if (reasonOf().reasonText === null) question.askReason(null);
      else merge();
    },
    mergeable,
  );
  useCommand(
    'apart',
    () => {
      const [, second] = members;
      if (members.length > 2 || second === undefined) {
        if (!question.holdForChange()) openDialog({ kind: 'side', what: 'apart' });
        return;
      }
      void decide((app) =>
        app.review.apart({
          commandId: newCommandId(),
          proposalId,
          token: comparison.token,
          side: [second.recordId],
          ...reasonOf(),
        }),
      );
    },
    open,
  );
  useCommand('relate', () => !question.holdForChange() && openDialog({ kind: 'side', what: 'relate' }), open);
  useCommand(
    'skip',
    () => void decide((app) => app.review.skip({ commandId: newCommandId(), proposalId })),
    live && item.state === 'open',
  );

  const joined = joinedOrder(comparison, useReview.getState().field);
  useCommand('split', () => joined !== null && openDialog({ kind: 'split', orderId: joined }), live && joined !== null);

  const move = (step: 1 | -1) => reviewActions.focus(fieldAway(groups, useReview.getState().field, step));
  useCommand('fieldDown', () => move(1), live);
  useCommand('fieldUp', () => move(-1), live);
  const jump = (step: 1 | -1) => {
    const { field } = useReview.getState();
    const next = nextConflict(groups, draftOf(proposalId).picks, field, step);
    if (next === null) announce('No conflicts here');
    else reviewActions.focus(next);
  };
  useCommand('nextConflict', () => jump(1), live);
  useCommand('previousConflict', () => jump(-1), live);

  function choose(row: GridRow, recordId: number): void {
    const cell = row.cells.find((one) => one.recordId === recordId);
    const name = members.find((member) => member.recordId === recordId)?.caption ?? '';
    if (cell?.value == null) announce(`${name} says nothing about ${row.label}`);
    else if (row.locked && recordId !== row.defaultRecordId) openDialog({ kind: 'override', field: row.field, recordId });
    else {
      reviewActions.pick(proposalId, row, { field: row.field, from: 'record', recordId });
      announce(`${row.label}: ${cell.value.text}, from ${name}`);
    }
  }
  const step = (by: 1 | -1) => {
    const row = current();
    if (row === undefined) return;
    if (row.locked) {
      announce(`${row.label} is locked. E overrides it with a reason.`);
      return;
    }
    const recordId = neighbour(row, choiceOf(row, draftOf(proposalId).picks[row.field]), by);
    if (recordId !== null) choose(row, recordId);
  };
  useCommand('pickRight', () => step(1), open);
  useCommand('pickLeft', () => step(-1), open);
  useCommand(
    'pickNumber',
    (index) => {
      const row = current();
      const member = members[index];
      if (row !== undefined && member !== undefined) choose(row, member.recordId);
    },
    open,
  );
  useCommand(
    'useAll',
    (index) => {
      const member = members[index];
      if (member === undefined) return;
      reviewActions.takeAll(proposalId, rows, member.recordId);
      announce(`All from ${member.caption}, except locked fields`);
    },
    open,
  );
  useCommand(
    'keepBoth',
    () => {
      const row = current();
      if (row === undefined) return;
      if (!row.canKeepBoth) announce(`${row.label} has one value`);
      else {
        reviewActions.pick(proposalId, row, { field: row.field, from: 'both' });
        announce(`${row.label}: both kept`);
      }
    },
    open,
  );
  useCommand(
    'custom',
    () => {
      const row = current();
      if (row === undefined) return;
      if (row.locked) openDialog({ kind: 'override', field: row.field, recordId: null });
      else reviewActions.edit(row.field);
    },
    open,
  );
  useCommand(
    'blank',
    () => {
      const row = current();
      if (row === undefined) return;
      if (row.locked) announce(`${row.label} is locked. E overrides it with a reason.`);
      else {
        reviewActions.pick(proposalId, row, { field: row.field, from: 'blank' });
        announce(`${row.label} left blank`);
      }
    },
    open,
  );
  useCommand('onlyDifferences', () => changeSettings({ onlyDifferences: !useSettings.getState().onlyDifferences }), live);
  useCommand(
    'provenance',
    () => {
      const row = current();
      if (row === undefined) return;
      const choice = choiceOf(row, draftOf(proposalId).picks[row.field]);
      const recordId = choice.from === 'record' ? choice.recordId : row.cells.find((cell) => cell.state === 'value')?.recordId;
      if (recordId !== undefined) openDialog({ kind: 'provenance', recordId, field: row.field, label: row.label });
    },
    live,
  );
  return busy;
}

/** The order on this screen that holds more than one record: that of the focused row's choice, else the first. Null: none. */
function joinedOrder(comparison: Comparison, field: string | null): string | null {
  const { members, rows, item } = comparison;
  const isJoined = (orderId: string) => members.filter((member) => member.orderId === orderId).length > 1;
  const row = rows.find((one) => one.field === field);
  const choice = row === undefined ? null : choiceOf(row, draftOf(item.proposalId).picks[row.field]);
  const chosen = choice?.from === 'record' ? members.find((member) => member.recordId === choice.recordId) : undefined;
  if (chosen !== undefined && isJoined(chosen.orderId)) return chosen.orderId;
  return members.find((member) => isJoined(member.orderId))?.orderId ?? null;
}
