/** How long the thread of a page works in one go, told from what else the machine is busy with. */
import type { Page } from 'puppeteer-core';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  args: { name?: string };
  /** Microseconds of the thread's own processor time. */
  tdur?: number;
}

/**
 * Runs `work` on a page and resolves to its longest task, in milliseconds of the processor time of
 * the page's thread: what it is on a machine that does nothing else.
 */
export async function longestTask(page: Page, work: () => Promise<void>): Promise<number> {
  await page.tracing.start({ categories: ['disabled-by-default-devtools.timeline'] });
  await work();
  const trace = new TextDecoder().decode(await page.tracing.stop());
  const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const pageThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(threadOf),
  );
  const tasks = traceEvents.filter(
    (event) => event.name === 'RunTask' && pageThreads.has(threadOf(event)),
  );
  if (tasks.length === 0) throw new Error('The trace has no tasks of the page.');
  return Math.round(Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1_000);
}
