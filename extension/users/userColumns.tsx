import type { ReactNode } from 'react';
import { MASK } from '../../convex/shared/masking.ts';
import type { UserRow } from '../../convex/shared/userRow.ts';
import { VisibleText } from '../app/VisibleText.tsx';
import { FieldValue } from '../inspector/FieldValue.tsx';

interface UserColumn {
  name: string;
  className: string;
  content: (user: UserRow) => ReactNode;
}

/** Its first and last name, or else its user name. */
export function UserName({ user: { first_name, last_name, username } }: { user: UserRow }) {
  const names = [first_name, last_name === MASK ? '' : last_name].filter(Boolean).join(' ');
  return <FieldValue field="first_name" value={names || username} />;
}

/** The columns of the users grid. What does not fit a narrow panel stands in the user's details. */
export const userColumns: UserColumn[] = [
  {
    name: 'Name',
    className: 'flex-2',
    content: (user) => <UserName user={user} />,
  },
  {
    name: 'E-mail',
    className: 'flex-3',
    content: ({ email }) => <FieldValue field="email" value={email} />,
  },
  {
    name: 'Clerk id',
    className: 'flex-3 font-mono text-[11px]',
    content: ({ clerk_id }) => <VisibleText text={clerk_id} />,
  },
  {
    name: 'Workspace',
    className: 'flex-2 hidden @min-[860px]:block',
    content: ({ workspace_id }) => <FieldValue field="workspace_id" value={workspace_id} />,
  },
  {
    name: 'Updated',
    className: 'flex-3 hidden @min-[640px]:block tabular-nums',
    content: ({ clerk_updated_at }) => (
      <FieldValue field="clerk_updated_at" value={clerk_updated_at} />
    ),
  },
];
