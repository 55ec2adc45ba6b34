import type { Side } from '#contracts/mod.ts';
import type { IceHockeyPeriod } from '#markets/mod.ts';
import { type IceHockeyModel } from './model.ts';
import type { IceHockeyState } from './state.ts';
/** Goals per second of both sides. */
export type Rates = Readonly<Record<Side, number>>;
/** Play during which the rates depend on the score, and on whether the power play is still on. */
export type Stretch = Readonly<{
    period: IceHockeyPeriod;
    seconds: number;
    /** Whether the score bears on the rates: only at the end of the third period. */
    byLead: boolean;
    /** Rates at a home lead; `powerPlay` says whether the one of the state has not been ended by a goal. */
    ratesAt: (lead: number, powerPlay: boolean) => Rates;
}>;
/** What is left of the 60 minutes, cut where rates change or a period ends. */
export declare function stretchesOf(model: IceHockeyModel, state: IceHockeyState): readonly Stretch[];
export type Decided = Readonly<Record<Side | 'none', number>>;
/** Who scores first in overtime, if anybody: in a penalty that is being served there, then without one. */
export declare function overtimeOutcome(model: IceHockeyModel, { period, secondsLeft, powerPlay }: IceHockeyState): Decided;
