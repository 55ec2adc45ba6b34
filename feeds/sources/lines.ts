import { abortable } from '../abortable.ts';
import { makeNormaliser } from '../normaliser.ts';
import type { Source } from './source.ts';

export type LinesOptions = Readonly<{
  producer: string;
  /** One canonical event as JSON per line; see `makeNormaliser`. */
  lines: AsyncIterable<string>;
}>;

/** A provider that pushes lines: a socket, a pipe, a file. Ends with its lines. */
export const linesSource = ({ producer, lines: linesOf }: LinesOptions): Source => ({
  producer,
  run: async (context) => {
    const normaliser = makeNormaliser({ ...context, producer });
    const { publisher, signal } = context;
    const lines = linesOf[Symbol.asyncIterator]();
    for (;;) {
      // A silent provider must not keep the source from stopping.
      const next = await abortable(lines.next(), signal);
      if (next.done === true) return;
      const draft = next.value.trim() === '' ? undefined : normaliser.read(next.value);
      if (draft !== undefined) await publisher.publish(draft);
    }
  },
});
