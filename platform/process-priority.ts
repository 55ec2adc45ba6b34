import { readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** For what others wait for by the millisecond. */
const FIRST = -10;

/**
 * Asks for a process to have processors before others: a host or a gateway that waits for one makes every price late.
 * Only some users may; for all others nothing changes.
 */
export function runFirst(pid = process.pid): void {
  try {
    setNice(FIRST, pid);
  } catch {
    // As it was: less even on a busy machine, and otherwise the same.
  }
}

/**
 * Sets the nice value of a process, -20 (before others) to 19. Linux may share processors between sessions first, where
 * the value alone counts within one session only; then that of the session is set, too, if the process leads it.
 * Throws where the user may not, or there is no such process.
 */
export function setNice(nice: number, pid = process.pid): void {
  setPriority(pid, nice);
  try {
    if (leadsSession(readFileSync(`/proc/${String(pid)}/stat`, 'latin1')))
      writeFileSync(`/proc/${String(pid)}/autogroup`, String(nice));
  } catch {
    // Not shared in that way here.
  }
}

/** Whether the session, which all its processes share, is the process's own; from the text of /proc/PID/stat. */
function leadsSession(stat: string): boolean {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[3] === stat.slice(0, stat.indexOf(' '));
}
