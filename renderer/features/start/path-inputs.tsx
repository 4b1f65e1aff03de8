import { useQuery } from '@tanstack/react-query';
import { attempt } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import type { FieldSlots } from '../../design/field.tsx';

interface PathInputProps {
  readonly slots: FieldSlots;
  readonly value: string;
  readonly placeholder: string;
  readonly onChange: (path: string) => void;
}

export function FolderInput(props: PathInputProps) {
  return <PathInput {...props} picker="pickFolder" />;
}

export function BookFileInput(props: PathInputProps) {
  return <PathInput {...props} picker="pickBook" />;
}

/** A path to type or paste; where the host has a native picker, a button for it. */
function PathInput({ slots, value, placeholder, onChange, picker }: PathInputProps & { picker: 'pickFolder' | 'pickBook' }) {
  const client = useClient();
  const { data: host } = useQuery(queries.host(client));
  return (
    <span className="with-button">
      <input
        {...slots}
        className="input mono"
        spellCheck={false}
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
      />
      {host?.capabilities.includes(picker) === true && (
        <Button
          onClick={() =>
            void attempt(() => client.host.call({ name: picker, argument: null })).then((path) => {
              if (path !== null) onChange(path);
            })
          }
        >
          Choose…
        </Button>
      )}
    </span>
  );
}
