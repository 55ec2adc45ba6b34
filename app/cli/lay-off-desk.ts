import type { Command } from 'commander';

import {
  fixtureId,
  InputError,
  isUuid,
  LayOffAnswerSchema,
  ODDS_SCALE,
  subjects,
  type LayOffAnswer,
  type LayOffLimits,
  type LayOffOrder,
  type LayOffRequest,
  type Odds,
} from '#contracts/mod.ts';
import { parserOf } from '#platform/mod.ts';

import { askEngine } from './ask-engine.ts';
import { print, table } from './calculate/calculation.ts';

/** An exchange may take its delay of bets before it answers. */
const DEADLINE_MS = 40_000;
const parseAnswer = parserOf(LayOffAnswerSchema);

type Json = Readonly<{ json?: boolean }>;
type Signed = Json & Readonly<{ actor: string; reason: string }>;
type LimitOptions = Partial<Signed> &
  Readonly<{
    automatic?: boolean;
    band?: string;
    leastOdds: string;
    smallest: string;
    order?: string;
    match?: string;
    day?: string;
  }>;

async function ask(request: LayOffRequest): Promise<Extract<LayOffAnswer, { ok: true }>> {
  const answer = await askEngine({
    ...{ subject: subjects.layOff, request, parse: parseAnswer, deadlineMs: DEADLINE_MS },
    ...{ name: 'overround-lay-off', asked: 'The desk' },
  });
  if (!answer.ok) throw refusedBy(answer);
  return answer;
}

/** What the desk says of its own state, in its words. */
const refusedBy = ({ field, message }: Extract<LayOffAnswer, { ok: false }>): InputError =>
  Object.assign(new InputError('STATE_CONTRADICTORY', field, null, message), { message });

const show = async (request: LayOffRequest, options: Json, nothing: string): Promise<void> => {
  const { orders } = await ask(request);
  print({ orders }, options, () => (orders.length === 0 ? [nothing] : orderLines(orders)));
};

/** The commands that speak to the desk of a running engine. */
export function addDesk(layOff: Command): void {
  const json = (command: Command): Command => command.option('--json', 'print one JSON document');
  const signed = (command: Command): Command =>
    json(command)
      .requiredOption('--actor <name>', 'who does it')
      .requiredOption('--reason <words>', 'why; kept for ever');
  json(layOff.command('list'))
    .description('Orders, the newest first, with what was matched and what it came to')
    .option('--limit <count>', 'so many at most', '50')
    .action(async (options: Json & Readonly<{ limit: string }>) => {
      const limit = Number(options.limit);
      if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
        throw new InputError('NUMBER_INVALID', 'limit', options.limit, 'must be 1 to 1000');
      await show({ op: 'list', limit }, options, 'There are no orders.');
    });
  json(layOff.command('propose'))
    .description('What the desk would send now; nothing is sent')
    .option('--fixture <id>', 'on this match alone')
    .action(async (options: Json & Readonly<{ fixture?: string }>) => {
      const { fixture } = options;
      const on = fixture === undefined ? {} : { fixtureId: fixtureId(fixture) };
      const nothing = 'Nothing to trade: no match costs more than the band, or no price is fresh.';
      await show({ op: 'propose', ...on }, options, nothing);
    });
  signed(layOff.command('send').argument('<order>'))
    .description('Send an order that was proposed')
    .action(async (order: string, options: Signed) => {
      const { actor, reason } = options;
      await show({ op: 'send', orderId: orderOf(order), actor, reason }, options, 'Nothing.');
    });
  json(layOff.command('cancel').argument('<order>'))
    .description('Take back what is not matched of an order')
    .action(async (order: string, options: Json) => {
      await show({ op: 'cancel', orderId: orderOf(order) }, options, 'Nothing.');
    });
  addLimits(json(layOff.command('limits')));
}

function addLimits(command: Command): void {
  command
    .description('What may be sent: shown, or set. Without limits nothing is sent by anybody')
    .option('--automatic', 'the engine may send by itself; else a person approves each order')
    .option('--band <minor>', 'no order while a selection costs no more than this beyond the rest')
    .option('--least-odds <odds>', 'no order at shorter odds', '1.01')
    .option('--smallest <minor>', 'the smallest order', '200')
    .option('--order <minor>', 'what one order may lose')
    .option('--match <minor>', 'what all orders on one match may lose')
    .option('--day <minor>', 'what all orders of a UTC day may lose')
    .option('--actor <name>', 'who sets them')
    .option('--reason <words>', 'why; kept for ever')
    .action(async (options: LimitOptions) => {
      const { actor = '-', reason = '-' } = options;
      const limits = limitsOf(options);
      const more = limits === undefined ? {} : { limits };
      const answer = await ask({ op: 'limits', actor, reason, ...more });
      print({ limits: answer.limits }, options, () => [limitsLine(answer.limits)]);
    });
}

/** Undefined when none of them is named. @throws InputError when some are. */
export function limitsOf(options: LimitOptions): LayOffLimits | undefined {
  const { automatic = false, band, order, match, day, actor, reason } = options;
  const named = [band, order, match, day, actor, reason];
  if (named.every((value) => value === undefined) && !automatic) return undefined;
  if (named.some((value) => value === undefined || value === '')) {
    const why = 'are set with all of --band, --order, --match, --day, --actor and --reason';
    throw new InputError('FORMAT_INVALID', 'limits', null, why);
  }
  const odds = Math.round(Number(options.leastOdds) * ODDS_SCALE);
  if (!(odds >= 10_100 && odds <= 10_000_000))
    throw new InputError('ODDS_INVALID', 'least-odds', options.leastOdds, 'must be 1.01 to 1000');
  return {
    automatic,
    bandMinor: minorOf('band', band),
    leastOdds: odds as Odds,
    smallestMinor: minorOf('smallest', options.smallest),
    orderMinor: minorOf('order', order),
    matchMinor: minorOf('match', match),
    dayMinor: minorOf('day', day),
  };
}

function minorOf(field: string, text: string | undefined): string {
  if (text !== undefined && /^\d{1,15}$/u.test(text)) return text;
  throw new InputError('NUMBER_INVALID', field, text, 'must be minor units of at least 0');
}

function orderOf(text: string): string {
  if (isUuid(text)) return text;
  throw new InputError('FORMAT_INVALID', 'order', text, 'must be the id of an order');
}

const limitsLine = (limits: LayOffLimits | null): string =>
  limits === null
    ? 'No limits: nothing is sent.'
    : `${limits.automatic ? 'The engine sends' : 'A person approves'}; band ${limits.bandMinor}, odds from ` +
      `${String(limits.leastOdds / ODDS_SCALE)}, size from ${limits.smallestMinor}; at most ${limits.orderMinor} an order, ` +
      `${limits.matchMinor} a match, ${limits.dayMinor} a day.`;

const orderLines = (orders: readonly LayOffOrder[]): readonly string[] =>
  table([
    ['order', 'status', 'on', 'bet', 'matched', 'average', 'waiting', 'profit'],
    ...orders.map((order) => [
      order.orderId,
      order.refusal === null ? order.status : `${order.status} (${order.refusal})`,
      `${order.fixtureId} ${order.marketKey} ${order.outcomeId}`,
      `${order.side} ${order.sizeMinor} at ${String(order.odds / ODDS_SCALE)}`,
      order.matchedMinor,
      order.averageOdds.toFixed(3),
      order.status === 'open' ? order.remainingMinor : '0',
      order.profitMinor ?? '',
    ]),
  ]);
