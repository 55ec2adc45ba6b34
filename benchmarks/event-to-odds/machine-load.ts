import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

/** Processor seconds used so far, by what used them. */
export type Usage = Readonly<{
  ours: Readonly<Record<string, number>>;
  busy: number;
  total: number;
}>;

const TICKS_PER_S = 100;
/** What the processes below this one are, by a part of their command line. */
const PARTS: Readonly<Record<string, string>> = {
  'run host': 'host',
  'run gateway': 'gateway',
  'feed-child': 'feed',
  'ballast-child': 'ballast',
  'probes-child': 'probes',
  'asker-child': 'asker',
  'writer-child': 'writer',
  'nats-server': 'nats',
  postgres: 'postgres',
};

/** Reads /proc: on other systems than Linux nothing is known of single processes. */
export function usage(): Usage {
  const times = cpus().map(({ times: of }) => of);
  const all = times.reduce((sum, of) => sum + of.user + of.nice + of.sys + of.irq + of.idle, 0);
  const idle = times.reduce((sum, of) => sum + of.idle, 0);
  return { ours: ofDescendants(), busy: (all - idle) / 1000, total: all / 1000 };
}

/** Processors used between two moments, by part, and by everything else on the machine. */
export function coresBetween(before: Usage, after: Usage): Readonly<Record<string, number>> {
  const seconds = (after.total - before.total) / cpus().length;
  const used = Object.entries(after.ours).map(
    ([part, s]) => [part, (s - (before.ours[part] ?? 0)) / seconds] as const,
  );
  const ours = used.reduce((sum, [, cores]) => sum + cores, 0);
  const other = Math.max(0, (after.busy - before.busy) / seconds - ours);
  return { ...Object.fromEntries(used), other };
}

export const loadOfLastMinute = (): number => loadavg()[0] ?? 0;

type Process = Readonly<{ pid: number; parent: number; cpuS: number; command: string }>;

function ofDescendants(): Record<string, number> {
  const processes = allProcesses();
  const byParent = Map.groupBy(processes, ({ parent }) => parent);
  const used: Record<string, number> = {};
  const add = (process: Process): void => {
    const part = Object.entries(PARTS).find(([words]) => process.command.includes(words))?.[1];
    const name = part ?? 'rest';
    used[name] = (used[name] ?? 0) + process.cpuS;
    for (const child of byParent.get(process.pid) ?? []) add(child);
  };
  const self = processes.find(({ pid }) => pid === process.pid);
  if (self !== undefined) add(self);
  return used;
}

function allProcesses(): Process[] {
  let pids: string[];
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return pids.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = Number(fields[11]) + Number(fields[12]);
      return [{ pid: Number(pid), parent: Number(fields[1]), cpuS: ticks / TICKS_PER_S, command }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}
