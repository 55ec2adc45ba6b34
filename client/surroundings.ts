/** One open or opening WebSocket. */
export type Socket = Readonly<{ send(text: string): void; close(): void }>;
export type SocketHandlers = Readonly<{
  message(data: string | Uint8Array): void;
  /** Once, also when the connection could not be made; 1006 when no code came. */
  close(code: number): void;
}>;

/** What the client needs of the world; everything can be replaced, so that a test decides what happens. */
export type Surroundings = Readonly<{
  openSocket: (url: string, protocols: readonly string[], handlers: SocketHandlers) => Socket;
  /** Milliseconds that never go backwards. */
  monotonicMs: () => number;
  /** Runs the task once, after so many milliseconds; the returned function prevents it. */
  after: (delayMs: number, task: () => void) => () => void;
  /** Uniform in [0, 1). */
  random: () => number;
}>;

/** Those of a browser, Node 22 or anything else with these globals. */
export const globalSurroundings: Surroundings = {
  openSocket(url, protocols, { message, close }) {
    const socket = new WebSocket(url, [...protocols]);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') message(data);
      else if (data instanceof ArrayBuffer) message(new Uint8Array(data));
    });
    socket.addEventListener('close', ({ code }) => {
      close(code);
    });
    return {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: () => {
        socket.close();
      },
    };
  },
  monotonicMs: () => performance.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
  random: () => Math.random(),
};
