/** By which words a bank line is known to come from a gateway; every other line is none of this book's business. */
import { RAILS } from '#shared/domain/clock.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { changeRules, type Rules } from './draft.ts';
import { WordsField } from './inputs.tsx';
import { Card, Sheet } from './sheet.tsx';

export function BankLinesPage({ rules }: { rules: Rules }) {
  return (
    <Sheet
      title="Bank lines"
      about="A bank line that names one of these words is expected to be a payout, and is an exception when nothing explains it. Lines with none of them (rent, wages, taxes) stay outside."
    >
      <Card title="Words by which a line is known" about="As the bank writes them, between commas. Capital letters do not matter.">
        {RAILS.filter((rail) => rail !== 'bank').map((rail) => (
          <WordsField
            key={rail}
            label={SYSTEM_LABELS[rail].name}
            value={rules.railWords[rail] ?? []}
            onChange={(words) => changeRules({ railWords: { ...rules.railWords, [rail]: [...words] } })}
          />
        ))}
      </Card>
    </Sheet>
  );
}
