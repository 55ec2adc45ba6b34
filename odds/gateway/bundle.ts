import type { Frame, Wire } from './frame.ts';

/** What is written to a client in one go. */
export type Written = Readonly<{
  /** In their order. */
  frames: readonly Frame[];
  bytes(wire: Wire): Buffer;
}>;

/** Messages for the same readers at the same moment: one write for each of them instead of several. */
export function bundleOf(frames: readonly Frame[]): Written {
  const [first] = frames;
  if (frames.length === 1 && first !== undefined) return first;
  const joined = new Map<Wire, Buffer>();
  return {
    frames,
    bytes: (wire) => {
      const known = joined.get(wire);
      if (known !== undefined) return known;
      const bytes = Buffer.concat(frames.map((frame) => frame.bytes(wire)));
      joined.set(wire, bytes);
      return bytes;
    },
  };
}
