/**
 * How many requests were refused. A burst within a second is counted once, so that several may have
 * been more.
 */
export function RefusedCount({ count }: { count: number }) {
  const number = count.toLocaleString('en');
  if (count <= 1) return number;
  return (
    <span title={`At least ${number}: of a burst, one a second is counted`}>
      <span aria-hidden>{number}+</span>
      <span className="sr-only">at least {number}</span>
    </span>
  );
}
