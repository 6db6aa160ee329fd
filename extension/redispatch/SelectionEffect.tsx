import type { UserPreview } from '../../convex/shared/preview.ts';
import { Failure } from '../app/Failure.tsx';
import { Loading } from '../app/Loading.tsx';
import { VisibleText } from '../app/VisibleText.tsx';
import type { SelectionPreview } from '../data/redispatch.ts';
import { listFields } from '../inspector/fieldNames.ts';
import {
  deliveriesOf,
  deliveryCount,
  endsOtherwise,
  figure,
  handlerWarning,
  summarizeEffect,
} from './effectSummary.ts';
import { Warning } from './Warning.tsx';

const USERS_LISTED = 100;

/** A selection's preview in one line, and the users that it would change. */
export function SelectionEffect({ preview }: { preview: SelectionPreview }) {
  const { soFar, error, retry } = preview;
  const users = [...soFar.users.values()];
  const listed = users.filter(endsOtherwise);
  const deliveries = deliveriesOf(soFar.counts);
  return (
    <section aria-label="Effect" className="flex flex-col gap-2">
      <div role="status">
        {soFar.cut && (
          <p>
            More than 1,000 users would change. The preview ends there, the batch does not. The
            first {deliveryCount(deliveries)}:
          </p>
        )}
        {soFar.done ? (
          <p className="font-semibold">{summarizeEffect(soFar.counts, users)}</p>
        ) : (
          error === null && (
            <Loading
              text={`Working out what this would do: ${deliveryCount(deliveries)} so far …`}
            />
          )
        )}
        {soFar.failedBefore > 0 && <Warning>{handlerWarning(soFar.failedBefore)}</Warning>}
      </div>
      {error !== null && <Failure message={error} onRetry={retry} />}
      {listed.length > 0 && (
        <div
          role="region"
          aria-label="Users that would change"
          tabIndex={0}
          className="max-h-48 overflow-auto border border-hairline"
        >
          <table className="w-full table-fixed border-collapse text-left">
            <tbody>
              {listed.slice(0, USERS_LISTED).map((user) => (
                <tr key={user.clerk_id} className="border-b border-hairline last:border-0">
                  <th scope="row" className="w-1/3 truncate px-2 py-0.5 font-normal">
                    <VisibleText text={user.user_label ?? user.clerk_id} />
                  </th>
                  <td className="px-2 py-0.5 break-words">{userEffect(user)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {listed.length > USERS_LISTED && (
            <p className="px-2 py-0.5 text-muted">
              and {figure(listed.length - USERS_LISTED)} more users
            </p>
          )}
        </div>
      )}
    </section>
  );
}

function userEffect({ before, after, was_deleted, changed }: UserPreview): string {
  if (after === null) return 'deleted';
  if (before === null) return was_deleted ? 'created again, after Clerk deleted them' : 'created';
  return `changes ${listFields(changed)}`;
}
