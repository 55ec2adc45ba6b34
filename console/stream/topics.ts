type Listener = () => void;

/**
 * Who wants to know about what. A burst of messages tells each listener once, on the next frame, so that a
 * page never renders more often than the screen shows it.
 */
export class Topics {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #changed = new Set<string>();
  readonly #schedule: (task: () => void) => void;
  #scheduled = false;

  constructor(schedule: (task: () => void) => void) {
    this.#schedule = schedule;
  }

  subscribe(topic: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners)
        this.#listeners.delete(topic);
    };
  }

  changed(topic: string): void {
    if (!this.#listeners.has(topic)) return;
    this.#changed.add(topic);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      this.#tell();
    });
  }

  #tell(): void {
    const topics = [...this.#changed];
    this.#changed.clear();
    const listeners = new Set(topics.flatMap((topic) => [...(this.#listeners.get(topic) ?? [])]));
    for (const listener of listeners) listener();
  }
}

/** The next animation frame, or a moment later in a tab that nobody looks at and that gets no frames. */
export function onNextFrame(task: () => void): void {
  if (document.visibilityState === 'hidden') setTimeout(task, 250);
  else requestAnimationFrame(task);
}
