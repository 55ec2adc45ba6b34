/**
 * Loaded before the program: asks it to end when whoever started it is gone. npm passes a signal only to the
 * shell between it and us, and kill -9 is passed by nobody; the orphan would hold ports and data.
 */
import { isMainThread } from 'node:worker_threads';
import { onOrphaned } from './setup/orphan.mjs';

if (isMainThread) onOrphaned(() => process.kill(process.pid, 'SIGTERM'));
