import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

import {
  betId,
  fixtureId,
  httpStatusOf,
  marketKeyOf,
  messageOf,
  ODDS_SCALE,
  type BetView,
  type BuilderBodySchema,
  type CommandBody,
  type ErrorCode,
  type GrantView,
  type PlaceAnyBetBody,
  type PlaceBetBody,
  type PlaceMultipleBody,
  type Static,
  type TickerSchema,
} from '#contracts/mod.ts';
import { lineCount, marketName, outcomeName } from '#markets/mod.ts';
import { listen } from '#platform/mod.ts';

import {
  afterCashOut,
  builderQuote,
  cashOutQuote,
  explanation,
  isRefused,
  type Refused,
} from './quotes-double.ts';
import { multipleOf } from './multiple-double.ts';
import type { Setting } from './what-if-double.ts';
import type { World } from './world.ts';

export type RestDouble = Readonly<{ url: string; stop(): Promise<void>; bets: BetView[] }>;
export type Answer = Readonly<{ status: number; body: unknown }>;
export type StaffRequest = Readonly<{
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}>;
type BuilderBody = Static<typeof BuilderBodySchema>;
type TickerBet = Static<typeof TickerSchema>['bets'][number];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const AT = Date.UTC(2026, 5, 13, 19, 30);
const LARGEST_STAKE = 250;

const refusal = (code: ErrorCode, detail?: unknown): Answer => ({
  status: httpStatusOf(code),
  body: { code, message: messageOf(code), ...(detail === undefined ? {} : { detail }) },
});
const ok = (body: unknown, status = 200): Answer => ({ status, body });
/** The same for every bet, in whole units a line where there are several. */
function largestStake(body: PlaceAnyBetBody) {
  const maxStake = LARGEST_STAKE.toFixed(2);
  if (!('legs' in body)) return { maxStake };
  const free = body.legs.filter(({ banker }) => banker !== true).length;
  const lines = lineCount(free, body.folds ?? [free]);
  return { maxStake, lines, unitStake: Math.floor(LARGEST_STAKE / lines).toFixed(2) };
}
const waiting = () => ({
  status: 'delayed' as const,
  currency: 'EUR' as const,
  payout: null,
  result: null,
  reason: null,
  explanation: null,
  settledAt: null,
});

export type DoubleOptions = Readonly<{
  dist: string;
  gatewayUrl: string;
  world: World;
  names: (id: string) => Readonly<{ home: string; away: string }>;
  delayMs: number;
  now: () => number;
  ticker?: readonly TickerBet[];
  bonuses?: readonly GrantView[];
  /** What the staff's pages ask, before everything else. */
  staff?: (request: StaffRequest) => Answer | null;
}>;

