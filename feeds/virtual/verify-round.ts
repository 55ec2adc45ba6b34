import { Type, type Static } from 'typebox';

import { InvalidMessageError, parserOf } from '#platform/mod.ts';

import { resultsOfRound, termsOfRound, type VirtualResult } from './round.ts';
import { clientSeedOf, commitmentOf } from './seed-stream.ts';

const HexSchema = Type.String({ pattern: '^[0-9a-f]{64}$' });
const HalfSchema = Type.Object({ home: Type.Integer(), away: Type.Integer() });
const LARGEST_LIST = 10_000;

/** A revealed round as `GET /v1/virtual/rounds/{round}` gives it; other fields are ignored. */
const RevealedSchema = Type.Object({
  round: Type.Integer({ minimum: 1 }),
  commitment: HexSchema,
  serverSeed: Type.Union([HexSchema, Type.Null()]),
  clientSeeds: Type.Array(Type.String({ maxLength: 64 }), { maxItems: LARGEST_LIST }),
  clientSeed: Type.Union([HexSchema, Type.Null()]),
  terms: Type.Array(Type.Object({ match: Type.Integer(), chances: Type.Unknown() }), {
    maxItems: LARGEST_LIST,
  }),
  results: Type.Union([
    Type.Null(),
    Type.Array(
      Type.Object({
        match: Type.Integer(),
        firstHalf: HalfSchema,
        secondHalf: HalfSchema,
        events: Type.Array(Type.String({ maxLength: 200 }), { maxItems: LARGEST_LIST }),
      }),
      { maxItems: LARGEST_LIST },
    ),
  ]),
});
type Revealed = Static<typeof RevealedSchema>;
type Claimed = NonNullable<Revealed['results']>[number];

export type FairnessCode =
  | 'malformed'
  | 'not-revealed'
  | 'other-commitment'
  | 'wrong-seed'
  | 'wrong-client-seed'
  | 'altered-terms'
  | 'missing-match'
  | 'altered-result'
  | 'altered-order'
  | 'altered-event';
export type FairnessProblem = Readonly<{ code: FairnessCode; where: string; why: string }>;
export type FairnessVerdict = Readonly<{
  fair: boolean;
  round: number | null;
  /** Computed again from the seeds; empty when they are not those of the commitment. */
  matches: readonly Readonly<{ match: number; score: string; events: number }>[];
  problems: readonly FairnessProblem[];
}>;

const parseRevealed = parserOf(RevealedSchema);
const problem = (code: FairnessCode, where: string, why: string): FairnessProblem => ({
  code,
  where,
  why,
});

/**
 * Computes a revealed round again from its seeds and names whatever is not as it was promised. Give the
 * `commitment` that was written down before the round, or only the document's own word is checked.
 */
export function verifyRound(document: unknown, commitment?: string): FairnessVerdict {
  let revealed: Revealed;
  try {
    revealed = parseRevealed(document);
  } catch (error) {
    if (!(error instanceof InvalidMessageError)) throw error;
    return verdict(null, [], [problem('malformed', 'document', error.reason)]);
  }
  const { round, serverSeed, results, clientSeeds } = revealed;
  const promised =
    commitment === undefined || commitment === revealed.commitment
      ? []
      : [problem('other-commitment', 'commitment', 'is not the one that you wrote down')];
  if (serverSeed === null || results === null) {
    const why = 'the round is not over: its server seed is still secret';
    return verdict(round, [], [...promised, problem('not-revealed', 'serverSeed', why)]);
  }
  const seeds = [...promised, ...seedProblems(revealed, serverSeed)];
  // With wrong seeds everything would differ, which says nothing more.
  if (seeds.length > 0) return verdict(round, [], seeds);
  const computed = resultsOfRound({ round, serverSeed, contributions: clientSeeds });
  return verdict(round, computed, [
    ...termsProblems(revealed),
    ...computed.flatMap((one) => matchProblems(one, results)),
    ...results
      .filter(({ match }) => !computed.some((one) => one.match === match))
      .map(({ match }) => problem('missing-match', `match ${match}`, 'is not in this round')),
  ]);
}

const verdict = (
  round: number | null,
  computed: readonly VirtualResult[],
  problems: readonly FairnessProblem[],
): FairnessVerdict => ({
  fair: problems.length === 0,
  round,
  matches: computed.map((one) => ({
    match: one.match,
    score: scoreText(one),
    events: one.events.length,
  })),
  problems,
});

function seedProblems(
  { commitment, clientSeed, clientSeeds }: Revealed,
  serverSeed: string,
): readonly FairnessProblem[] {
  const found: FairnessProblem[] = [];
  if (commitmentOf(serverSeed) !== commitment)
    found.push(problem('wrong-seed', 'serverSeed', 'does not hash to the commitment'));
  if (clientSeedOf(clientSeeds) !== clientSeed)
    found.push(problem('wrong-client-seed', 'clientSeed', 'is not the hash of the client seeds'));
  return found;
}

const termsProblems = ({ round, terms }: Revealed): readonly FairnessProblem[] =>
  termsOfRound(round).flatMap(({ match, chances }) => {
    const claimed = terms.find((one) => one.match === match);
    return sameJson(claimed?.chances, chances)
      ? []
      : [problem('altered-terms', `match ${match}`, 'the chances are not those of the law')];
  });

function matchProblems(
  computed: VirtualResult,
  claims: readonly Claimed[],
): readonly FairnessProblem[] {
  const where = `match ${computed.match}`;
  const same = claims.filter(({ match }) => match === computed.match);
  const [claimed] = same;
  if (claimed === undefined || same.length > 1) {
    const why = claimed === undefined ? 'is missing' : 'is there more than once';
    return [problem('missing-match', where, why)];
  }
  const found: FairnessProblem[] = [];
  if (scoreText(claimed) !== scoreText(computed)) {
    const why = `the seeds give ${scoreText(computed)}, the round says ${scoreText(claimed)}`;
    found.push(problem('altered-result', where, why));
  }
  const at = firstDifference(computed.events, claimed.events);
  if (at === undefined) return found;
  const reordered = sameJson([...computed.events].sort(), [...claimed.events].sort());
  const why = `event ${at + 1}: the seeds give ${said(computed.events[at])}, the round says ${said(claimed.events[at])}`;
  return [...found, problem(reordered ? 'altered-order' : 'altered-event', where, why)];
}

function firstDifference(left: readonly string[], right: readonly string[]): number | undefined {
  const length = Math.max(left.length, right.length);
  for (let at = 0; at < length; at += 1) if (left[at] !== right[at]) return at;
  return undefined;
}

const said = (line: string | undefined): string => (line === undefined ? 'no more' : `"${line}"`);

const scoreText = ({ firstHalf, secondHalf }: Pick<Claimed, 'firstHalf' | 'secondHalf'>): string =>
  `${firstHalf.home + secondHalf.home}-${firstHalf.away + secondHalf.away} (${firstHalf.home}-${firstHalf.away})`;

/** Objects whose fields stand in another order are equal too: PostgreSQL keeps its own. */
const sameJson = (left: unknown, right: unknown): boolean => canonical(left) === canonical(right);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
