import { ClientMessageSchema, type ClientMessage } from '#contracts/mod.ts';
import { InvalidMessageError, parserOf, type Parse } from '#platform/mod.ts';

/** A client message, or what is wrong with it and the id under which to say so. */
export type Read =
  | Readonly<{ ok: true; message: ClientMessage }>
  | Readonly<{ ok: false; id: number | null; detail: string }>;

/** One parser per `op`: a union's complaint would name every alternative that was not meant. */
const parsers = new Map<unknown, Parse<ClientMessage>>(
  ClientMessageSchema.anyOf.map((schema) => [schema.properties.op.const, parserOf(schema)]),
);

export function readClientMessage(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, id: null, detail: 'not JSON' };
  }
  if (!isRecord(value)) return { ok: false, id: null, detail: 'not an object' };
  const id = isRequestId(value['id']) ? value['id'] : null;
  const parse = parsers.get(value['op']);
  if (parse === undefined)
    return { ok: false, id, detail: `op must be one of ${[...parsers.keys()].join(', ')}` };
  try {
    const message = parse(value);
    const detail = contradictionIn(message);
    return detail === undefined ? { ok: true, message } : { ok: false, id, detail };
  } catch (error) {
    if (!(error instanceof InvalidMessageError)) throw error;
    return { ok: false, id, detail: error.reason };
  }
}

/** What no schema of a single field can say. */
function contradictionIn(message: ClientMessage): string | undefined {
  if (message.op !== 'subscribe' || message.channel === 'odds') return undefined;
  const { channel, sport, competition, fixtures, marketTypes, mainOnly, windowMs, resume } =
    message;
  if ([marketTypes, mainOnly, windowMs].some(isGiven))
    return 'marketTypes, mainOnly and windowMs are of the channel odds';
  if (channel === 'book' && isGiven(resume)) return 'books are not resumed: they come whole';
  return channel === 'account' && [sport, competition, fixtures].some(isGiven)
    ? 'sport, competition and fixtures are not of the channel account'
    : undefined;
}

const isRequestId = (id: unknown): id is number => Number.isSafeInteger(id) && Number(id) >= 0;

const isGiven = (field: unknown): boolean => field !== undefined;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
