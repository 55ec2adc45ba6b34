import { follow } from './follow.ts';
import { tellPort } from '../../load/tell-port.ts';

/** Runs under Bun; these are the parts of it that are used here. */
declare const Bun: Readonly<{
  gc(isSynchronous: boolean): void;
  serve(options: {
    port: number;
    hostname: string;
    fetch(request: Request, server: BunServer): Response | undefined;
    websocket: {
      idleTimeout: number;
      perMessageDeflate: boolean;
      open(socket: { subscribe(topic: string): void }): void;
      message(): void;
    };
  }): BunServer;
}>;
type BunServer = Readonly<{
  port: number;
  upgrade(request: Request): boolean;
  publish(topic: string, text: string): number;
}>;

const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch: (request, self) =>
    self.upgrade(request) ? undefined : new Response('no WebSocket', { status: 426 }),
  websocket: {
    idleTimeout: 0,
    perMessageDeflate: false,
    open: (socket) => {
      socket.subscribe('odds');
    },
    message: () => undefined,
  },
});
await follow((text) => {
  server.publish('odds', text);
});
globalThis.gc = () => {
  Bun.gc(true);
  return Promise.resolve();
};
tellPort(server.port);