/** The HTTP API in memory, as small as the pages need it, and the built pages. */
export async function startRestDouble(options: DoubleOptions): Promise<RestDouble> {
  const api = new Api(options);
  const server = createServer((request, response) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://double');
    if (!path.startsWith('/v1/')) {
      sendFile(options.dist, path, response);
      return;
    }
    void readBody(request).then((body) => {
      const { method = 'GET' } = request;
      const { status, body: answer } =
        options.staff?.({ method, path, query, body }) ??
        api.quote(request, body) ??
        api.answer(request, path, body);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  });
  const { port, stop } = await listen(server, 0);
  return { url: `http://127.0.0.1:${String(port)}`, stop, bets: api.bets };
}

function sendFile(dist: string, path: string, response: ServerResponse): void {
  const file = join(dist, path);
  const found = path !== '/' && existsSync(file) ? file : join(dist, 'index.html');
  response.writeHead(200, { 'content-type': TYPES[extname(found)] ?? 'application/octet-stream' });
  createReadStream(found).pipe(response);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : JSON.parse(text);
}

class Api {
  readonly bets: BetView[] = [];
  readonly #options: DoubleOptions;
  readonly #commands: { commandId: string; actor: string; at: number; command: CommandBody }[] = [];
  #balance = 0;
  readonly #quoted = new Map<string, Exclude<ReturnType<typeof cashOutQuote>, Refused>>();

  constructor(options: DoubleOptions) {
    this.#options = options;
  }

  answer({ method = 'GET', headers }: IncomingMessage, path: string, body: unknown): Answer {
    const user = headers.authorization?.replace('Bearer token-', '');
    const commands = /^\/v1\/trading\/fixtures\/([^/]+)\/commands$/u.exec(path)?.[1];
    if (commands !== undefined)
      return method === 'POST' ? this.#command(commands, body as CommandBody) : this.#audit();
    if (path.startsWith('/v1/bets/') && method === 'GET') return this.#bet(path.slice(9));
    switch (`${method} ${path}`) {
      case 'GET /v1/config':
        return ok({
          gatewayUrl: this.#options.gatewayUrl,
          attributions: [],
          accumulatorBonus: true,
        });
      case 'POST /v1/auth/login':
      case 'POST /v1/auth/register':
        return this.#enter(body as Record<string, string>);
      case 'GET /v1/me':
        return user === undefined ? refusal('UNAUTHENTICATED') : ok(this.#me(user));
      case 'POST /v1/me/deposits':
        this.#balance += Number((body as { amount: string }).amount);
        return ok({ depositId: 'd', amount: '1.00', balance: this.#balance.toFixed(2) }, 201);
      case 'POST /v1/bets/max-stake':
        return ok(largestStake(body as PlaceAnyBetBody));
      case 'POST /v1/bets':
        return 'legs' in (body as PlaceAnyBetBody)
          ? this.#placeMultiple(body as PlaceMultipleBody)
          : this.#place(body as PlaceBetBody);
      case 'GET /v1/bets':
        return ok({ bets: this.bets });
      case 'GET /v1/me/bonuses':
        return ok({ bonuses: this.#options.bonuses ?? [] });
      case 'GET /v1/trading/bets':
        return ok({ bets: this.#options.ticker ?? [] });
      default:
        return refusal('NOT_FOUND');
    }
  }

  /** Quotes are the world's; null for every other address. */
  quote({ url = '/', headers, method }: IncomingMessage, body: unknown): Answer | null {
    const { pathname, searchParams } = new URL(url, 'http://double');
    const [, , first, id = '', last] = pathname.split('/');
    const { world } = this.#options;
    const answer = ((): object | null => {
      if (first === 'fixtures' && last === 'builder')
        return builderQuote(world, fixtureId(id), (body as BuilderBody).legs);
      if (first === 'bets' && last === 'cash-out') {
        const at = this.bets.findIndex(({ betId }) => betId === id);
        const bet = this.bets[at];
        if (bet === undefined) return { code: 'BET_NOT_FOUND' };
        return method === 'POST'
          ? this.#cashOut(at, body as Readonly<{ quoteId: string }>)
          : this.#quoteCashOut(bet, Number(searchParams.get('partBps') ?? 10_000) / 10_000);
      }
      if (!/\/(?:explain|what-if)$/u.test(pathname)) return null;
      if (headers.authorization !== 'Bearer token-trader') return { code: 'FORBIDDEN' };
      if (pathname.endsWith('/what-if'))
        return world.whatIf(fixtureId(pathname.split('/')[4] ?? ''), body as Setting);
      const key = marketKeyOf(searchParams.get('marketKey') ?? '');
      return explanation(world, fixtureId(pathname.split('/')[4] ?? ''), key);
    })();
    if (answer === null) return null;
    return isRefused(answer) ? refusal(answer.code, answer.detail) : ok(answer);
  }

  #quoteCashOut(bet: BetView, share: number): object {
    const quote = cashOutQuote(this.#options.world, bet, share);
    if (!isRefused(quote)) this.#quoted.set(quote.quoteId, quote);
    return quote;
  }

  #cashOut(at: number, { quoteId }: Readonly<{ quoteId: string }>): object {
    const [bet, quote] = [this.bets[at], this.#quoted.get(quoteId)];
    if (bet === undefined || quote === undefined) return { code: 'QUOTE_EXPIRED' };
    this.bets[at] = afterCashOut(bet, quote);
    this.#balance += Number(quote.value);
    const { betId, stake, value, currency } = quote;
    const times = { receivedAt: 0, dueAt: 0, decidedAt: 0 };
    return {
      quoteId,
      betId,
      status: 'accepted',
      stake,
      quoted: value,
      paid: value,
      currency,
      ...times,
    };
  }

  #enter({ username = '', password = '' }: Record<string, string>): Answer {
    if (password === 'wrong-password') return refusal('LOGIN_FAILED');
    const role = username === 'trader' || username === 'operator' ? username : 'bettor';
    const expiresAt = this.#options.now() + 3_600_000;
    return ok({ token: `token-${username}`, expiresAt, username, role });
  }

  #me(username: string): unknown {
    const role = username === 'trader' || username === 'operator' ? username : 'bettor';
    const balance = this.#balance.toFixed(2);
    return { username, role, accountId: 'a', currency: 'EUR', balance, staked: '0.00' };
  }

  #place({ fixtureId: id, marketKey, outcomeId, odds, stake, pricePolicy }: PlaceBetBody): Answer {
    const now = this.#options.world.price(id, marketKey, outcomeId);
    if (now === null) return refusal('MARKET_SUSPENDED');
    const price = now / ODDS_SCALE;
    if (pricePolicy !== 'any' && (pricePolicy === 'none' ? price !== odds : price < odds))
      return refusal('PRICE_CHANGED', { offered: price });
    if (Number(stake) > LARGEST_STAKE)
      return refusal('STAKE_ABOVE_LIMIT', { maxStake: LARGEST_STAKE.toFixed(2) });
    if (Number(stake) > this.#balance) return refusal('INSUFFICIENT_FUNDS');
    this.#balance -= Number(stake);
    const teams = this.#options.names(id);
    const leg = {
      fixtureId: id,
      fixture: `${teams.home} – ${teams.away}`,
      marketKey,
      market: marketName(marketKey),
      outcomeId,
      outcome: outcomeName(marketKey, outcomeId, teams),
    };
    const decided = { requestedOdds: odds, odds: null };
    return this.#receive({
      type: 'Single',
      ...leg,
      ...decided,
      stake: Number(stake).toFixed(2),
      potentialPayout: (Number(stake) * price).toFixed(2),
      lines: 1,
      unitStake: Number(stake).toFixed(2),
      legs: [{ leg: 0, ...leg, ...decided, banker: false, builder: null, result: null }],
    });
  }

  #placeMultiple(body: PlaceMultipleBody): Answer {
    const { world, names } = this.#options;
    const placed = multipleOf(body, {
      price: (...selection) => world.price(...selection),
      names,
      largestStake: LARGEST_STAKE,
      balance: this.#balance,
    });
    if (isRefused(placed)) return refusal(placed.code, placed.detail);
    const [first] = placed.legs;
    if (first === undefined) return refusal('BAD_REQUEST');
    this.#balance -= Number(placed.stake);
    const { fixtureId: id, marketKey, outcomeId } = first;
    return this.#receive({
      ...placed,
      fixtureId: id,
      fixture: placed.legs.map(({ fixture }) => fixture).join(' + '),
      marketKey,
      market: placed.legs.map(({ market }) => market).join(' + '),
      outcomeId,
      outcome: placed.legs.map(({ outcome }) => outcome).join(' + '),
    });
  }

  /** A bet as it is while the delay runs. */
  #receive(
    placed: Omit<BetView, keyof ReturnType<typeof waiting> | 'betId' | 'placedAt' | 'dueAt'>,
  ): Answer {
    const placedAt = this.#options.now();
    const bet: BetView = {
      ...placed,
      ...waiting(),
      betId: betId(`00000000-0000-7000-8000-${String(this.bets.length).padStart(12, '0')}`),
      placedAt,
      dueAt: placedAt + this.#options.delayMs,
    };
    this.bets.unshift(bet);
    return ok(bet, 202);
  }

  #bet(id: string): Answer {
    const index = this.bets.findIndex(({ betId }) => betId === id);
    const bet = this.bets[index];
    if (bet === undefined) return refusal('BET_NOT_FOUND');
    if (bet.status !== 'delayed' || this.#options.now() < (bet.dueAt ?? 0)) return ok(bet);
    const odds = this.#options.world.price(bet.fixtureId, bet.marketKey, bet.outcomeId);
    const decided: BetView =
      odds === null
        ? {
            ...bet,
            status: 'rejected',
            reason: { code: 'MATCH_STATE_CHANGED', message: messageOf('MATCH_STATE_CHANGED') },
          }
        : {
            ...bet,
            status: 'accepted',
            odds: bet.legs.length > 1 ? bet.requestedOdds : odds / ODDS_SCALE,
            dueAt: null,
          };
    this.bets[index] = decided;
    return ok(decided);
  }

  #command(id: string, command: CommandBody): Answer {
    const commandId = `c${String(this.#commands.length)}`;
    const inputSeq = this.#options.world.command(fixtureId(id), command);
    const at = AT + this.#commands.length * 40_000;
    this.#commands.unshift({ commandId, actor: 'trader', at, command });
    return ok({ commandId, inputSeq });
  }

  #audit(): Answer {
    return ok({ commands: this.#commands });
  }
}
