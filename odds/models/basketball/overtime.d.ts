import { type PointsLaw } from './points-law.ts';
/** Points of all overtimes of a level game, played until one is decided; `period` is the law of one. */
export declare function overtimeLaw(period: PointsLaw): PointsLaw;
/**
 * The law of a game with overtime: decided scores stand, level ones take what overtime brings. `lead` is
 * the home lead before the stretch of play that `law` is about.
 */
export declare function withOvertime(law: PointsLaw, overtime: PointsLaw, lead: number): PointsLaw;
