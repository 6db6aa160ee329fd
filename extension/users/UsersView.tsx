/** The live users table. `clerkId` is the user that is open, null for none. */
export function UsersView({
  clerkId,
  onOpen,
}: {
  clerkId: string | null;
  onOpen: (clerkId: string | null) => void;
}) {
  return <button onClick={() => onOpen(null)}>{clerkId}</button>;
}
