/** Short ways to write what a handler does, and to read what was recorded. */
import type { Effects } from '../../../webhooks/record/effects.ts';
import type { Step } from './functions/steps.ts';

export const on = { table: 'things', label: 'a' } as const;
export const insert: Step = { do: 'insert', ...on, fields: { n: 1 } };
export const increase: Step = { do: 'increase', ...on };
export const remove: Step = { do: 'delete', ...on };

export function patch(fields: Record<string, unknown>): Step {
  return { do: 'patch', ...on, fields };
}

/** @param name A function of functions/things.ts. */
export function call(name: string, ...steps: Step[]): Step {
  return { do: 'call', function: `things:${name}`, steps };
}

export function callAndCatch(name: string, ...steps: Step[]): Step {
  return { do: 'call', function: `things:${name}`, steps, catches: true };
}

/** Changes in short: `update things n`. */
export function inShort({ changes }: Pick<Effects, 'changes'>): string[] {
  return changes.map(({ kind, table, fields }) => [kind, table, ...fields].join(' '));
}
