import { createServer, type Socket } from 'node:net';

import { listen } from '#platform/mod.ts';

import { makeBrokerConnection, type BrokerConnection } from './broker-connection.ts';

export type Broker = Readonly<{
  port: number;
  /** Gives the message to every queue that is bound to its key. */
  publish: (routingKey: string, body: string, sentAt: number) => void;
  /** Ends all connections, as a failing network does. */
  cut: () => void;
  /** New connections are refused while it is closed. */
  setOpen: (isOpen: boolean) => void;
  /** Sends nothing more over the connections there are, which stay open. */
  freeze: () => void;
  connections: () => number;
  /** Messages that were delivered and not yet acknowledged, and those that wait, over all queues. */
  unacknowledged: () => number;
  waiting: () => number;
  close: () => Promise<void>;
}>;

/**
 * A broker of the subset of AMQP 0.9.1 that consumers of a feed use: topic bindings, exclusive queues, prefetch,
 * acknowledgement, heartbeats. Nothing is stored: a queue ends with its connection, as the feed's queues do.
 */
export async function startBroker(port = 0): Promise<Broker> {
  const connections = new Map<Socket, BrokerConnection>();
  let isOpen = true;
  const server = createServer((socket) => {
    if (!isOpen) {
      socket.destroy();
      return;
    }
    socket.setNoDelay(true);
    const connection = makeBrokerConnection((bytes) => void socket.write(bytes));
    connections.set(socket, connection);
    socket.on('data', (chunk) => {
      try {
        if (connection.take(chunk) === 'closed') socket.end();
      } catch {
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      connection.stop();
      connections.delete(socket);
    });
  });
  const listening = await listen(server, port);
  const sum = (count: (connection: BrokerConnection) => number): number =>
    [...connections.values()].reduce((total, connection) => total + count(connection), 0);
  const cut = (): void => {
    for (const socket of connections.keys()) socket.destroy();
  };
  return {
    port: listening.port,
    publish: (routingKey, body, sentAt) => {
      for (const connection of connections.values()) connection.publish(routingKey, body, sentAt);
    },
    cut,
    setOpen: (value) => {
      isOpen = value;
    },
    freeze: () => {
      for (const connection of connections.values()) connection.stop();
    },
    connections: () => connections.size,
    unacknowledged: () => sum((connection) => connection.unacknowledged()),
    waiting: () => sum((connection) => connection.waiting()),
    close: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
