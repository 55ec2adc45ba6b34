import '../../styles/setting.css';

import { useState, type SubmitEvent } from 'react';

import type { CommandBody, FixtureId, MarketType } from '#contracts/mod.ts';

import { useWhatIf } from '../../api/what-if.ts';
import { clock } from '../../clock.ts';
import { typeTitle } from '../../format/market-groups.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { nameOfMarket, type Teams } from '../../ui/names.ts';
import type { BookMarket } from '../exposure.ts';
import { LARGEST_MARGIN_BPS } from '../margin.ts';
import { Preview } from './preview.tsx';
import { commandOf, DURATIONS_MIN, settingOf, type Draft, type SkewMode } from './setting.ts';
import { useSettled } from './use-settled.ts';

type SettingDialogProps = Readonly<{
  fixtureId: FixtureId;
  market: BookMarket;
  type: MarketType;
  teams: Teams;
  send: (body: CommandBody) => void;
  onClose: () => void;
}>;

const TYPING_MS = 300;

/** The margin of a market, or how open bets move its prices: what it would do, and then that it is done. */
export function SettingDialog(props: SettingDialogProps) {
  const { fixtureId, market, type, teams, send, onClose } = props;
  const [draft, setDraft] = useState<Draft>({
    kind: 'skew-mode',
    isOfType: false,
    margin: String(market.marginBps),
    mode: 'tilt',
  });
  const [minutes, setMinutes] = useState<number | null>(null);
  const setting = settingOf(draft, { key: market.key, type });
  const asked = useSettled(JSON.stringify(setting), TYPING_MS) === JSON.stringify(setting);
  const whatIf = useWhatIf(fixtureId, asked ? setting : undefined);
  const isTold = asked && (whatIf.data !== undefined || whatIf.error !== null);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (setting === undefined || !isTold) return;
    send(commandOf(setting, minutes, clock.now()));
    onClose();
  };
  const name = nameOfMarket(market.key, teams);
  return (
    <Dialog title={`Set: ${name}`} onClose={onClose} className="setting">
      <form className="setting-form" onSubmit={submit}>
        <Choices
          {...{ draft, name }}
          typeName={(market.key as string) === type ? null : typeTitle(type)}
          change={(next) => {
            setDraft({ ...draft, ...next });
          }}
        />
        <Preview {...{ whatIf, teams, isSound: setting !== undefined }} />
        <footer className="setting-foot">
          <Until minutes={minutes} choose={setMinutes} />
          <button type="submit" className="button primary" disabled={!isTold}>
            Apply
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

const MODES: readonly (readonly [mode: SkewMode, name: string, meaning: string])[] = [
  ['tilt', 'Tilt', 'with the whole match'],
  ['ladder', 'Liability ladder', 'by its own liability alone'],
  ['off', 'Not at all', 'the fair price stays'],
  ['robust', 'Robust', 'from the prices of other books'],
];

type ChoicesProps = Readonly<{
  draft: Draft;
  name: string;
  /** Null for a market that is all there is of its type. */
  typeName: string | null;
  change: (next: Partial<Draft>) => void;
}>;

function Choices({ draft, name, typeName, change }: ChoicesProps) {
  return (
    <div className="setting-choices">
      <Radios
        legend="What"
        chosen={draft.kind}
        choose={(kind) => {
          change({ kind });
        }}
        choices={[
          ['skew-mode', 'How bets move prices'],
          ['margin', 'Margin'],
        ]}
      />
      {draft.kind === 'skew-mode' ? (
        <Radios
          legend="Open bets move the prices"
          chosen={draft.mode}
          choose={(mode) => {
            change({ mode });
          }}
          choices={MODES}
        />
      ) : (
        <label className="setting-margin">
          Margin in basis points
          <input
            type="number"
            min={0}
            max={LARGEST_MARGIN_BPS}
            step={1}
            value={draft.margin}
            onChange={({ target }) => {
              change({ margin: target.value });
            }}
          />
        </label>
      )}
      {typeName !== null && (
        <Radios
          legend="Where"
          chosen={draft.isOfType ? 'type' : 'market'}
          choose={(where) => {
            change({ isOfType: where === 'type' });
          }}
          choices={[
            ['market', name],
            ['type', `All ${typeName}`, 'and those to come'],
          ]}
        />
      )}
    </div>
  );
}

type RadiosProps<Value extends string> = Readonly<{
  legend: string;
  chosen: Value;
  choose: (value: Value) => void;
  choices: readonly (readonly [value: Value, name: string, meaning?: string])[];
}>;

function Radios<Value extends string>({ legend, chosen, choose, choices }: RadiosProps<Value>) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {choices.map(([value, name, meaning]) => (
        <label key={value}>
          <input
            type="radio"
            name={legend}
            checked={value === chosen}
            onChange={() => {
              choose(value);
            }}
          />
          <span>
            {name}
            {meaning !== undefined && <small>{meaning}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

type UntilProps = Readonly<{ minutes: number | null; choose: (minutes: number | null) => void }>;

function Until({ minutes, choose }: UntilProps) {
  return (
    <div className="setting-until">
      <label htmlFor="setting-until">How long</label>
      <select
        id="setting-until"
        value={minutes ?? ''}
        onChange={({ target }) => {
          choose(target.value === '' ? null : Number(target.value));
        }}
      >
        <option value="">until something else is set</option>
        {DURATIONS_MIN.map((each) => (
          <option key={each} value={each}>
            {each < 60
              ? `${String(each)} minutes`
              : each === 60
                ? '1 hour'
                : `${String(each / 60)} hours`}
          </option>
        ))}
      </select>
    </div>
  );
}
