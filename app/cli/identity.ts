import { readFileSync } from 'node:fs';

import type { Command } from 'commander';

import { InputError } from '#contracts/mod.ts';
import { readResults } from '#feeds/event-files/mod.ts';
import {
  answerMatch,
  closeReview,
  decideIdentity,
  IDENTITY_KINDS,
  fixturesOfExchangeFile,
  identityHistory,
  keepMatching,
  matchFixtures,
  openReviews,
  readEngineFixtures,
  undoIdentity,
  type IdentityDecision,
  type NamedFixture,
  type ProviderThing,
} from '#feeds/identity/mod.ts';
import { listMatches } from '#feeds/mod.ts';
import { createPool, loadConfig, systemClock, type Pool } from '#platform/mod.ts';

import { numberOf, oneOf, print, table } from './calculate/calculation.ts';
import { databaseUrl } from './servers.ts';
import { UsageError } from './usage-error.ts';

const EXAMPLES = `
Every decision is kept with who made it and why; undo brings back what was in force before.

Examples:
  $ npm run -s overround -- identity match season-1718.csv wyscout --json
  $ npm run -s overround -- identity match 1.131162837.bz2 engine --keep exchange --by ann
  $ npm run -s overround -- identity accept 3 --by ann
  $ npm run -s overround -- identity merge fixture acme 4711 rovers-united --by ann --reason "same kick-off"
  $ npm run -s overround -- identity split fixture acme 4711 --by ann --reason "the reserves"
  $ npm run -s overround -- identity history fixture acme 4711
  $ npm run -s overround -- identity undo 12 --by bob --reason "it was the first team"
  $ npm run -s overround -- identity reviews
  $ npm run -s overround -- identity answer 3 "one fixture" --by ann
`;

type Common = Readonly<{ json?: boolean }>;
type Made = Common & Readonly<{ by: string; reason: string }>;
type Matching = Common & Readonly<{ accept: string; review: string; keep?: string; by?: string }>;

export function addIdentity(program: Command): void {
  const identity = program
    .command('identity')
    .description('Which fixtures, teams and competitions of different providers are one')
    .addHelpText('after', EXAMPLES);
  identity
    .command('match')
    .description('Match the fixtures of two providers by names and times')
    .argument(
      '<left>',
      'a file of results, a recording of an exchange, wyscout, or engine: the fixtures that it has',
    )
    .argument('<right>', 'the same; engine, when it is kept')
    .option('--accept <confidence>', 'joined from here on', '0.8')
    .option('--review <confidence>', 'for a person from here on', '0.5')
    .option(
      '--keep <provider>',
      'keep what is matched of that provider, and ask for review of what is doubtful',
    )
    .option('--by <name>', 'who keeps it')
    .option('--json', 'print one JSON document')
    .action(match);
  const decide = (name: string, description: string, withEntity: boolean): void => {
    const command = identity.command(name).description(description);
    command.argument('<kind>', IDENTITY_KINDS.join(', ')).argument('<provider>').argument('<id>');
    if (withEntity) command.argument('<entity>', 'the id of ours');
    withMaker(command).action(
      async (kind: string, provider: string, id: string, ...rest: unknown[]) => {
        const entity = withEntity ? String(rest[0]) : null;
        const options = rest[withEntity ? 1 : 0] as Made;
        const thing = thingOf(kind, provider, id);
        const { reason, by } = options;
        const made = await withPool((pool) =>
          decideIdentity(pool, thing, entity, { reason, by, atMs: systemClock.now() }),
        );
        show([made], options);
      },
    );
  };
  decide('merge', 'Say which one of ours it is', true);
  decide('split', 'Say that it is none of ours', false);
  withMaker(identity.command('undo').argument('<decision>', 'its number'))
    .description('Take back the decision in force')
    .action(async (decision: string, { reason, by, ...options }: Made) => {
      const id = idOf(decision, 'decision');
      const atMs = systemClock.now();
      const undone = await withPool((pool) => undoIdentity(pool, id, { reason, by, atMs }));
      show([undone], options);
    });
  identity
    .command('history')
    .description('Every decision about it, the first one first')
    .argument('<kind>', IDENTITY_KINDS.join(', '))
    .argument('<provider>')
    .argument('<id>')
    .option('--json', 'print one JSON document')
    .action(async (kind: string, provider: string, id: string, options: Common) => {
      const thing = thingOf(kind, provider, id);
      show(await withPool((pool) => identityHistory(pool, thing)), options);
    });
  addReviews(identity);
}

const withMaker = (command: Command): Command =>
  command
    .requiredOption('--by <name>', 'who decides')
    .requiredOption('--reason <words>', 'why')
    .option('--json', 'print one JSON document');

