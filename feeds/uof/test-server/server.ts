import fastify from 'fastify';

import type { Clock } from '#platform/mod.ts';

import { startBroker, type Broker } from './broker.ts';
import { SCRIPTED_DESCRIPTIONS, SCRIPTED_PRODUCERS, SCRIPTED_VARIANTS } from './descriptions.ts';
import { recoveryOf, scriptedFixture, type ScriptedMessage } from './scripted-match.ts';

export type UofTestServer = Readonly<{
  broker: Broker;
  /** `http://127.0.0.1:<port>/v1`. */
  apiUrl: string;
  /** Tells of an event that the REST interface then knows. */
  addEvent: (urn: string, kickOffAt: number) => void;
  /** Sends a message to all who listen; `lost` is only remembered, as a gap. */
  send: (message: ScriptedMessage, how?: 'lost') => void;
  alive: (product: number, isSubscribed?: boolean) => void;
  /** Any text as a message on the event's key. */
  sendRaw: (text: string, eventUrn: string) => void;
  /** What recoveries were asked for, refused ones too. */
  requests: () => readonly Request[];
  /** Variants that descriptions were asked for, as `market/variant`. */
  variantRequests: () => readonly string[];
  /** The next recovery: refused, or cut off by a break of the connection after so many messages. */
  nextRecovery: (fault: 'refuse' | Readonly<{ cutAfter: number }>) => void;
  close: () => Promise<void>;
}>;

type Request = Readonly<{
  product: number;
  after: number;
  requestId: number;
  event: string | null;
}>;
type RecoveryQuery = { after?: string; request_id: string; node_id?: string };

const PRODUCTS: Readonly<Record<string, number>> = { liveodds: 1, pre: 3 };
const NO_NODE = '-';

function keyOf(
  { product, kind, eventUrn }: Pick<ScriptedMessage, 'product' | 'kind' | 'eventUrn'>,
  node = NO_NODE,
) {
  const split = eventUrn.lastIndexOf(':');
  const scope = product === 1 ? '-.live' : 'pre.-';
  return `hi.${scope}.${kind}.1.${eventUrn.slice(0, split)}.${eventUrn.slice(split + 1)}.${node}`;
}

const withRequest = (xml: string, requestId: number): string =>
  xml.replace(' timestamp=', ` request_id="${requestId}" timestamp=`);

export type UofTestServerOptions = Readonly<{ clock: Clock; amqpPort?: number; apiPort?: number }>;

/**
 * Plays the provider: a broker and a REST interface with the events that it was told, whose recoveries send what was
 * sent before and end with `snapshot_complete`. It can lose messages, refuse, and break in the middle of a recovery.
 */
export async function startUofTestServer(options: UofTestServerOptions): Promise<UofTestServer> {
  const { clock } = options;
  const broker = await startBroker(options.amqpPort);
  const sent: ScriptedMessage[] = [];
  const events = new Map<string, number>();
  const requests: Request[] = [];
  let fault: Parameters<UofTestServer['nextRecovery']>[0] | null = null;
  const publish = (message: ScriptedMessage, xml = message.xml, node = NO_NODE): void => {
    broker.publish(keyOf(message, node), xml, clock.now());
  };

  function recover(request: Request, node: string): boolean {
    requests.push(request);
    const now = fault;
    fault = null;
    if (now === 'refuse') return false;
    const { product, after, requestId, event } = request;
    const found = recoveryOf(sent, product, after).filter(
      ({ eventUrn }) => event === null || event === eventUrn,
    );
    const cutAfter = now?.cutAfter ?? Infinity;
    for (const [at, message] of found.entries())
      if (at < cutAfter) publish(message, withRequest(message.xml, requestId), node);
    if (found.length >= cutAfter) {
      // What was published is still on its way.
      void clock.sleep(20).then(broker.cut);
      return true;
    }
    if (event === null)
      broker.publish(
        `-.-.-.snapshot_complete.-.-.-.${node}`,
        `<snapshot_complete product="${product}" timestamp="${clock.now()}" request_id="${requestId}"/>`,
        clock.now(),
      );
    return true;
  }

  const variants: string[] = [];
  const app = restInterface(events, variants, recover);
  const apiUrl = `${await app.listen({ host: '127.0.0.1', port: options.apiPort ?? 0 })}/v1`;
  return {
    ...{ broker, apiUrl },
    addEvent: (urn, kickOffAt) => void events.set(urn, kickOffAt),
    send: (message, how) => {
      sent.push(message);
      if (how === undefined) publish(message);
    },
    alive: (product, isSubscribed = true) => {
      const body = `<alive product="${product}" timestamp="${clock.now()}" subscribed="${isSubscribed ? 1 : 0}"/>`;
      broker.publish('-.-.-.alive.-.-.-.-', body, clock.now());
    },
    sendRaw: (text, eventUrn) => {
      broker.publish(keyOf({ product: 1, kind: 'odds_change', eventUrn }), text, clock.now());
    },
    requests: () => requests,
    variantRequests: () => variants,
    nextRecovery: (next) => {
      fault = next;
    },
    close: async () => {
      await broker.close();
      await app.close();
    },
  };
}

function restInterface(
  events: ReadonlyMap<string, number>,
  variants: string[],
  recover: (request: Request, node: string) => boolean,
) {
  const app = fastify({ forceCloseConnections: true });
  app.addHook('onRequest', (_request, reply, done) => {
    reply.type('application/xml');
    done();
  });
  app.get('/v1/descriptions/en/markets.xml', () => SCRIPTED_DESCRIPTIONS);
  app.get('/v1/descriptions/producers.xml', () => SCRIPTED_PRODUCERS);
  app.get<{ Params: { market: string; variant: string } }>(
    '/v1/descriptions/en/markets/:market/variants/:variant',
    ({ params: { market, variant } }, reply) => {
      const key = `${market}/${variant}`;
      variants.push(key);
      return (
        SCRIPTED_VARIANTS[key] ?? reply.code(404).send('<response response_code="NOT_FOUND"/>')
      );
    },
  );
  app.get<{ Params: { urn: string } }>(
    '/v1/sports/en/sport_events/:urn/fixture.xml',
    (request, reply) => {
      const kickOffAt = events.get(request.params.urn);
      return kickOffAt === undefined
        ? reply.code(404).send('<response response_code="NOT_FOUND"/>')
        : scriptedFixture(request.params.urn, kickOffAt);
    },
  );
  const answer = (product: string, query: RecoveryQuery, event: string | null): 202 | 403 => {
    const { after = '0', request_id: requestId, node_id: node = NO_NODE } = query;
    const numbers = { after: Number(after), requestId: Number(requestId) };
    return recover({ product: PRODUCTS[product] ?? 0, ...numbers, event }, node) ? 202 : 403;
  };
  const accepted = '<response response_code="ACCEPTED"/>';
  type Asked = { Params: { product: string; urn: string }; Querystring: RecoveryQuery };
  app.post<Asked>('/v1/:product/recovery/initiate_request', (request, reply) =>
    reply.code(answer(request.params.product, request.query, null)).send(accepted),
  );
  app.post<Asked>('/v1/:product/:what/events/:urn/initiate_request', (request, reply) =>
    reply.code(answer(request.params.product, request.query, request.params.urn)).send(accepted),
  );
  return app;
}
