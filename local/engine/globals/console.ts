/** The `console` of functions: its lines belong to the running call. */
import { inspect } from 'node:util';
import { currentExecution } from '../calls/execution.ts';

// Convex's limits: 256 lines a call, 32 KiB a line.
const MOST_LINES = 256;
const LONGEST_LINE = 32_768;

type Level = 'DEBUG' | 'INFO' | 'LOG' | 'WARN' | 'ERROR';

export function createConsole() {
  const at =
    (level: Level) =>
    (...values: unknown[]) =>
      print(level, values.map(format));
  return {
    debug: at('DEBUG'),
    info: at('INFO'),
    log: at('LOG'),
    warn: at('WARN'),
    error: at('ERROR'),
    trace(...values: unknown[]) {
      const frames = currentExecution()?.backend.mapStack(new Error().stack ?? '') ?? '';
      print('LOG', [...values.map(format), `\n${frames}`]);
    },
    time(label: unknown = 'default') {
      const timers = currentExecution()?.consoleTimers;
      const name = String(label);
      if (timers?.has(name)) print('WARN', [`Timer '${name}' already exists`]);
      else timers?.set(name, performance.now());
    },
    timeLog(label: unknown = 'default', ...values: unknown[]) {
      printElapsed(String(label), values.map(format));
    },
    timeEnd(label: unknown = 'default') {
      printElapsed(String(label), []);
      currentExecution()?.consoleTimers.delete(String(label));
    },
  };
}

function printElapsed(label: string, values: string[]): void {
  const start = currentExecution()?.consoleTimers.get(label);
  if (start === undefined) print('WARN', [`Timer '${label}' does not exist`]);
  else print('INFO', [`${label}: ${Math.round(performance.now() - start)}ms`, ...values]);
}

function print(level: Level, parts: string[]): void {
  const lines = currentExecution()?.logLines;
  if (!lines || lines.length > MOST_LINES) return;
  const line = `[${level}] ${parts.join(' ')}`;
  if (lines.length === MOST_LINES) lines.push('[ERROR] Log overflow (maximum 256)');
  else if (line.length <= LONGEST_LINE) lines.push(line);
  else lines.push(`${line.slice(0, LONGEST_LINE)}... (truncated due to maximum length)`);
}

// The client splits a line at its quotes, so every value is printed as if inside an object.
function format(value: unknown): string {
  return inspect(value, { depth: 5, maxStringLength: LONGEST_LINE });
}
