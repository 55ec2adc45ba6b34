const outcomes = (pairs: readonly (readonly [number, string])[]): string =>
  `<outcomes>${pairs.map(([id, name]) => `<outcome id="${id}" name="${name}"/>`).join('')}</outcomes>`;
const specifier = (name: string): string =>
  `<specifiers><specifier name="${name}" type="decimal"/></specifiers>`;
const [HOME, AWAY] = ['{$competitor1}', '{$competitor2}'];

/** The markets of scripted matches, as `markets.xml` describes them. */
export const SCRIPTED_DESCRIPTIONS =
  '<market_descriptions response_code="OK">' +
  `<market id="1" name="1x2" groups="all|score|regular_play">${outcomes([
    [1, HOME],
    [2, 'draw'],
    [3, AWAY],
  ])}</market>` +
  `<market id="16" name="Handicap" groups="all|score|regular_play">${outcomes([
    [1714, `${HOME} ({+hcp})`],
    [1715, `${AWAY} ({-hcp})`],
  ])}${specifier('hcp')}</market>` +
  `<market id="18" name="Total" groups="all|score|regular_play">${outcomes([
    [12, 'over {total}'],
    [13, 'under {total}'],
  ])}${specifier('total')}</market>` +
  '</market_descriptions>';

/** Descriptions of single variants, by `market/variant`; the market itself is not described with the others. */
export const SCRIPTED_VARIANTS: Readonly<Record<string, string>> = {
  '21/sr:exact_goals:6+': `<market_descriptions response_code="OK"><market id="21" name="Exact goals" groups="all|score" variant="sr:exact_goals:6+">${outcomes(
    ['0', '1', '2', '3', '4', '5', '6+'].map((name, at) => [70 + at, name]),
  )}</market></market_descriptions>`,
};

export const SCRIPTED_PRODUCERS =
  '<producers response_code="OK">' +
  '<producer id="1" name="LO" api_url="liveodds" active="true" scope="live" stateful_recovery_window_in_minutes="600"/>' +
  '<producer id="3" name="Ctrl" api_url="pre" active="true" scope="prematch" stateful_recovery_window_in_minutes="4320"/>' +
  '</producers>';
