// Counting what ran: named checks, tests, and suites that could not run.

export function createTally() {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const notes = []
  return {
    /** One thing that either holds or does not: it compiles, it is formatted. */
    check(name, ok) {
      counts[ok ? 'passed' : 'failed'] += 1
      notes.push(`${ok ? 'ok  ' : 'FAIL'} ${name}`)
    },
    /** What Jest wrote about its run, or null where it wrote nothing. */
    jest(report, exitCode) {
      if (report !== null) {
        counts.passed += report.numPassedTests
        counts.failed += report.numFailedTests + report.numRuntimeErrorTestSuites
        counts.skipped += report.numPendingTests + report.numTodoTests
      }
      const explained = report !== null && report.numFailedTests + report.numRuntimeErrorTestSuites > 0
      if (exitCode !== 0 && !explained) {
        counts.failed += 1
        notes.push(`FAIL jest itself (exit code ${exitCode})`)
      }
    },
    /** Suites that could not run: skipped on a laptop, failed where everything has to run. */
    leftOut(files, everythingMustRun) {
      counts[everythingMustRun ? 'failed' : 'skipped'] += files.length
    },
    notes: () => notes,
    failed: () => counts.failed > 0,
    lastLine: () => `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
  }
}
