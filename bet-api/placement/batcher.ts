export type BatcherOptions<Item, Result> = Readonly<{
  /** Results in the order of the items. */
  run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Whether a failed batch may succeed item by item: true for bad data, false when the server is away. */
  isOfOneItem: (error: unknown) => boolean;
  maxItems: number;
  /** Batches at a time. */
  lanes: number;
  /** Items that wait before a further lane is taken while another is busy. */
  worthALane: number;
  /** Runs a task after what becomes ready now: setImmediate in a process. */
  schedule: (task: () => void) => void;
}>;

type Waiting<Item, Result> = Readonly<{
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}>;

/**
 * Collects concurrent items into batches without a timer: free lanes start with what waits at the end of the turn of
 * the event loop, so an idle system works one by one and a busy one in ever larger batches. Whoever was answered by
 * the last batch and asks again at once is in the next one. One bad item does not sink its batch.
 */
export class Batcher<Item, Result> {
  readonly #options: BatcherOptions<Item, Result>;
  #waiting: Waiting<Item, Result>[] = [];
  #running = 0;
  #isAboutToStart = false;

  constructor(options: BatcherOptions<Item, Result>) {
    this.#options = options;
  }

  submit(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#startSoon();
    });
  }

  #startSoon(): void {
    if (this.#isAboutToStart || !this.#mayStart()) return;
    this.#isAboutToStart = true;
    this.#options.schedule(() => {
      this.#isAboutToStart = false;
      while (this.#mayStart()) this.#start();
    });
  }

  /** A batch costs something whatever its size, so beside another one only a large one is started. */
  #mayStart(): boolean {
    const { lanes, maxItems, worthALane } = this.#options;
    const least = this.#running === 0 ? 1 : Math.min(worthALane, maxItems);
    return this.#running < lanes && this.#waiting.length >= least;
  }

  #start(): void {
    const { maxItems } = this.#options;
    const batch = this.#waiting.slice(0, maxItems);
    this.#waiting = this.#waiting.slice(maxItems);
    this.#running += 1;
    void this.#run(batch).finally(() => {
      this.#running -= 1;
      this.#startSoon();
    });
  }

  async #run(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#options.run(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined) reject(new Error('a batch returned too few results'));
        else resolve(result);
      });
    } catch (error) {
      if (batch.length > 1 && this.#options.isOfOneItem(error))
        for (const waiting of batch) await this.#run([waiting]);
      else for (const { reject } of batch) reject(error);
    }
  }
}
