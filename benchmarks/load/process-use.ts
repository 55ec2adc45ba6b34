import { readFileSync } from 'node:fs';

/** What one process has used, as Linux tells it. */

const TICK_US = 10_000;

/** Processor time of all threads in µs, from the text of /proc/PID/stat. */
export function cpuUsOf(stat: string): number {
  // The name of the program stands in brackets and may hold anything, brackets and blanks too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  if (!Number.isFinite(ticks)) throw new Error(`no processor time in: ${stat}`);
  return ticks * TICK_US;
}

/** A field of /proc/PID/status that is given in kB, in bytes. */
export function bytesIn(status: string, field: string): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'mu').exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`no ${field} in the status`);
  return Number(kilobytes) * 1024;
}

/** The hard limit of open files, from the text of /proc/PID/limits; Infinity when there is none. */
export function openFilesIn(limits: string): number {
  const hard = /^Max open files\s+\S+\s+(\S+)/mu.exec(limits)?.[1];
  return hard === 'unlimited' ? Infinity : Number(hard);
}

export const cpuUs = (pid: number): number => cpuUsOf(read(pid, 'stat'));
export const residentBytes = (pid: number): number => bytesIn(read(pid, 'status'), 'VmRSS');

/** Every client is an open file of the server, and one of the program that plays the clients. */
export function requireOpenFiles(wanted: number): void {
  const allowed = openFilesIn(read(process.pid, 'limits'));
  if (allowed < wanted)
    throw new Error(
      `${String(wanted)} open files are needed and ${String(allowed)} allowed: raise "ulimit -n", or ask for fewer --clients.`,
    );
}

function read(pid: number, name: string): string {
  if (process.platform !== 'linux')
    throw new Error('This benchmark reads /proc, so it needs Linux.');
  return readFileSync(`/proc/${String(pid)}/${name}`, 'utf8');
}
