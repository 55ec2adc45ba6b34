import type { RacingFacts, RunnerStatus, Scenario } from '#markets/mod.ts';

import type { OrderDepth, OrderLaw } from './order-law.ts';

const statusesOf = ({ win }: OrderLaw): readonly RunnerStatus[] =>
  win.map((chance) => (chance > 0 ? 'ran' : 'non-runner'));

/** The race in which all who run come home, in the order of their numbers. */
export function plainRace(law: OrderLaw): RacingFacts {
  const runners = statusesOf(law);
  return { runners, finish: runners.flatMap((status, at) => (status === 'ran' ? [[at + 1]] : [])) };
}

/** Digits of an index in base `field`, the runners home first to last. */
function orderAt(index: number, field: number, depth: number): readonly number[] {
  const order: number[] = [];
  for (let rest = index; order.length < depth; rest = Math.floor(rest / field)) {
    order.unshift(rest % field);
  }
  return order;
}

/**
 * All ways in which the first `depth` places can be filled, with their chances; dead heats and falls
 * have none. Markets that look further back than `depth` are not answered by these, except in a field
 * with only one more runner, which is then last.
 */
export function raceScenarios(law: OrderLaw, depth: OrderDepth): readonly Scenario<RacingFacts>[] {
  const runners = statusesOf(law);
  const field = runners.length;
  const running = runners.flatMap((status, at) => (status === 'ran' ? [at] : []));
  const scenarios: Scenario<RacingFacts>[] = [];
  const known = Math.min(depth, running.length) as OrderDepth;
  law.front(known).forEach((chance, index) => {
    if (chance === 0) return;
    const front = orderAt(index, field, known);
    const behind = running.filter((at) => !front.includes(at));
    const order = behind.length === 1 ? [...front, ...behind] : front;
    scenarios.push({ facts: { runners, finish: order.map((at) => [at + 1]) }, chance });
  });
  return scenarios;
}
