import type { CommandBody, MarketKey, MarketType, SettingSchema, Static } from '#contracts/mod.ts';

import { marginOf } from '../margin.ts';

/** What can be asked before it is set. */
export type Setting = Static<typeof SettingSchema>;
export type SkewMode = Extract<Setting, { kind: 'skew-mode' }>['mode'];

/** A setting as the form has it. */
export type Draft = Readonly<{
  kind: Setting['kind'];
  /** All markets of the type, also those to come; else the one. */
  isOfType: boolean;
  /** Basis points as typed. */
  margin: string;
  mode: SkewMode;
}>;

type Named = Readonly<{ key: MarketKey; type: MarketType }>;

/** What the form asks for; undefined while its margin is none. */
export function settingOf(draft: Draft, { key, type }: Named): Setting | undefined {
  const scope = { marketType: type, ...(draft.isOfType ? {} : { marketKey: key }) };
  if (draft.kind === 'skew-mode') return { kind: 'skew-mode', ...scope, mode: draft.mode };
  const marginBps = marginOf(draft.margin);
  return marginBps === undefined ? undefined : { kind: 'margin', ...scope, marginBps };
}

const MINUTE_MS = 60_000;

/** The command that sets it from `now` on (UTC ms): for so many minutes, or until something else is set. */
export const commandOf = (setting: Setting, minutes: number | null, now: number): CommandBody =>
  minutes === null ? setting : { ...setting, until: now + minutes * MINUTE_MS };

/** How long a setting may be made to last, minutes. */
export const DURATIONS_MIN: readonly number[] = [5, 15, 30, 60, 180];
