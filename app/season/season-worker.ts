import { parentPort } from 'node:worker_threads';

import { playSeason, type SeasonPlan } from './play-season.ts';
import type { SeasonNews } from './run-seasons.ts';

const tell = (news: SeasonNews): void => parentPort?.postMessage(news);

parentPort?.on('message', (plan: SeasonPlan) => {
  const seasons = playSeason(plan, () => {
    tell({ kind: 'played' });
    return true;
  });
  tell({ kind: 'done', seasons: seasons ?? [] });
});
