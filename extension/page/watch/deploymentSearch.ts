import {
  deploymentOf,
  deploymentsIn,
  LOOK_FOR_DEPLOYMENTS,
  withDeployment,
} from './deployments.ts';
import type { InspectedPage } from './inspectedPage.ts';

/** A page connects to its deployment at about these times after it loads. */
const ASK_AFTER_MS = [1_000, 3_000, 8_000];

/**
 * Finds the deployments that the page talks to. Reads the recorded requests only while a view
 * seeks.
 */
export class DeploymentSearch {
  /** As origins, the last found first. */
  found: readonly string[] = [];

  readonly #page: InspectedPage;
  readonly #onFound: () => void;
  #seekers = 0;
  /** Counts the navigations: a late answer says nothing of the page after one. */
  #visit = 0;
  #timers: ReturnType<typeof setTimeout>[] = [];

  constructor(page: InspectedPage, onFound: () => void) {
    this.#page = page;
    this.#onFound = onFound;
  }

  /** Takes a request of the page. */
  take(url: string): void {
    const origin = deploymentOf(url);
    if (origin !== null) this.#add(origin);
  }

  /**
   * Reads the recorded requests now and after each navigation, until the returned function is
   * called.
   */
  seek(): () => void {
    this.#seekers += 1;
    void this.askRecorded();
    return () => {
      this.#seekers -= 1;
      if (this.#seekers === 0) this.stop();
    };
  }

  async askRecorded(): Promise<void> {
    const visit = this.#visit;
    const recorded = await this.#page.recorded().catch(() => []);
    if (visit === this.#visit) for (const { url } of recorded) this.take(url);
  }

  /** Looks for Convex clients in the page itself. */
  async lookInPage(): Promise<void> {
    const visit = this.#visit;
    const looked = await this.#page.evaluate(LOOK_FOR_DEPLOYMENTS);
    if (looked.kind === 'value' && visit === this.#visit)
      for (const url of deploymentsIn(looked.value)) this.#add(url);
  }

  reloadPage(): void {
    this.#page.reload();
  }

  navigated(): void {
    // The new page may talk to other deployments.
    this.found = [];
    this.#visit += 1;
    this.stop();
    if (this.#seekers === 0) return;
    this.#timers = ASK_AFTER_MS.map((ms) => setTimeout(() => void this.askRecorded(), ms));
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }

  #add(origin: string): void {
    const before = this.found;
    this.found = withDeployment(before, origin);
    if (this.found !== before) this.#onFound();
  }
}
