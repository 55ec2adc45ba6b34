/**
 * The one line that a measured server prints. From then on it collects garbage when it is asked to, and gives
 * memory back, as V8 does by itself when a server has been idle for a while.
 */
export function tellPort(port: number): void {
  process.on('SIGUSR2', () => {
    globalThis.gc?.({ type: 'major', flavor: 'last-resort' });
  });
  console.log(JSON.stringify({ port }));
}
