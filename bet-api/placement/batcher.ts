export type BatcherOptions<Item, Result> = Readonly<{
  /** Results in the order of the items. */
  run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Whether a failed batch may succeed item by item: true for bad data, false when the server is away. */
  isOfOneItem: (error: unknown) => boolean;
  maxItems: number;
  /** Batches at a time. */
  lanes: number;
}>;

type Waiting<Item, Result> = Readonly<{
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}>;

/**
 * Collects concurrent items into batches without a timer: a free lane starts at once with what waits, so an
 * idle system works one by one and a busy one in ever larger batches. One bad item does not sink its batch.
 */
export class Batcher<Item, Result> {
  readonly #options: BatcherOptions<Item, Result>;
  readonly #waiting: Waiting<Item, Result>[] = [];
  #running = 0;

  constructor(options: BatcherOptions<Item, Result>) {
    this.#options = options;
  }

  submit(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#running < this.#options.lanes && this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#options.maxItems);
      this.#running += 1;
      void this.#run(batch).finally(() => {
        this.#running -= 1;
        this.#pump();
      });
    }
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
