import { Fragment, useState, type ReactNode } from 'react';

/** Mounts its content again on `retry`, so that its queries run again. */
export function Retriable({ children }: { children: (retry: () => void) => ReactNode }) {
  const [tries, setTries] = useState(0);
  return <Fragment key={tries}>{children(() => setTries(tries + 1))}</Fragment>;
}
