import { Readable } from 'node:stream';

import { Type } from 'typebox';

import {
  closed,
  formatMoney,
  Refusal,
  STATEMENT_FORMATS,
  StatementSchema,
  TimeSchema,
  words,
  type Statement,
} from '#contracts/mod.ts';

import { statementCsv, statementHtml } from '../accounts/statement-formats.ts';
import {
  statementEntries,
  statementPage,
  statementSpan,
  type StatementSpan,
} from '../accounts/statement.ts';
import { identify } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';

const QuerySchema = closed({
  format: Type.Optional(words(STATEMENT_FORMATS)),
  from: Type.Optional(TimeSchema),
  to: Type.Optional(TimeSchema),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
  cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}-[0-9]{1,15}$' })),
});

/** The latest time that a date can be, and still be written down. */
const LAST_TIME = 8_640_000_000_000_000;

/** Pieces in which a large statement leaves. */
const CHUNK_CHARACTERS = 65_536;

export function statementRoutes(app: App, { pool, tokens, clock }: RoutePorts): void {
  app.get(
    '/v1/account/statement',
    {
      schema: {
        tags: ['account'],
        summary: 'Every entry of the wallet with the balance after it',
        description:
          'JSON comes in pages (`next` is the cursor of the following one); CSV and the printable HTML page come whole. `from` is included, `to` is not; without `to` the statement ends now.',
        security: withToken,
        querystring: QuerySchema,
        response: answers({ 200: Type.Unsafe<Statement | Readable>(StatementSchema) }),
      },
    },
    async (request, reply) => {
      const { accountId, username, currency } = identify(tokens, request);
      const { format = 'json', from = 0, limit = 100, cursor } = request.query;
      // The cursor keeps the end of the first page, so that all pages are of one statement.
      const [afterNumber, until] = cursor?.split('-') ?? [];
      const to = until === undefined ? (request.query.to ?? clock.now() + 1) : Number(until);
      if (from > to || to > LAST_TIME)
        throw new Refusal('BAD_REQUEST', { problems: ['querystring/from must not be after to'] });
      const span = await statementSpan(pool, { accountId, username, currency, from, to });
      if (format === 'json')
        return jsonOf(span, {
          limit,
          entries: await statementPage(pool, span, {
            afterNumber: atLeast(span.afterNumber, BigInt(afterNumber ?? 0)),
            limit,
          }),
        });
      const write = format === 'csv' ? statementCsv : statementHtml;
      const text = inChunks(write(span, statementEntries(pool, span)));
      reply.header('cache-control', 'no-store').type(TYPES[format]);
      if (format === 'csv')
        reply.header('content-disposition', `attachment; filename="statement-${currency}.csv"`);
      return reply.send(Readable.from(text));
    },
  );
}

const TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  html: 'text/html; charset=utf-8',
} as const;

const atLeast = (least: bigint, value: bigint): bigint => (value > least ? value : least);

type Page = Readonly<{ entries: Awaited<ReturnType<typeof statementPage>>; limit: number }>;

function jsonOf(span: StatementSpan, { entries, limit }: Page): Statement {
  const { accountId, username, currency, from, to } = span;
  const money = (amountMinor: bigint): string => formatMoney(amountMinor, currency);
  const last = entries.length < limit ? undefined : entries.at(-1)?.number;
  const isMore = last !== undefined && last < span.lastNumber;
  return {
    accountId,
    username,
    currency,
    from,
    to,
    openingBalance: money(span.openingMinor),
    closingBalance: money(span.closingMinor),
    entries: entries.map(({ number, at, what, reference, amountMinor, balanceMinor }) => ({
      number: Number(number),
      at,
      what,
      reference,
      amount: money(amountMinor),
      balance: money(balanceMinor),
    })),
    next: isMore ? `${String(last)}-${String(to)}` : null,
  };
}

async function* inChunks(lines: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let chunk = '';
  for await (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
