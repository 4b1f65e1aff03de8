import { RefreshCw } from 'lucide-react';
import { useCallback, useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Comparison } from '#shared/contract/review.ts';
import { announce } from '../../app/announce.tsx';
import { changeSettings, useSettings } from '../../app/settings.ts';
import { SourceLineDialog } from '../../app/source-line-dialog.tsx';
import { Button } from '../../design/button.tsx';
import { Notice } from '../../design/notice.tsx';
import { useCommand } from '../../keys/live.ts';
import { Evidence } from './evidence.tsx';
import { ReviewFoot } from './foot.tsx';
import { Grid } from './grid.tsx';
import { ReviewHead } from './head.tsx';
import { OverrideDialog } from './override-dialog.tsx';
import { changedFields, firstField, groupRows, hiddenCount } from './rows.ts';
import { SideDialog } from './side-dialog.tsx';
import { SplitOrderDialog } from './split-order-dialog.tsx';
import { draftOf, reviewActions } from './store.ts';
import { useEffects, useMergedOrder } from './use-effects.ts';
import { type ReviewDialog, useReviewCommands } from './use-review-commands.ts';
import { useWideWindow } from './use-wide-window.ts';

/** One question: are these one sale, and which values survive? */
export function Question({
  comparison,
  live,
  position,
  zone,
  goNext,
}: {
  comparison: Comparison;
  /** False while the next question is on its way and this one is still drawn. */
  live: boolean;
  /** From 1; null when the question has left the list. */
  position: { index: number | null; total: number };
  zone: string;
  goNext: () => void;
}) {
  const { item, rows } = comparison;
  const onlyDifferences = useSettings((settings) => settings.onlyDifferences);
  const groups = useMemo(() => groupRows(rows, onlyDifferences), [rows, onlyDifferences]);
  const [dialog, setDialog] = useState<ReviewDialog | null>(null);
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const [wanted, setWanted] = useState<{ proposalId: string; why: string | null } | null>(null);
  const reasonWanted = wanted?.proposalId === item.proposalId ? wanted.why : null;
  const panel = useEvidencePanel();
  const change = useSourceChange(comparison);
  const { result, orderId } = useMergedOrder(comparison);
  const openOverride = useCallback(
    (field: string, recordId: number | null) => setDialog({ kind: 'override', field, recordId }),
    [],
  );

  const openOrigin = useCallback(
    (field: string, recordId: number) =>
      setDialog({ kind: 'provenance', field, recordId, label: rows.find((row) => row.field === field)?.label ?? field }),
    [rows],
  );

  const busy = useReviewCommands({
    comparison,
    groups,
    live,
    openDialog: setDialog,
    goNext,
    holdForChange: change.hold,
    askReason: (why) => {
      setWanted({ proposalId: item.proposalId, why });
      panel.show();
      // The panel may only be drawn after this.
      requestAnimationFrame(() => reasonRef.current?.focus());
    },
  });
  useCommand('evidence', panel.toggle);
  useCommand('history', () => {
    panel.show();
    requestAnimationFrame(() => document.getElementById('review-history')?.scrollIntoView({ block: 'start' }));
  });

  // Once a question: new facts about the same one leave the focus where it is.
  const greeted = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (greeted.current === item.proposalId) return;
    greeted.current = item.proposalId;
    reviewActions.edit(null);
    reviewActions.focus(firstField(groups, draftOf(item.proposalId).picks));
    announce(
      `${item.title}, ${comparison.probabilityLabel}${position.index === null ? '' : `, ${position.index} of ${position.total}`}`,
    );
  });

  const close = () => setDialog(null);
  const overridden = dialog?.kind === 'override' ? rows.find((row) => row.field === dialog.field) : undefined;
  return (
    <>
      <section className={live ? 'center' : 'center leaving'} aria-label={item.title} aria-busy={!live}>
        <ReviewHead comparison={comparison} busy={busy} />
        {change.fields.length > 0 && (
          <div className="review-banner" role="alert">
            <Notice
              tone="warn"
              icon={<RefreshCw aria-hidden="true" />}
              actions={<Button onClick={change.acknowledge}>Seen</Button>}
            >
              <strong>A source changed while this was open:</strong> {change.fields.join(', ')}. The differences are marked anew and
              your choices are kept. Look once more, then decide.
            </Notice>
          </div>
        )}
        <Grid
          comparison={comparison}
          groups={groups}
          hidden={hiddenCount(rows, onlyDifferences)}
          zone={zone}
          result={result}
          orderId={orderId}
          onOverride={openOverride}
          onOrigin={openOrigin}
        />
        <ReviewFoot index={position.index} total={position.total} />
      </section>
      {panel.shown && <EvidencePane comparison={comparison} zone={zone} reasonRef={reasonRef} reasonWanted={reasonWanted} />}
      {dialog?.kind === 'side' && <SideDialog comparison={comparison} kind={dialog.what} onDone={goNext} onClose={close} />}
      {dialog?.kind === 'override' && overridden !== undefined && (
        <OverrideDialog comparison={comparison} row={overridden} recordId={dialog.recordId} onClose={close} />
      )}
      {dialog?.kind === 'split' && <SplitOrderDialog orderId={dialog.orderId} onClose={close} />}
      {dialog?.kind === 'provenance' && (
        <SourceLineDialog recordId={dialog.recordId} field={dialog.field} title={dialog.label} zone={zone} onClose={close} />
      )}
    </>
  );
}

/**
 * Redraws with every pick; the grid beside it does not. Of another question the grid is drawn first, which is what a person looks at
 * and what the keys act on; the evidence follows in the next frame. The reason is that of the question on screen from the first.
 */
function EvidencePane({ comparison, ...props }: Omit<Parameters<typeof Evidence>[0], 'effects' | 'question'>) {
  const shown = useDeferredValue(comparison);
  return <Evidence {...props} comparison={shown} question={comparison.item} effects={useEffects(shown)} />;
}

/** In a wide window the panel is a column that stays; in a narrow one it lies over the grid until it is closed. */
function useEvidencePanel(): { shown: boolean; show: () => void; toggle: () => void } {
  const wide = useWideWindow();
  const column = useSettings((settings) => settings.evidenceOpen);
  const [over, setOver] = useState(false);
  const set = (open: boolean) => (wide ? changeSettings({ evidenceOpen: open }) : setOver(open));
  const shown = wide ? column : over;
  return { shown, show: () => set(true), toggle: () => set(!shown) };
}

/**
 * Notices when a source changed what is on screen. The first decision after that is held back once, so that nobody decides on what
 * they have not seen; the commit compares versions all the same.
 */
function useSourceChange(comparison: Comparison): { fields: readonly string[]; acknowledge: () => void; hold: () => boolean } {
  const [seen, setSeen] = useState(comparison);
  const sameQuestion = seen.item.proposalId === comparison.item.proposalId;
  if (!sameQuestion) setSeen(comparison);
  const fields = sameQuestion && seen.token !== comparison.token ? changedFields(seen, comparison) : [];
  const acknowledge = () => setSeen(comparison);
  return {
    fields,
    acknowledge,
    hold: () => {
      if (fields.length === 0) return false;
      acknowledge();
      announce(`A source changed: ${fields.join(', ')}. Look once more, then decide.`);
      return true;
    },
  };
}
