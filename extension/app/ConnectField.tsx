import type { ReactNode } from 'react';
import { Failure } from '../ui/notice/Failure.tsx';
import { TextField } from '../ui/control/TextField.tsx';

/** A labelled field of the connect form, with its problem, if any. */
export function ConnectField({
  name,
  label,
  placeholder,
  initial,
  hint,
  problem = null,
}: {
  name: 'url' | 'accessKey' | 'name';
  label: string;
  placeholder: string;
  initial?: string;
  hint?: ReactNode;
  problem?: string | null;
}) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={`connect-${name}`}>{label}</label>
      <TextField
        id={`connect-${name}`}
        name={name}
        autoFocus={name === 'url'}
        defaultValue={initial}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={problem !== null}
        aria-describedby={`connect-${name}-problem connect-${name}-note`}
        className={name === 'accessKey' ? 'masked-input' : ''}
      />
      {problem !== null && (
        <Failure message={problem} messageId={`connect-${name}-problem`} copied={null} />
      )}
      {hint !== undefined && (
        <p id={`connect-${name}-note`} className="text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
