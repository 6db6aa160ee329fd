/** What the thread of a page works, told from what else the machine is busy with. */
import type { Page } from 'puppeteer-core';

const CATEGORIES = ['disabled-by-default-devtools.timeline', 'devtools.timeline'];
/** Above this, in milliseconds, a browser calls a task long. */
const MOST_MS = 50;

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  args: { name?: string };
  /** Microseconds of the thread's own processor time. */
  tdur?: number;
}

/** In milliseconds of the processor time of the page's thread: on a machine that does nothing else. */
export interface PageWork {
  /** The longest that it worked in one go. */
  longest: number;
  total: number;
  /** How often each thing happened, by its name in Chromium's traces. */
  count(name: string): number;
}

/** Runs `work` on a page and tells what the page's thread did meanwhile. */
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

/** Prints the longest task of a piece of work; one over 50 ms makes the bench fail. */
export async function reportLongest(
  page: Page,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  const { longest } = await pageWork(page, work);
  console.log(`${what.padEnd(52)} ${String(longest).padStart(4)} ms`);
  if (longest > MOST_MS) process.exitCode = 1;
}
