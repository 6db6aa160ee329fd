/**
 * How many requests were rejected. A burst within a second is counted once, so there may have been
 * more.
 */
export function RejectionCount({ count }: { count: number }) {
  const number = count.toLocaleString('en');
  if (count <= 1) return number;
  return (
    <span title={`At least ${number}: a burst within a second is counted once`}>
      <span aria-hidden>{number}+</span>
      <span className="sr-only">at least {number}</span>
    </span>
  );
}
