import { usePanel } from '../panel/panel.tsx';
import { EmptyState } from '../ui/notice/EmptyState.tsx';

/** Shown when there are no users. */
export function NoUsers({ search, loading }: { search: string; loading: boolean }) {
  const { role } = usePanel();
  if (loading) return <div className="flex-1" />;
  return (
    <div className="min-h-0 flex-1">
      {search === '' ? (
        <EmptyState title="No users yet">
          <p>Sign up a user: the row appears here when Clerk’s user.created webhook arrives.</p>
        </EmptyState>
      ) : (
        <EmptyState title={`No users match “${search}”`}>
          <p>
            {role === 'viewer'
              ? 'Search by the start of a Clerk id, such as user_2x. Names and emails are masked for viewers.'
              : 'Search by the start of a Clerk id, such as user_2x, or of a field that the app made searchable.'}
          </p>
        </EmptyState>
      )}
    </div>
  );
}
