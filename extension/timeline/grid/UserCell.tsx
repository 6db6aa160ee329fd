import type { Rejection } from '../../../webhooks/shared/rejection.ts';
import { visibleString } from '../../ui/text/invisibleCharacters.ts';
import { VisibleText } from '../../ui/text/VisibleText.tsx';

/** A longer id is cut in the middle. */
const FITS = 16;

/** Enough of an id to tell it from others, with the whole id on hover. */
export function ShortId({ id }: { id: string }) {
  const short = id.length <= FITS ? id : `${id.slice(0, 9)}…${id.slice(-4)}`;
  return (
    <span className="font-mono text-[11px]" title={visibleString(id)}>
      <VisibleText text={short} />
    </span>
  );
}

/** The user that a rejected body claims to be about. */
export function ClaimedUser({ rejection: { claimed } }: { rejection: Rejection }) {
  const { name, user_id } = claimed ?? {};
  if (name === undefined && user_id === undefined) return <span className="text-muted">–</span>;
  return (
    <span className="text-muted" title="Unverified: the request was rejected">
      claims {name === undefined ? <ShortId id={user_id!} /> : <VisibleText text={name} />}
    </span>
  );
}
