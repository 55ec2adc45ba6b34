import type { PricePolicy } from '#contracts/mod.ts';

import { useValue } from '../state.ts';
import { pricePolicy } from './slip.ts';

const POLICIES: readonly (readonly [PricePolicy, string, string])[] = [
  ['none', 'This price', 'Place only at the price shown'],
  ['higher', 'Or better', 'Also place at a higher price'],
  ['any', 'Any price', 'Place at whatever the price is'],
];

/** What is to happen when a price moves before the bet is decided. */
export function PolicyChoice() {
  const policy = useValue(pricePolicy);
  return (
    <div>
      <p className="policy-title" id="policy-title">
        If the price changes
      </p>
      <div className="segments" role="radiogroup" aria-labelledby="policy-title">
        {POLICIES.map(([value, text, title]) => (
          <label key={value} title={title}>
            <input
              type="radio"
              name="price-policy"
              checked={policy === value}
              onChange={() => pricePolicy.set(value)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
