import type { IceHockeyFacts, IceHockeyView, Scenario } from '#markets/mod.ts';
import { type Standing } from './courses.ts';
import { type IceHockeyState } from './state.ts';
import type { Stretch } from './stretches.ts';
type GoalView = Extract<IceHockeyView, Readonly<{
    goal: number;
}> | Readonly<{
    raceTo: number;
}>>;
type Setting = Readonly<{
    state: IceHockeyState;
    standing: Standing;
    stretches: readonly Stretch[];
}>;
/**
 * Who scores a goal of the 60 minutes, or is first to a number of them: the process of goals, stopped by
 * the goal that answers the question.
 * @throws InputError STATE_CONTRADICTORY when that goal has been scored and the state does not say by whom.
 */
export declare function orderScenarios({ state, standing, stretches }: Setting, view: GoalView): readonly Scenario<IceHockeyFacts>[];
export {};
