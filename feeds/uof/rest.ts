import { InvalidMessageError, type Clock } from '#platform/mod.ts';

import { readDescriptions, type MarketDescription } from './descriptions.ts';
import {
  readCodes,
  readFixtureAnswer,
  readPlayer,
  readProducers,
  readSchedule,
  type CodeDescription,
  type ProducerDescription,
  type UofFixture,
  type UofPlayer,
} from './entities.ts';
import type { UnknownElements } from './unknown-elements.ts';
import { ANSWER_LIMITS, parseXml, type XmlElement } from './xml.ts';

export type UofRestOptions = Readonly<{
  clock: Clock;
  /** `https://api.example.com/v1`. */
  baseUrl: string;
  token: string;
  language?: string;
  unknown: UnknownElements;
  /** Least time between two requests; 50 ms unless given. */
  spacingMs?: number;
  timeoutMs?: number;
  /** How long a fixture, schedule or player is kept; descriptions are kept until asked anew. */
  keepMs?: number;
}>;

/** What the provider answered other than yes; `status` is 0 when there was no answer. */
export class UofRestError extends Error {
  readonly status: number;

  constructor(status: number, what: string) {
    super(what);
    this.name = 'UofRestError';
    this.status = status;
  }
}

export type UofRest = Readonly<{
  fixture: (urn: string) => Promise<UofFixture>;
  /** Forgets the fixture: it has changed. */
  forget: (urn: string) => void;
  /** A day as `2030-03-17`, or `live`. */
  schedule: (day: string) => Promise<readonly UofFixture[]>;
  player: (urn: string) => Promise<UofPlayer>;
  descriptions: () => Promise<readonly MarketDescription[]>;
  variant: (marketId: number, variant: string) => Promise<readonly MarketDescription[]>;
  producers: () => Promise<readonly ProducerDescription[]>;
  voidReasons: () => Promise<readonly CodeDescription[]>;
  betstopReasons: () => Promise<readonly CodeDescription[]>;
  /** Asks for all of a producer after a moment. @param product as in its address: `liveodds`. */
  recover: (product: string, after: number | null, requestId: number) => Promise<void>;
  /** Asks for the odds, or the settlements and cancellations, of one event. */
  recoverEvent: (
    product: string,
    what: 'odds' | 'stateful_messages',
    urn: string,
    requestId: number,
  ) => Promise<void>;
}>;

const TRIES = 3;
const FIRST_RETRY_MS = 500;
const MAX_KEPT = 10_000;
const isWorthAgain = (status: number): boolean => status === 0 || status === 429 || status >= 500;

type Method = 'GET' | 'POST';

/** Requests one after the other, at a distance, tried again while the provider is in trouble. */
function makeRequests({
  clock,
  baseUrl,
  token,
  spacingMs = 50,
  timeoutMs = 10_000,
}: UofRestOptions) {
  let turn: Promise<unknown> = Promise.resolve();
  async function once(method: Method, path: string): Promise<Uint8Array> {
    const response = await fetch(`${baseUrl}${path}`, {
      ...{ method, headers: { 'x-access-token': token }, redirect: 'error' },
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new UofRestError(0, error instanceof Error ? error.message : String(error));
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new UofRestError(response.status, `${method} ${path} was answered ${response.status}`);
    }
    return bodyOf(response);
  }
  async function tried(method: Method, path: string, tries: number): Promise<Uint8Array> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(method, path);
      } catch (error) {
        const status = error instanceof UofRestError ? error.status : 400;
        if (attempt >= tries || !isWorthAgain(status)) throw error;
        await clock.sleep(FIRST_RETRY_MS * 2 ** (attempt - 1));
      }
    }
  }
  return (method: Method, path: string, tries = TRIES): Promise<Uint8Array> => {
    const answer = turn.then(() => tried(method, path, tries));
    turn = answer.catch(() => undefined).then(() => clock.sleep(spacingMs));
    return answer;
  };
}

/** The whole body, given up as soon as it is beyond the limit. */
async function bodyOf(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > ANSWER_LIMITS.maxBytes) throw new InvalidMessageError('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function query(values: Readonly<Record<string, number | null>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== null) parameters.set(name, String(value));
  return parameters.toString();
}

/** The provider's REST interface. Rejects with UofRestError, or InvalidMessageError for an answer that cannot be read. */
export function makeUofRest(options: UofRestOptions, nodeId: number): UofRest {
  const { clock, unknown, language = 'en', keepMs = 3_600_000 } = options;
  const request = makeRequests(options);
  const kept = new Map<string, Readonly<{ answer: Promise<unknown>; until: number }>>();

  async function read<T>(
    path: string,
    reader: (document: XmlElement, unknown: UnknownElements) => T,
  ) {
    return reader(parseXml(await request('GET', path), ANSWER_LIMITS), unknown);
  }
  function keeping<T>(path: string, reader: (document: XmlElement, unknown: UnknownElements) => T) {
    const known = kept.get(path);
    if (known !== undefined && known.until > clock.monotonic()) return known.answer as Promise<T>;
    if (kept.size >= MAX_KEPT) kept.clear();
    const answer = read(path, reader);
    kept.set(path, { answer, until: clock.monotonic() + keepMs });
    // A failure is not kept: the next one who asks tries again.
    answer.catch(() => kept.delete(path));
    return answer;
  }
  const fixturePath = (urn: string) =>
    `/sports/${language}/sport_events/${encodeURIComponent(urn)}/fixture.xml`;
  const markets = `/descriptions/${language}/markets`;
  return {
    fixture: (urn) => keeping(fixturePath(urn), readFixtureAnswer),
    forget: (urn) => void kept.delete(fixturePath(urn)),
    schedule: (day) => keeping(`/sports/${language}/schedules/${day}/schedule.xml`, readSchedule),
    player: (urn) =>
      keeping(`/sports/${language}/players/${encodeURIComponent(urn)}/profile.xml`, readPlayer),
    descriptions: () => read(`${markets}.xml?include_mappings=true`, readDescriptions),
    variant: (marketId, variant) =>
      keeping(`${markets}/${marketId}/variants/${encodeURIComponent(variant)}`, readDescriptions),
    producers: () => read('/descriptions/producers.xml', readProducers),
    voidReasons: () => read('/descriptions/void_reasons.xml', readCodes),
    betstopReasons: () => read('/descriptions/betstop_reasons.xml', readCodes),
    // Whoever asks for recovery counts its own requests: none is repeated here.
    recover: async (product, after, requestId) => {
      const values = query({ after, request_id: requestId, node_id: nodeId });
      await request('POST', `/${product}/recovery/initiate_request?${values}`, 1);
    },
    recoverEvent: async (product, what, urn, requestId) => {
      const values = query({ request_id: requestId, node_id: nodeId });
      const path = `/${product}/${what}/events/${encodeURIComponent(urn)}/initiate_request`;
      await request('POST', `${path}?${values}`, 1);
    },
  };
}
