import type { Server as HttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { isCode } from './secret-file.ts';

export class PortBusyError extends Error {
  readonly port: number;

  constructor(port: number) {
    super(`port ${String(port)} is taken by another program`);
    this.name = 'PortBusyError';
    this.port = port;
  }
}

export type Listening = Readonly<{ port: number; stop(): Promise<void> }>;

/**
 * Connections that wait to be accepted, if the operating system allows so many. With Node's 511 a crowd that comes at
 * once loses the first packet of most, who try again after whole seconds.
 */
const BACKLOG = 4096;

/** Starts listening and says on which port; throws PortBusyError when it is taken. */
export function listen(
  server: Server | HttpServer,
  port: number,
  host = '127.0.0.1',
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      reject(isCode(error, 'EADDRINUSE') ? new PortBusyError(port) : error);
    };
    server.once('error', onError);
    server.listen(port, host, BACKLOG, () => {
      server.off('error', onError);
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        stop: () => close(server),
      });
    });
  });
}

export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  try {
    const { stop } = await listen(createServer(), port, host);
    await stop();
    return true;
  } catch (error) {
    if (error instanceof PortBusyError) return false;
    throw error;
  }
}

/** A port that nobody listened on a moment ago. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const { port, stop } = await listen(createServer(), 0, host);
  await stop();
  return port;
}

function close(server: Server | HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    // Keep-alive connections would hold the server open long after the last request.
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
