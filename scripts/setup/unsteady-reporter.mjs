/**
 * Names every test that passed only on a second try. A second try keeps one slow moment of a shared machine
 * from sinking a whole run; it must never hide a race, so each one is printed for somebody to mend.
 */

// eslint-disable-next-line no-restricted-syntax -- vitest loads a reporter by its default export
export default class UnsteadyReporter {
  unsteady = [];

  onTestCaseResult(testCase) {
    if (testCase.diagnostic()?.flaky === true) {
      this.unsteady.push(`${testCase.module.relativeModuleId} > ${testCase.fullName}`);
    }
  }

  onTestRunEnd() {
    if (this.unsteady.length === 0) return;
    process.stdout.write('\nPassed only on a second try; each is a race to mend:\n');
    for (const name of this.unsteady) process.stdout.write(`  ${name}\n`);
  }
}
