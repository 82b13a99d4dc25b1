/** The verbs, and what happens when one of them fails. */
import { CODE_VERSION } from '@upnext/contracts'
import { Command, CommanderError } from 'commander'
import pc from 'picocolors'
import { errorText } from './errors.ts'
import type { CliError } from './errors.ts'
import type { Terminal } from './terminal.ts'

const INTRODUCTION = `Upnext tells a video app what to show next.

Every verb explains itself: upnext <verb> --help`

/** Runs one verb. Answers the exit code: 0 it worked; the others are those of `CliError`. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const program = await createProgram(terminal, args[0])
    await program.parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    return explain(error, terminal)
  }
}

type AddVerb = (program: Command, terminal: Terminal) => void

/** In the order of the help. Loaded where they are asked for: all of them together take half a second. */
const VERBS: ReadonlyMap<string, () => Promise<AddVerb>> = new Map(
  Object.entries({
    start: async () => (await import('./verbs/start.ts')).addStart,
    import: async () => (await import('./verbs/import.ts')).addImport,
    send: async () => (await import('./verbs/send.ts')).addSend,
    next: async () => (await import('./verbs/next.ts')).addNext,
    similar: async () => (await import('./verbs/similar.ts')).addSimilar,
    page: async () => (await import('./verbs/page.ts')).addPage,
    row: async () => (await import('./verbs/row.ts')).addRow,
    profile: async () => (await import('./verbs/profile.ts')).addProfile,
    profiles: async () => (await import('./verbs/profiles.ts')).addProfiles,
    train: async () => (await import('./verbs/train.ts')).addTrain,
    evaluate: async () => (await import('./verbs/evaluate.ts')).addEvaluate,
    experiments: async () => (await import('./verbs/experiments.ts')).addExperiments,
    replay: async () => (await import('./verbs/replay.ts')).addReplay,
    'dead-letters': async () => (await import('./verbs/dead-letters.ts')).addDeadLetters,
    topics: async () => (await import('./verbs/topics.ts')).addTopics,
    archive: async () => (await import('./verbs/archive.ts')).addArchive,
    rows: async () => (await import('./verbs/rows.ts')).addRows,
    doctor: async () => (await import('./verbs/doctor.ts')).addDoctor,
  }),
)

/** With the verb that is wanted alone, where there is such a one, else with all. */
export async function createProgram(terminal: Terminal, wanted?: string): Promise<Command> {
  const program = new Command('upnext')
  // Inherited by every verb: they are made by `command()` below.
  program
    .description(INTRODUCTION)
    .version(CODE_VERSION)
    .exitOverride()
    .configureOutput({ writeOut: inLines(terminal.out), writeErr: inLines(terminal.err) })
    .showHelpAfterError('(see --help)')
  const one = wanted === undefined ? undefined : VERBS.get(wanted)
  for (const load of one === undefined ? VERBS.values() : [one]) {
    const add = await load()
    add(program, terminal)
  }
  return program
}

function explain(error: unknown, terminal: Terminal): number {
  if (isExplained(error)) {
    terminal.err(`${pc.red('error:')} ${error.message}`)
    if (error.hint !== null) terminal.err(error.hint)
    return error.exitCode
  }
  terminal.err(`${pc.red('error:')} ${errorText(error)}`)
  return 1
}

/** A `CliError`, or another room's error of the same form; that room is not loaded to know its own. */
function isExplained(error: unknown): error is Pick<CliError, 'message' | 'hint' | 'exitCode'> {
  return error instanceof Error && 'hint' in error && 'exitCode' in error
}

function inLines(write: (line: string) => void): (text: string) => void {
  return (text) => {
    write(text.replace(/\n$/, ''))
  }
}
