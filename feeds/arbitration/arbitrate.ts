import type { Score } from '#contracts/mod.ts';

/** What one feed says of a fixture now, as far as feeds can contradict one another. */
export type FeedClaim = Readonly<{
  feed: string;
  /** Of its last message of any kind, alives included; UTC milliseconds. */
  heardAt: number;
  stage: 'pre-match' | 'live' | 'ended';
  /** When the stage began by our clock. */
  stageAt: number;
  score: Score;
  /** When the score changed last by our clock; the time of the first message before any goal. */
  scoreAt: number;
  isStopped: boolean;
  /** The confirmed result after 90 minutes and of the halves, as one text; null while there is none. */
  result: string | null;
}>;

export type ArbitrationRules = Readonly<{
  /** The most trusted first; a feed that is not named is not heard. */
  preMatch: readonly string[];
  live: readonly string[];
  /** A feed that was not heard for longer says nothing any more. */
  staleMs: number;
  /** How long feeds may differ because one is slower, before a person must look. */
  graceMs: number;
  /** So many feeds must be heard for bets to be taken. */
  leastFeeds: number;
}>;

export const ARBITRATION_REASONS = [
  'feed-silent',
  'too-few-feeds',
  'bet-stop',
  'score-pending',
  'score-conflict',
  'stage-pending',
  'stage-conflict',
  'result-conflict',
] as const;
export type ArbitrationReason = (typeof ARBITRATION_REASONS)[number];

export type Arbitration = Readonly<{
  /** Whose events count; null while no feed is heard. */
  leader: string | null;
  /** Why no bets may be taken; empty: they may. */
  reasons: readonly ArbitrationReason[];
  /** What a person must look at. */
  review: readonly ArbitrationReason[];
  /** Whether the leader's result may be told to settlement. */
  mayConfirm: boolean;
}>;

const CONFLICTS: readonly ArbitrationReason[] = [
  'score-conflict',
  'stage-conflict',
  'result-conflict',
];

const UNSETTLED: readonly ArbitrationReason[] = [
  ...(['too-few-feeds', 'score-pending', 'score-conflict', 'result-conflict'] as const),
];

/**
 * Decides from what every feed says now, and from nothing else: the order in which the messages arrived cannot
 * matter. Silence never opens anything: only a feed that is heard leads, and a conflict does not end because one of
 * its sides falls silent.
 */
export function arbitrate(
  claims: readonly FeedClaim[],
  rules: ArbitrationRules,
  nowMs: number,
): Arbitration {
  const isLive = claims.some(({ stage }) => stage !== 'pre-match');
  const order = isLive ? rules.live : rules.preMatch;
  const known = order.flatMap((feed) => claims.filter((claim) => claim.feed === feed));
  const heard = known.filter(({ heardAt }) => nowMs - heardAt <= rules.staleMs);
  const [leader] = heard;
  const reasons = new Set<ArbitrationReason>();
  if (leader === undefined) reasons.add('feed-silent');
  else if (heard.length < rules.leastFeeds) reasons.add('too-few-feeds');
  if (heard.some(({ isStopped }) => isStopped)) reasons.add('bet-stop');
  for (const [at, left] of known.entries())
    for (const right of known.slice(at + 1))
      for (const reason of differences({ left, right }, rules.graceMs, nowMs)) reasons.add(reason);
  const all = ARBITRATION_REASONS.filter((reason) => reasons.has(reason));
  const review = all.filter((reason) => CONFLICTS.includes(reason));
  return {
    leader: leader?.feed ?? null,
    reasons: all,
    review,
    // A result that anybody contradicts, whenever it was said, or that too few have heard of, settles nothing.
    mayConfirm:
      typeof leader?.result === 'string' && !all.some((reason) => UNSETTLED.includes(reason)),
  };
}

type Pair = Readonly<{ left: FeedClaim; right: FeedClaim }>;

function differences(
  { left, right }: Pair,
  graceMs: number,
  nowMs: number,
): readonly ArbitrationReason[] {
  const found: ArbitrationReason[] = [];
  const isSameScore = left.score.home === right.score.home && left.score.away === right.score.away;
  if (!isSameScore) {
    const since = Math.max(left.scoreAt, right.scoreAt);
    if (nowMs - since < graceMs) found.push('score-pending');
    else if (!isMissed(left, right) && !isMissed(right, left)) found.push('score-conflict');
  }
  if (left.stage !== right.stage) {
    const since = Math.max(left.stageAt, right.stageAt);
    const isBehind = left.heardAt < right.stageAt || right.heardAt < left.stageAt;
    if (nowMs - since < graceMs) found.push('stage-pending');
    else if (!isBehind) found.push('stage-conflict');
  }
  if (left.result !== null && right.result !== null && left.result !== right.result)
    found.push('result-conflict');
  return found;
}

/** Whether the first only missed goals, because it was heard last before the other's score changed. */
const isMissed = (behind: FeedClaim, ahead: FeedClaim): boolean =>
  behind.heardAt < ahead.scoreAt &&
  behind.score.home <= ahead.score.home &&
  behind.score.away <= ahead.score.away;
