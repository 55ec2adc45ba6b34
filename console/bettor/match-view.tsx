import type { FixtureId } from '#contracts/mod.ts';

import { useNamesOf } from '../format/use-names.ts';
import { Link } from '../ui/link.tsx';
import { MarketsView } from './markets-view.tsx';
import { Scoreboard } from './scoreboard.tsx';
import { useMarketKeys, useMatchInfo } from './use-match.ts';

export function MatchView({ fixtureId }: Readonly<{ fixtureId: FixtureId }>) {
  const keys = useMarketKeys(fixtureId);
  const { sport, teams } = useMatchInfo(fixtureId);
  useNamesOf(sport);
  if (keys === undefined)
    return (
      <div className="card empty">
        <p>This match is not on the board (any more).</p>
        <Link to={{ page: 'board' }} className="button ghost">
          All matches
        </Link>
      </div>
    );
  return (
    <article className="match">
      <Scoreboard fixtureId={fixtureId} teams={teams} />
      {keys.length === 0 ? (
        <p className="card empty">This match has no open markets.</p>
      ) : (
        <MarketsView fixtureId={fixtureId} teams={teams} keys={keys} />
      )}
    </article>
  );
}