function addReviews(identity: Command): void {
  for (const answer of ['accept', 'reject'] as const)
    identity
      .command(answer)
      .description(
        answer === 'accept'
          ? 'Say that a fixture in review is the one of ours that it is like'
          : 'Say that it is none of ours',
      )
      .argument('<review>', 'its number')
      .requiredOption('--by <name>', 'who decides')
      .option('--json', 'print one JSON document')
      .action(async (review: string, { by, ...options }: Common & Readonly<{ by: string }>) => {
        const id = idOf(review, 'review');
        const atMs = systemClock.now();
        show([await withPool((pool) => answerMatch(pool, id, answer, { by, atMs }))], options);
      });
  identity
    .command('reviews')
    .description('What waits for a person, of identity and of arbitration')
    .option('--json', 'print one JSON document')
    .action(async (options: Common) => {
      const reviews = await withPool(async (pool) => [
        ...(await openReviews(pool, 'identity')),
        ...(await openReviews(pool, 'arbitration')),
      ]);
      print(reviews, options, () =>
        reviews.length === 0
          ? ['Nothing waits for review.']
          : reviews.map(
              ({ id, topic, subject, reason }) => `${id}  ${topic}  ${subject}: ${reason}`,
            ),
      );
    });
  identity
    .command('answer')
    .description('Close a review')
    .argument('<review>', 'its number')
    .argument('<answer>', 'what was found')
    .requiredOption('--by <name>', 'who answers')
    .action(async (review: string, answer: string, { by }: Readonly<{ by: string }>) => {
      const id = idOf(review, 'review');
      const atMs = systemClock.now();
      await withPool((pool) => closeReview(pool, id, { answer, by, atMs }));
      console.log(`Review ${id} is closed.`);
    });
}

async function match(left: string, right: string, options: Matching): Promise<void> {
  const { accept, review, keep, by } = options;
  if (keep !== undefined && right !== 'engine')
    throw new UsageError(
      'What is kept is matched with the fixtures of the engine: engine on the right.',
    );
  if (keep !== undefined && by === undefined) throw new UsageError('Say who keeps it with --by.');
  const found = matchFixtures(await fixturesOf(left), await fixturesOf(right), {
    accept: numberOf(accept, 'accept'),
    review: numberOf(review, 'review'),
  });
  const { matched, unmatched } = found;
  const kept =
    keep === undefined || by === undefined
      ? null
      : await withPool((pool) =>
          keepMatching(pool, thingOf('fixture', keep, '-').provider, found, {
            ...{ by, atMs: systemClock.now() },
          }),
        );
  print(kept === null ? found : { ...found, kept }, options, () => [
    ...(kept === null
      ? []
      : [
          `kept: ${kept.merged} joined, ${kept.asked} new in review, ${kept.openBefore} in review before, ${kept.decidedBefore} decided before`,
        ]),
    `${matched.length} matched, ${found.review.length} for review, unmatched ${unmatched.left.length} and ${unmatched.right.length}`,
    '',
    ...table([
      ['left', 'right', 'confidence', 'why'],
      ...[...matched.slice(0, 20), ...found.review].map((pair) => [
        pair.left,
        pair.right,
        pair.confidence.toFixed(2),
        pair.why,
      ]),
    ]),
    ...(matched.length > 20 ? [`… and ${matched.length - 20} more that match`] : []),
  ]);
}

async function fixturesOf(place: string): Promise<readonly NamedFixture[]> {
  if (place === 'engine') return withPool(readEngineFixtures);
  if (place === 'wyscout')
    return listMatches()
      .filter(({ source }) => source === 'wyscout')
      .map(({ id, title, startsAt }) => {
        const [home = '', away = ''] = title.split(' – ');
        return { id, home, away, startsAt };
      });
  let text: string;
  try {
    const bytes = readFileSync(place);
    if (isRecording(bytes)) return await fixturesOfExchangeFile(place);
    text = bytes.toString('utf8');
  } catch (error) {
    if (error instanceof InputError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${place} cannot be read: ${why}`);
  }
  return readResults(text).rows.map(({ home, away, day }) => ({
    ...{ home, away, startsAt: day, isDayOnly: true },
    id: `${home} – ${away}`,
  }));
}

/** Lines of JSON, or packed: results are neither. */
const isRecording = (bytes: Buffer): boolean =>
  bytes[0] === 0x7b || bytes.subarray(0, 3).equals(BZIP2) || bytes.subarray(0, 2).equals(GZIP);
const BZIP2 = Buffer.from('BZh');
const GZIP = Buffer.from([0x1f, 0x8b]);

function thingOf(kind: string, provider: string, providerId: string): ProviderThing {
  if (!/^[a-z][a-z0-9-]{0,31}$/u.test(provider))
    throw new InputError('FORMAT_INVALID', 'provider', provider, 'must be the name of a producer');
  return { kind: oneOf(kind, 'kind', IDENTITY_KINDS), provider, providerId };
}

function idOf(text: string, field: string): bigint {
  if (!/^[1-9]\d{0,17}$/u.test(text))
    throw new InputError('FORMAT_INVALID', field, text, 'must be a whole number from 1');
  return BigInt(text);
}

async function withPool<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool({
    url: databaseUrl(loadConfig()),
    name: 'overround-identity',
    onError: () => undefined,
  });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

const show = (decisions: readonly IdentityDecision[], options: Common): void => {
  print(decisions, options, () =>
    decisions.length === 0
      ? ['Nobody has decided about it.']
      : decisions.map(
          (made) =>
            `${made.id}  ${made.action} ${made.kind} ${made.provider} ${made.providerId} → ${made.entityId ?? 'none of ours'}, by ${made.decidedBy}: ${made.reason}`,
        ),
  );
};
