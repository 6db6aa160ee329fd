/** What functions print, as log lines of the call that is running. */
import { inspect } from 'node:util';
import { currentExecution, type Execution } from './execution.ts';

// Convex's limits: 256 lines a call, 32 KiB a line.
const maximumLines = 256;
const maximumLineLength = 32_768;

type Level = 'DEBUG' | 'INFO' | 'LOG' | 'WARN' | 'ERROR';

/** The `console` that functions see: its lines belong to the running call. */
export function createConsole() {
  const at =
    (level: Level) =>
    (...values: unknown[]) =>
      print(level, format(values));
  const elapsed = (execution: Execution, label: string) => {
    const start = execution.timers.get(label);
    return start === undefined
      ? `Timer '${label}' does not exist`
      : `${label}: ${Math.round(performance.now() - start)}ms`;
  };
  return {
    debug: at('DEBUG'),
    info: at('INFO'),
    log: at('LOG'),
    warn: at('WARN'),
    error: at('ERROR'),
    trace: at('LOG'),
    time(label: unknown = 'default') {
      currentExecution()?.timers.set(String(label), performance.now());
    },
    timeLog(label: unknown = 'default', ...values: unknown[]) {
      const execution = currentExecution();
      if (execution) print('INFO', [elapsed(execution, String(label)), format(values)].join(' '));
    },
    timeEnd(label: unknown = 'default') {
      const execution = currentExecution();
      if (execution) print('INFO', elapsed(execution, String(label)));
      execution?.timers.delete(String(label));
    },
  };
}

function print(level: Level, message: string): void {
  const lines = currentExecution()?.logLines;
  if (!lines || lines.length > maximumLines) return;
  const line = `[${level}] ${message}`;
  if (lines.length === maximumLines) lines.push('[ERROR] Log overflow (maximum 256)');
  else if (line.length <= maximumLineLength) lines.push(line);
  else lines.push(`${line.slice(0, maximumLineLength)}... (truncated due to maximum length)`);
}

// The client takes a line apart at its quotes: every value is printed as in an object.
function format(values: unknown[]): string {
  return values
    .map((value) => inspect(value, { depth: 5, maxStringLength: maximumLineLength }))
    .join(' ');
}
