import { CopyButton } from '../app/CopyButton.tsx';
/** What the deployment refused or could not do, with a way to copy it. */
export function Failure({ message }: { message: string }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p role="alert" className="min-w-0 break-words text-failed">
        {message}
      </p>
      <CopyButton text={() => message}>Copy the error</CopyButton>
    </div>
  );
}
