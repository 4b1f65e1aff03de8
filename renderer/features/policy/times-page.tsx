/** When an exception is due, and how long things may take before they are one. */
import { clockText } from '#shared/domain/policy-words.ts';
import { Field } from '../../design/field.tsx';
import { changeRules, type Rules } from './draft.ts';
import { AmountField, ChoiceField, CountField } from './inputs.tsx';
import { Card, Sheet } from './sheet.tsx';

const NINE_TO_FIVE = { fromMinute: 540, toMinute: 1020 };
const COUNTRIES = [
  'at',
  'au',
  'be',
  'ca',
  'ch',
  'cz',
  'de',
  'dk',
  'es',
  'fi',
  'fr',
  'gb',
  'ie',
  'it',
  'jp',
  'nl',
  'no',
  'nz',
  'pl',
  'pt',
  'se',
  'us',
];

export function TimesPage({ rules, currency }: { rules: Rules; currency: string }) {
  const { spanHours, officeHours } = rules;
  return (
    <Sheet
      title="Due times"
      about="Due is the time of the event, not of finding it, plus these business hours. A business hour is an hour of a working day."
    >
      <Card title="Hours to act">
        <div className="policy-row">
          {(['S1', 'S2', 'S3'] as const).map((severity) => (
            <CountField
              key={severity}
              label={{ S1: 'S1, high', S2: 'S2, medium', S3: 'S3, low' }[severity]}
              value={spanHours[severity]}
              onChange={(hours) => changeRules({ spanHours: { ...spanHours, [severity]: hours } })}
            />
          ))}
          <CountField
            label="Pending at most"
            hint="For what a gateway calls pending, and for what is put off."
            value={rules.pendingHours}
            onChange={(pendingHours) => changeRules({ pendingHours })}
          />
        </div>
        <AmountField
          label="Urgent above"
          hint="Wrong billing over this amount is S1, whatever its kind."
          currency={currency}
          value={rules.urgentAboveMinor}
          onChange={(urgentAboveMinor) => changeRules({ urgentAboveMinor })}
        />
      </Card>
      <Card title="Business hours">
        <div className="policy-row">
          <ChoiceField
            label="A working day has"
            value={officeHours === null ? 'day' : 'hours'}
            options={[
              ['day', 'all 24 hours'],
              ['hours', 'office hours'],
            ]}
            onChange={(choice) => changeRules({ officeHours: choice === 'day' ? null : NINE_TO_FIVE })}
          />
          {officeHours !== null && (
            <>
              <ClockField
                label="From"
                value={officeHours.fromMinute}
                onChange={(fromMinute) => changeRules({ officeHours: { ...officeHours, fromMinute } })}
              />
              <ClockField
                label="To"
                value={officeHours.toMinute}
                error={officeHours.toMinute <= officeHours.fromMinute ? 'After the beginning.' : null}
                onChange={(toMinute) => changeRules({ officeHours: { ...officeHours, toMinute } })}
              />
            </>
          )}
          <ChoiceField
            label="Holidays"
            hint="Public holidays of that country are no working days."
            value={rules.officeCountry ?? ''}
            options={[['', 'weekends only'], ...COUNTRIES.map((code) => [code, countryName(code)] as const)]}
            onChange={(code) => changeRules({ officeCountry: code === '' ? null : code })}
          />
        </div>
      </Card>
      <Card title="How long things may take" about="Before the time is up they are expected; after it they are an exception.">
        <div className="policy-row">
          <CountField
            label="To pay what was sent, or give back what was cancelled"
            least={0}
            value={rules.orderClockHours}
            onChange={(orderClockHours) => changeRules({ orderClockHours })}
          />
          <CountField
            label="To book a sale or a payout"
            least={0}
            value={rules.bookingClockHours}
            onChange={(bookingClockHours) => changeRules({ bookingClockHours })}
          />
        </div>
      </Card>
    </Sheet>
  );
}

function ClockField({
  label,
  value,
  error = null,
  onChange,
}: {
  label: string;
  value: number;
  error?: string | null;
  onChange: (minute: number) => void;
}) {
  return (
    <Field label={label} error={error}>
      {(slots) => (
        <input
          {...slots}
          type="time"
          className="input policy-narrow"
          value={clockText(value)}
          onChange={(event) => {
            const [hours, minutes] = event.target.value.split(':').map(Number);
            if (hours !== undefined && minutes !== undefined) onChange(hours * 60 + minutes);
          }}
        />
      )}
    </Field>
  );
}

const NAMES = new Intl.DisplayNames('en', { type: 'region' });

function countryName(code: string): string {
  return NAMES.of(code.toUpperCase()) ?? code.toUpperCase();
}
