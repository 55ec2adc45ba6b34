import { useIsCombining } from './builder/combination.ts';
import { LegButton } from './builder/leg-button.tsx';
import { PriceButton, type PriceButtonProps } from './price-button.tsx';

/** A price of the match that is open: picks for the slip, or legs while the bettor combines them. */
export function OutcomeButton(props: PriceButtonProps) {
  return useIsCombining(props.fixtureId) ? <LegButton {...props} /> : <PriceButton {...props} />;
}
