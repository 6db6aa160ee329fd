/** Whether the webhooks of this page arrive, wait or get lost. */
import { ask, byId } from './dom.ts';

type State = { mode: string; kept: number };

export function chooseWebhooks(): void {
  const choice = byId('webhooks');
  choice.addEventListener('change', async (event) => {
    draw(await ask<State>('/demo/webhooks', { mode: (event.target as HTMLInputElement).value }));
  });
  void showWaiting();
}

/** Shows how many webhooks are waiting. */
export async function showWaiting(): Promise<void> {
  draw(await ask<State>('/demo/webhooks'));
}

function draw({ mode, kept }: State): void {
  const chosen = document.querySelector<HTMLInputElement>(`[name=mode][value="${mode}"]`);
  chosen!.checked = true;
  byId('kept').textContent = kept === 0 ? '' : `(${kept} waiting)`;
}
