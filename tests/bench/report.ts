/** The lines of the table that `npm run bench` prints. */

/** One measurement, compared with the least possible cost or with a peer. */
export interface Line {
  name: string;
  /** Both with their unit. */
  here: string;
  beside: string;
  /** `here` in relation to `beside`: how many times as much, or how much more. */
  ratio: number;
  goal: { atLeast: number } | { atMost: number };
}

/** Adds a line to the table. A bench that runs alone prints it at once. */
export function report(line: Line): void {
  if (process.send) process.send(line);
  else process.stdout.write(tableOf([line]));
  if (!isMet(line)) process.exitCode = 1;
}

export function isMet({ ratio, goal }: Line): boolean {
  return 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
}

/** A table in Markdown. */
export function tableOf(lines: readonly Line[]): string {
  const cells = [
    ['measured', 'here', 'floor or peer', 'ratio', 'goal', 'met'],
    ...lines.map((line) => [
      line.name,
      line.here,
      line.beside,
      rounded(line.ratio),
      'atLeast' in line.goal ? `≥ ${line.goal.atLeast}` : `≤ ${line.goal.atMost}`,
      isMet(line) ? 'yes' : 'no',
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const rows = cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)));
  const rule = widths.map((width) => '-'.repeat(width));
  return [rows[0]!, rule, ...rows.slice(1)].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function rounded(ratio: number): string {
  return Math.abs(ratio) >= 10 ? ratio.toFixed(0) : ratio.toFixed(2);
}
