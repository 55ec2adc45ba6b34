import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

const LOW_PRIORITY = 10;
const INSTRUMENT_PRIORITY = -10;
/** Sets how a process is scheduled; of util-linux. */
const SCHEDULING = 'chrt';

/** For clients that only take what is sent: they must not take the processor from those that are measured. */
export function stepBack(): void {
  setNice(Math.max(getPriority(), LOW_PRIORITY));
}

/**
 * For what gives the beat or reads the clock: it runs seldom and shortly, and whenever it waits for a processor it
 * measures that and nothing else. Real-time where that can be had, else before others, else as it is: only some
 * users may.
 */
export function stepForward(): void {
  const realTime = ['--all-tasks', '--fifo', '--pid', '1', String(process.pid)];
  if (spawnSync(SCHEDULING, realTime).status === 0) return;
  try {
    setNice(INSTRUMENT_PRIORITY);
  } catch {
    // What it measures has more of the machine in it then.
  }
}

const OWN_STAT = '/proc/self/stat';
/** Of Linux, where it shares processors between sessions first: a nice value alone counts within one session only. */
const SESSION_NICE = '/proc/self/autogroup';

function setNice(nice: number): void {
  setPriority(nice);
  try {
    if (leadsSession(readFileSync(OWN_STAT, 'latin1'))) writeFileSync(SESSION_NICE, String(nice));
  } catch {
    // Not shared in that way here.
  }
}

/** Whether the session, which all its processes share, is the process's own; from the text of /proc/PID/stat. */
function leadsSession(stat: string): boolean {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[3] === stat.slice(0, stat.indexOf(' '));
}
