import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { REPORT_EXAMPLES, addExperimentsReport } from './experiments-report.ts'

/** See docs/experiments.md. */
export function addExperiments(program: Command, terminal: Terminal): void {
  const command = program
    .command('experiments')
    .description('what the variants of an experiment came to')
    .addHelpText('after', REPORT_EXAMPLES)
  addExperimentsReport(command, terminal)
}
