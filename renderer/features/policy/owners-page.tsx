/** Who sees to what: an owner for each reason. */
import type { PolicyView } from '#shared/contract/policy.ts';
import { REASON_TITLES } from '#shared/domain/money-words.ts';
import { OWNERS, type Owner, SEVERITIES } from '#shared/domain/policy.ts';
import { ownerName } from '#shared/domain/policy-words.ts';
import { Button } from '../../design/button.tsx';
import { Tag } from '../../design/tag.tsx';
import { changeRules, type Rules } from './draft.ts';
import { Sheet } from './sheet.tsx';

const TONES = { S1: 'bad', S2: 'warn', S3: undefined } as const;
const ABOUT = {
  S1: 'High: money or a client may be lost',
  S2: 'Medium: something does not agree',
  S3: 'Low: to be tidied up',
} as const;

export function OwnersPage({ rules, reasons }: { rules: Rules; reasons: PolicyView['reasons'] }) {
  const setOwner = (code: string, owner: Owner | null) => {
    const { [code]: _, ...others } = rules.owners;
    changeRules({ owners: owner === null ? others : { ...others, [code]: owner } });
  };
  return (
    <Sheet
      title="Owners"
      about="Who gets an exception when it is raised. Whoever has it can hand a single one over in the inbox; here you say where they all go."
    >
      <table className="plain-table policy-owners">
        <thead>
          <tr>
            <th scope="col">What does not hold</th>
            <th scope="col">Owner</th>
            <th scope="col">
              <span className="sr-only">As shipped</span>
            </th>
          </tr>
        </thead>
        {SEVERITIES.map((severity) => (
          <tbody key={severity}>
            <tr className="policy-group">
              <th colSpan={3} scope="rowgroup">
                <Tag tone={TONES[severity]}>{severity}</Tag> {ABOUT[severity]}
              </th>
            </tr>
            {reasons
              .filter((reason) => reason.severity === severity)
              .map(({ code, owner: shipped }) => {
                const own = rules.owners[code];
                const title = REASON_TITLES[code] ?? code;
                return (
                  <tr key={code}>
                    <th scope="row">{title}</th>
                    <td>
                      <select
                        className="input policy-choice"
                        aria-label={`Owner of: ${title}`}
                        value={own ?? shipped}
                        onChange={(event) => {
                          const owner = OWNERS.find((one) => one === event.target.value);
                          if (owner !== undefined) setOwner(code, owner === shipped ? null : owner);
                        }}
                      >
                        {OWNERS.map((owner) => (
                          <option key={owner} value={owner}>
                            {ownerName(owner)}
                          </option>
                        ))}
                      </select>
                    </td>
                    <td className="policy-shipped">
                      {own !== undefined && own !== shipped && (
                        <Button tone="quiet" onClick={() => setOwner(code, null)}>
                          Back to {ownerName(shipped)}
                        </Button>
                      )}
                    </td>
                  </tr>
                );
              })}
          </tbody>
        ))}
      </table>
    </Sheet>
  );
}
