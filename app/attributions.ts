/** Credits shown wherever data of these sources, or anything made from it, is shown; see docs/attributions.md. */
export const ATTRIBUTIONS: readonly string[] = [
  'Wyscout match events: Pappalardo, Luca; Massucco, Emanuele (2019): Soccer match event dataset. figshare. ' +
    'https://doi.org/10.6084/m9.figshare.c.4415000 – and Pappalardo et al., Sci Data 6, 236 (2019), ' +
    'https://doi.org/10.1038/s41597-019-0247-7. CC BY 4.0. Data collected by Wyscout. Files were changed.',
];
