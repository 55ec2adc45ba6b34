import type { Definition } from '#markets/mod.ts';

/** A market type as far as pages show it. */
export type ShownDefinition = Readonly<
  Pick<Definition<never>, 'type' | 'group' | 'accepts' | 'marketName' | 'outcomeName'>
>;
