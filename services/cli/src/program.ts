/** The verbs, and what happens when one of them fails. */
import { DataError } from '@upnext/evaluation'
import { Command, CommanderError } from 'commander'
import pc from 'picocolors'
import { CliError, errorText } from './errors.ts'
import type { Terminal } from './terminal.ts'
import { addArchive } from './verbs/archive.ts'
import { addDeadLetters } from './verbs/dead-letters.ts'
import { addDoctor } from './verbs/doctor.ts'
import { addEvaluate } from './verbs/evaluate.ts'
import { addImport } from './verbs/import.ts'
import { addNext } from './verbs/next.ts'
import { addProfile } from './verbs/profile.ts'
import { addProfiles } from './verbs/profiles.ts'
import { addReplay } from './verbs/replay.ts'
import { addSend } from './verbs/send.ts'
import { addSimilar } from './verbs/similar.ts'
import { addStart } from './verbs/start.ts'
import { addTopics } from './verbs/topics.ts'
import { addTrain } from './verbs/train.ts'

const INTRODUCTION = `Upnext tells a video app what to show next.

Every verb explains itself: upnext <verb> --help`

/** Runs one verb. Answers the exit code: 0 it worked, 1 it did not, 2 it was asked for in a way that cannot work. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal).parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    return explain(error, terminal)
  }
}

export function createProgram(terminal: Terminal): Command {
  const program = new Command('upnext')
  // Inherited by every verb: they are made by `command()` below.
  program
    .description(INTRODUCTION)
    .exitOverride()
    .configureOutput({ writeOut: inLines(terminal.out), writeErr: inLines(terminal.err) })
    .showHelpAfterError('(see --help)')
  addStart(program, terminal)
  addImport(program, terminal)
  addSend(program, terminal)
  addNext(program, terminal)
  addSimilar(program, terminal)
  addProfile(program, terminal)
  addProfiles(program, terminal)
  addTrain(program, terminal)
  addEvaluate(program, terminal)
  addReplay(program, terminal)
  addDeadLetters(program, terminal)
  addTopics(program, terminal)
  addArchive(program, terminal)
  addDoctor(program, terminal)
  return program
}

function explain(error: unknown, terminal: Terminal): number {
  if (error instanceof CliError || error instanceof DataError) {
    terminal.err(`${pc.red('error:')} ${error.message}`)
    if (error.hint !== null) terminal.err(error.hint)
    return error.exitCode
  }
  terminal.err(`${pc.red('error:')} ${errorText(error)}`)
  return 1
}

function inLines(write: (line: string) => void): (text: string) => void {
  return (text) => {
    write(text.replace(/\n$/, ''))
  }
}
