/** The work of a page's thread, without everything else that the machine does. */
import type { Page } from 'puppeteer-core';
import { report } from './report.ts';

const CATEGORIES = ['disabled-by-default-devtools.timeline', 'devtools.timeline'];
/** Above this, in milliseconds, a browser calls a task long. */
export const LONG_TASK_MS = 50;

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  args: { name?: string };
  /** Microseconds of the thread's own processor time. */
  tdur?: number;
}

/** In milliseconds of the processor time of the page's thread, as on an idle machine. */
export interface PageWork {
  /** The longest task. */
  longest: number;
  total: number;
  /** How often each thing happened, by its name in Chromium's traces. */
  count: (name: string) => number;
}

/** Runs `work` on a page and returns what the page's thread did meanwhile. */
export async function pageWork(page: Page, work: () => Promise<void>): Promise<PageWork> {
  await page.tracing.start({ categories: CATEGORIES });
  await work();
  const trace = new TextDecoder().decode(await page.tracing.stop());
  const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const pageThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(threadOf),
  );
  const events = traceEvents.filter((event) => pageThreads.has(threadOf(event)));
  const tasks = events.filter(({ name }) => name === 'RunTask').map(({ tdur = 0 }) => tdur / 1_000);
  if (tasks.length === 0) throw new Error('The trace has no tasks of the page.');
  return {
    longest: Math.round(tasks.reduce((most, task) => Math.max(most, task))),
    total: Math.round(tasks.reduce((sum, task) => sum + task)),
    count: (wanted) => events.filter(({ name }) => name === wanted).length,
  };
}

let worst = { what: 'nothing', longest: 0 };

/** Prints the longest task of a piece of work. */
export async function reportLongest(
  page: Page,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  const { longest } = await pageWork(page, work);
  console.log(`${what.padEnd(52)} ${String(longest).padStart(4)} ms`);
  if (longest > worst.longest) worst = { what, longest };
}

/** Adds the longest task that this process has printed to the table. */
export function reportWorst(name: string): void {
  report({
    name: `${name}: longest task`,
    here: `${worst.longest} ms (${worst.what})`,
    beside: `${LONG_TASK_MS} ms (a long task)`,
    ratio: worst.longest / LONG_TASK_MS,
    goal: { atMost: 1 },
  });
}
