import { InputError, type Side } from '#contracts/mod.ts';
import type { IceHockeyFacts, IceHockeyView, Scenario } from '#markets/mod.ts';
import { endPowerPlay, playAll, type Standing } from './courses.ts';
import { forEachCell, type AfterGoal } from './goal-process.ts';
import { scoreOfState, type IceHockeyState } from './state.ts';
import type { Stretch } from './stretches.ts';

type GoalView = Extract<IceHockeyView, Readonly<{ goal: number }> | Readonly<{ raceTo: number }>>;
type Setting = Readonly<{
  state: IceHockeyState;
  standing: Standing;
  stretches: readonly Stretch[];
}>;

/** Whether a goal that leaves this score is the one asked about. */
const answers = (view: GoalView, scorer: Side, score: Readonly<Record<Side, number>>): boolean =>
  'goal' in view ? score.home + score.away === view.goal : score[scorer] === view.raceTo;

/** The side whose goal has answered the question, as far as the scorers or the score say so. */
function answeredBy(state: IceHockeyState, view: GoalView): Side | undefined {
  const score = { home: 0, away: 0 };
  const told = state.scorers?.find((side) => {
    score[side] += 1;
    return answers(view, side, score);
  });
  const onBoard = scoreOfState(state);
  const able = (['home', 'away'] as const).filter(
    (side) => onBoard[side] >= ('raceTo' in view ? view.raceTo : 1),
  );
  return told ?? (able.length === 1 ? able[0] : undefined);
}

/** Whether a goal on the board must have answered the question, whoever scored it. */
const isAnswered = (view: GoalView, { home, away }: Readonly<Record<Side, number>>): boolean =>
  'goal' in view ? home + away >= view.goal : Math.max(home, away) >= view.raceTo;

/**
 * Who scores a goal of the 60 minutes, or is first to a number of them: the process of goals, stopped by
 * the goal that answers the question.
 * @throws InputError STATE_CONTRADICTORY when that goal has been scored and the state does not say by whom.
 */
export function orderScenarios(
  { state, standing, stretches }: Setting,
  view: GoalView,
): readonly Scenario<IceHockeyFacts>[] {
  const scenario = (side: Side | 'none', chance: number): Scenario<IceHockeyFacts> => ({
    facts: {
      tallies: {},
      scorers: 'goal' in view ? { [view.goal]: side } : {},
      firstTo: 'raceTo' in view ? { [view.raceTo]: side } : {},
    },
    chance,
  });
  const onBoard = scoreOfState(state);
  if (isAnswered(view, onBoard)) {
    const side = answeredBy(state, view);
    if (side !== undefined) return [scenario(side, 1)];
    const why = 'must say who scored a goal that is asked about';
    throw new InputError('STATE_CONTRADICTORY', 'state.scorers', state.scorers, why);
  }
  const goOn = endPowerPlay(standing);
  const after: AfterGoal = (phase, scorer, home, away) =>
    answers(view, scorer, { home: onBoard.home + home, away: onBoard.away + away })
      ? scorer
      : goOn(phase, scorer, home, away);
  const chances = { home: 0, away: 0, none: 0 };
  forEachCell(playAll(stretches, standing, after), (phase, _, __, chance) => {
    chances[phase === 'home' || phase === 'away' ? phase : 'none'] += chance;
  });
  return (['home', 'away', 'none'] as const).map((side) => scenario(side, chances[side]));
}
