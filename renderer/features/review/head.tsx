import { Ellipsis, Link2, Scissors, Undo2 } from 'lucide-react';
import { memo } from 'react';
import type { Comparison } from '#shared/contract/review.ts';
import { takeBack } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { Button } from '../../design/button.tsx';
import { formatMoney, formatProbability } from '../../design/format.ts';
import { Menu, MenuItem, MenuLine } from '../../design/menu.tsx';
import { Tag } from '../../design/tag.tsx';
import { runCommand, useLiveCommands } from '../../keys/live.ts';

/** What is asked, how sure, what stands in the way, and the three answers. */
export const ReviewHead = memo(function ReviewHead({ comparison, busy }: { comparison: Comparison; busy: boolean }) {
  const client = useClient();
  const live = useLiveCommands();
  const { item, blocking, members, summary, suggestedBy, probability, probabilityLabel } = comparison;
  const { decisionId } = item;
  const settled = item.state === 'merged' || item.state === 'apart';
  return (
    <header className="review-head">
      <div className="review-title">
        <h1>{item.title}</h1>
        {item.amountMinor !== null && item.currency !== null && (
          <span className="muted tabular">{formatMoney(item.amountMinor, item.currency)}</span>
        )}
      </div>
      <div className="review-acts">
        {settled ? (
          decisionId !== null && (
            <Button tone="main" icon={<Undo2 aria-hidden="true" />} onClick={() => void takeBack(client, decisionId)}>
              {item.state === 'merged' ? 'Take the merge back' : 'Ask again'}
            </Button>
          )
        ) : (
          <>
            <Button tone="quiet" command="skip" disabled={busy || !live.has('skip')} onClick={() => runCommand('skip')}>
              Skip
            </Button>
            <Button command="apart" disabled={busy} onClick={() => runCommand('apart')}>
              Not duplicates
            </Button>
            {blocking.length === 0 ? (
              <Button tone="main" command="merge" busy={busy} onClick={() => runCommand('merge')}>
                Merge {members.length} into 1
              </Button>
            ) : (
              <Button tone="main" command="relate" disabled={busy} onClick={() => runCommand('relate')}>
                Link as related
              </Button>
            )}
          </>
        )}
        <Menu align="end" trigger={<Button tone="quiet" aria-label="More" icon={<Ellipsis aria-hidden="true" />} />}>
          {live.has('relate') && (
            <MenuItem icon={<Link2 aria-hidden="true" />} command="relate" onClick={() => runCommand('relate')}>
              Related, but separate…
            </MenuItem>
          )}
          {live.has('split') && (
            <MenuItem icon={<Scissors aria-hidden="true" />} command="split" onClick={() => runCommand('split')}>
              Split an order…
            </MenuItem>
          )}
          <MenuItem command="bulkAccept" onClick={() => runCommand('bulkAccept')}>
            Accept a band at once…
          </MenuItem>
          <MenuItem command="evidence" onClick={() => runCommand('evidence')}>
            Show or hide evidence
          </MenuItem>
          <MenuLine />
          <MenuItem onClick={() => runCommand('runMatching')}>Look for duplicates again</MenuItem>
        </Menu>
      </div>
      <p className="review-summary">
        <span>{summary}</span>
        <Tag title={suggestedBy}>
          {probabilityLabel}, {formatProbability(probability)}
        </Tag>
        {blocking.map((rule) => (
          <Tag key={rule.code} tone="bad">
            {rule.label}
          </Tag>
        ))}
        {item.changedField !== null && <Tag tone="warn">asked again: {item.changedField} changed</Tag>}
        <span className="faint review-by">{suggestedBy}</span>
      </p>
    </header>
  );
});
