import { enableCompileCache } from 'node:module';

// Kept between runs: without it every process compiles a thousand modules again at every start.
enableCompileCache();
const { runCli } = await import('./cli/cli.ts');
process.exitCode = await runCli(process.argv.slice(2));
