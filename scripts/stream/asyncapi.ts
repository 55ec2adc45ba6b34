import { SUBPROTOCOLS } from '#contracts/mod.ts';

import { MESSAGES, PARTS, withReferences, type JsonSchema, type Message } from './schemas.ts';

const partReference = (name: string): string => `#/components/schemas/${name}`;
const keyOf = ({ name }: Message): string => name.charAt(0).toLowerCase() + name.slice(1);
const referenceTo = (message: Message) => ({
  $ref: `#/channels/stream/messages/${keyOf(message)}`,
});
const STREAM = { $ref: '#/channels/stream' };

/** The odds stream as an AsyncAPI 3 document, seen from the gateway: it receives what clients say. */
export function asyncApiDocument(): Readonly<Record<string, unknown>> {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Overround odds stream',
      version: '1',
      description:
        'Live odds over one WebSocket: a board per fixture as an image, then deltas. How a client uses them is told in docs/stream.md.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      local: {
        host: '127.0.0.1:7071',
        protocol: 'ws',
        description: 'Where `npm start` serves it. Subprotocols choose the encoding.',
        bindings: {},
      },
    },
    channels: {
      stream: {
        address: '/v1/stream',
        title: 'Odds',
        servers: [{ $ref: '#/servers/local' }],
        messages: Object.fromEntries(
          MESSAGES.map((each) => [keyOf(each), { $ref: `#/components/messages/${keyOf(each)}` }]),
        ),
        bindings: {
          ws: {
            method: 'GET',
            bindingVersion: '0.1.0',
            headers: {
              type: 'object',
              properties: {
                'Sec-WebSocket-Protocol': { type: 'string', enum: Object.values(SUBPROTOCOLS) },
              },
            },
          },
        },
      },
    },
    operations: operations(),
    components: {
      messages: Object.fromEntries(MESSAGES.map((each) => [keyOf(each), messageObject(each)])),
      schemas: Object.fromEntries(
        Object.entries(PARTS).map(([name, schema]) => [
          name,
          withReferences(schema, partReference, name),
        ]),
      ),
    },
  };
}

const messageObject = ({ name, schema, summary }: Message) => ({
  name,
  title: name,
  summary,
  payload: withReferences(schema, partReference) satisfies JsonSchema,
});

function operations() {
  const answers = MESSAGES.filter(({ name }) => name === 'Status' || name === 'Refused');
  const requests = MESSAGES.filter(({ from }) => from === 'client');
  const pushed = MESSAGES.filter(
    (message) => message.from === 'gateway' && !answers.includes(message),
  );
  return {
    ...Object.fromEntries(
      requests.map((each) => [
        keyOf(each),
        {
          action: 'receive',
          summary: each.summary,
          channel: STREAM,
          messages: [referenceTo(each)],
          reply: { channel: STREAM, messages: answers.map(referenceTo) },
        },
      ]),
    ),
    push: {
      action: 'send',
      summary: 'What the gateway says by itself.',
      channel: STREAM,
      messages: pushed.map(referenceTo),
    },
  };
}
