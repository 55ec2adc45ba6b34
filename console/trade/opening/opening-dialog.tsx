import '../../styles/setting.css';
import '../../styles/opening.css';

import { useState, type SubmitEvent } from 'react';

import type { FixtureId, Score } from '#contracts/mod.ts';

import { useCommand, useCommands } from '../../api/queries.ts';
import { clock } from '../../clock.ts';
import { timeText } from '../../format/time-text.ts';
import { useBoard } from '../../stream/use-live.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { nameOfMarket, teamsOf, type Teams } from '../../ui/names.ts';
import { DURATIONS_MIN } from '../setting/setting.ts';
import { MarketDraft } from './market-draft.tsx';
import { openingOf, standing, type Opening, type OpeningDraft } from './opening.ts';

const MINUTE_MS = 60_000;
const MOST = 12;
const FIRST: OpeningDraft = { type: 'match-result', line: '', chances: [] };
const NEXT: OpeningDraft = { type: 'total-goals', line: '2.5', chances: [] };
const LEVEL: Score = { home: 0, away: 0 };

type OpeningDialogProps = Readonly<{ fixtureId: FixtureId; onClose: () => void }>;

/** Starting chances for one market or several of a match that nobody else prices; all are checked before one is sent. */
export function OpeningDialog({ fixtureId, onClose }: OpeningDialogProps) {
  const board = useBoard(fixtureId);
  const teams = teamsOf(board ?? { fixtureId, info: undefined });
  const score = board?.state.score ?? LEVEL;
  const [drafts, setDrafts] = useState<readonly OpeningDraft[]>([FIRST]);
  const [minutes, setMinutes] = useState('');
  const [isTried, setTried] = useState(false);
  const { send, isPending, problem } = useSending(fixtureId, teams);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    const until = minutes === '' ? undefined : clock.now() + Number(minutes) * MINUTE_MS;
    const openings = drafts.map((draft) => openingOf(draft, score, until));
    const sound = openings.filter((each) => typeof each !== 'string');
    if (sound.length === openings.length) void send(sound, onClose);
  };
  return (
    <Dialog
      title={`Open markets: ${teams.home} – ${teams.away}`}
      onClose={onClose}
      className="setting"
    >
      <form className="setting-form" onSubmit={submit} noValidate>
        <p className="hint">
          For markets that neither the model nor other books price. The chances hold until their
          end, until you take them back, or until the match changes: kick-off, a goal, a
          sending-off.
        </p>
        {drafts.map((draft, at) => (
          <MarketDraft
            key={at}
            {...{ draft, teams, score, isTried }}
            change={(next) => {
              setDrafts(drafts.with(at, next));
            }}
            remove={
              drafts.length === 1
                ? undefined
                : () => {
                    setDrafts(drafts.toSpliced(at, 1));
                  }
            }
          />
        ))}
        <button
          type="button"
          className="chip opening-more"
          disabled={drafts.length >= MOST}
          onClick={() => {
            setDrafts([...drafts, NEXT]);
          }}
        >
          Another market
        </button>
        {problem !== '' && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <footer className="setting-foot">
          <Until minutes={minutes} choose={setMinutes} />
          <button type="submit" className="button primary" disabled={isPending}>
            {isPending
              ? 'Opening…'
              : drafts.length === 1
                ? 'Open'
                : `Open ${String(drafts.length)}`}
          </button>
        </footer>
      </form>
      <Standing {...{ fixtureId, teams, isPending }} takeBack={(each) => void send([each])} />
    </Dialog>
  );
}

/** Sends openings one after the other, up to the first that is refused, and says which one it was and why. */
function useSending(fixtureId: FixtureId, teams: Teams) {
  const { mutateAsync, isPending } = useCommand(fixtureId);
  const [problem, setProblem] = useState('');
  const send = async (openings: readonly Opening[], done?: () => void): Promise<void> => {
    setProblem('');
    for (const opening of openings) {
      try {
        await mutateAsync(opening);
      } catch (error) {
        setProblem(`${nameOfMarket(opening.marketKey, teams)}: ${refusalText(error)}`);
        return;
      }
    }
    done?.();
  };
  return { send, isPending, problem };
}

function refusalText(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed.';
  const { why } = 'detail' in error ? (error.detail as Readonly<{ why?: unknown }>) : {};
  return typeof why === 'string' ? `${why}.` : error.message;
}

type UntilProps = Readonly<{ minutes: string; choose: (minutes: string) => void }>;

function Until({ minutes, choose }: UntilProps) {
  return (
    <div className="setting-until">
      <label htmlFor="opening-until">How long</label>
      <select
        id="opening-until"
        value={minutes}
        onChange={({ target }) => {
          choose(target.value);
        }}
      >
        <option value="">until the match changes</option>
        {DURATIONS_MIN.map((each) => (
          <option key={each} value={each}>
            {each} minutes
          </option>
        ))}
      </select>
    </div>
  );
}

type StandingProps = Readonly<{
  fixtureId: FixtureId;
  teams: Teams;
  isPending: boolean;
  takeBack: (opening: Opening) => void;
}>;

function Standing({ fixtureId, teams, isPending, takeBack }: StandingProps) {
  const { data } = useCommands(fixtureId);
  const found = standing(data?.commands ?? [], clock.now());
  if (found.length === 0) return null;
  return (
    <section className="opening-standing" aria-label="Opened before">
      <h3>Opened before</h3>
      <ul>
        {found.map(({ actor, opening }) => {
          const name = nameOfMarket(opening.marketKey, teams);
          return (
            <li key={opening.marketKey}>
              <span>
                {name}{' '}
                <span className="hint">
                  {actor}
                  {opening.until !== undefined && `, until ${timeText(opening.until)}`}
                </span>
              </span>
              <button
                type="button"
                className="chip"
                disabled={isPending}
                aria-label={`Take back ${name}`}
                onClick={() => {
                  takeBack({ kind: 'opening', marketKey: opening.marketKey, chances: [] });
                }}
              >
                Take back
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
