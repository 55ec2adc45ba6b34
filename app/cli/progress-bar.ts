/** What a bar is drawn on: a terminal, or a file that gets a line now and then. */
export type BarStream = Readonly<{ isTTY?: boolean; write: (text: string) => unknown }>;

const WIDTH = 30;
/** Without a terminal a line is written each time so much of the whole is done. */
const LINE_EVERY = 0.1;

/** Tells how much is done: one line that is drawn over, or a line for each tenth where there is no terminal. */
export function progressBar(stream: BarStream, what: string): (done: number, all: number) => void {
  let told = 0;
  let drawn = -1;
  return (done, all) => {
    const share = all > 0 ? done / all : 1;
    const count = `${done} of ${all} ${what}`;
    if (stream.isTTY !== true) {
      if (share < told + LINE_EVERY && done < all) return;
      told = share;
      stream.write(`${count}\n`);
      return;
    }
    const whole = Math.floor(1000 * share);
    if (whole === drawn && done < all) return;
    drawn = whole;
    const full = Math.round(WIDTH * share);
    const bar = '█'.repeat(full) + '·'.repeat(WIDTH - full);
    stream.write(`\r${bar} ${count}${done === all ? '\n' : ''}`);
  };
}
