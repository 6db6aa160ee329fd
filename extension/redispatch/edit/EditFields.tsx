import { TextField } from '../../ui/control/TextField.tsx';
import { useEffect, useRef, useState } from 'react';
import type { FormField } from './formFields.ts';

/** Inputs for the fields that most edits change, beside the JSON. */
export function EditFields({
  fields,
  onChange,
}: {
  fields: readonly FormField[];
  onChange: (field: FormField, value: string) => void;
}) {
  return (
    <fieldset className="flex flex-col gap-1 border border-hairline p-2 @min-[640px]:w-60 @min-[640px]:shrink-0 @min-[640px]:overflow-auto">
      <legend className="sr-only">Fields of the event</legend>
      {fields.map((field) => (
        <Field key={field.path.join('.')} field={field} onChange={onChange} />
      ))}
    </fieldset>
  );
}

/**
 * Shows the typed text at once, and the JSON's value again when the JSON changes in another way.
 */
function Field({
  field,
  onChange,
}: {
  field: FormField;
  onChange: (field: FormField, value: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (document.activeElement !== input.current) setTyped(null);
  }, [field]);
  return (
    <label className="flex items-center gap-2 @min-[640px]:block">
      <span className="w-24 shrink-0 text-muted">{field.label}</span>
      <TextField
        ref={input}
        value={typed ?? field.value}
        placeholder={field.nullable ? 'null' : undefined}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => {
          setTyped(target.value);
          onChange(field, target.value);
        }}
        className="w-full min-w-0 flex-1"
      />
    </label>
  );
}
