/** A line, or the beginning of one that cannot be read and why. */
export type Line = Readonly<{ text: string; problem?: string }>;

export type LineSplitter = Readonly<{
  /** The lines that end in these bytes. */
  take: (bytes: Uint8Array) => readonly Line[];
  /** What is left when no more bytes come: a last line without an end. */
  end: () => readonly Line[];
}>;

const NEW_LINE = 0x0a;
const RETURN = 0x0d;
/** What is kept of a line that is too long. */
const HEAD_BYTES = 1_000;

/**
 * Cuts bytes into lines of UTF-8 that end in LF or CRLF; empty lines are left out. A line of more than
 * `maxBytes` is named once, as soon as it is too long, and skipped to its end: no more than that is held.
 */
export function makeLineSplitter(maxBytes: number): LineSplitter {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let isSkipping = false;

  const clear = (): Uint8Array => {
    const whole = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held);
    held = [];
    heldBytes = 0;
    return whole;
  };
  const hold = (part: Uint8Array): readonly Line[] => {
    if (isSkipping || part.length === 0) return [];
    held.push(part);
    heldBytes += part.length;
    if (heldBytes <= maxBytes) return [];
    isSkipping = true;
    const text = Buffer.from(clear().subarray(0, HEAD_BYTES)).toString('utf8');
    return [{ text, problem: `the line is longer than ${maxBytes} bytes` }];
  };
  const finish = (): readonly Line[] => {
    isSkipping = false;
    const line = clear();
    const bytes = line.at(-1) === RETURN ? line.subarray(0, -1) : line;
    if (bytes.length === 0) return [];
    try {
      return [{ text: decoder.decode(bytes) }];
    } catch {
      const text = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('utf8');
      return [{ text, problem: 'the line is not UTF-8' }];
    }
  };

  return {
    take: (bytes) => {
      const lines: Line[] = [];
      let from = 0;
      for (;;) {
        const to = bytes.indexOf(NEW_LINE, from);
        if (to < 0) break;
        lines.push(...hold(bytes.subarray(from, to)), ...finish());
        from = to + 1;
      }
      // Copied, because a socket may use its buffer again, and a small rest must not keep a large one.
      lines.push(...hold(Uint8Array.from(bytes.subarray(from))));
      return lines;
    },
    end: finish,
  };
}
