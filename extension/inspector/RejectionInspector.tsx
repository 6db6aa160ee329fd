import type { Rejection } from '../../convex/shared/rejection.ts';

/** What was refused in one minute for one reason, with the diagnosis. */
export function RejectionInspector({ rejection }: { rejection: Rejection }) {
  return <p>{rejection.sample.diagnosis}</p>;
}
