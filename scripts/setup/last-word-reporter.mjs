/**
 * The last word of a test run, after everything else that was printed: which tests failed and with what, and
 * which passed only on a second try. A second try keeps one slow moment of a shared machine from sinking a
 * whole run; it must never hide a race, so each one is printed for somebody to mend.
 */

// eslint-disable-next-line no-restricted-syntax -- vitest loads a reporter by its default export
export default class LastWordReporter {
  failed = [];
  unsteady = [];

  onTestCaseResult(testCase) {
    const name = `${testCase.module.relativeModuleId} > ${testCase.fullName}`;
    const { state, errors } = testCase.result();
    if (testCase.diagnostic()?.flaky === true) this.unsteady.push(name);
    if (state === 'failed') this.failed.push(`${name}: ${firstLines(errors)}`);
  }

  onTestModuleEnd(module) {
    const errors = module.errors();
    if (errors.length > 0) this.failed.push(`${module.relativeModuleId}: ${firstLines(errors)}`);
  }

  onTestRunEnd(modules, errors) {
    for (const error of errors) this.failed.push(`outside of a test: ${firstLines([error])}`);
    list('Passed only on a second try; each is a race to mend:', this.unsteady);
    list('Failed:', this.failed);
  }
}

const firstLines = (errors) =>
  errors
    .map(({ message, stacks }) => {
      const [at] = stacks ?? [];
      const place = at === undefined ? '' : ` (line ${at.line})`;
      return `${message.split('\n', 1)[0]}${place}`;
    })
    .join(' | ');

function list(title, lines) {
  if (lines.length === 0) return;
  process.stdout.write(`\n${title}\n`);
  for (const line of lines) process.stdout.write(`  ${line}\n`);
}
