import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

export interface ChildOptions {
  readonly command: string
  readonly args: readonly string[]
  /** All of its environment. */
  readonly env: NodeJS.ProcessEnv
  readonly cwd?: string | undefined
  /** Told everything that it prints, piece by piece; `output()` forgets what is old. */
  readonly onOutput?: ((text: string) => void) | undefined
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A process of ours. It never outlives us, and it is only ever ended by this handle. */
export interface Child {
  readonly pid: number
  /** Its stdout and stderr so far, in the order they came, at most the last 1 MiB. */
  output(): string
  stdout(): string
  stderr(): string
  /** Null while it runs. */
  exit(): Exit | null
  /** Settles when it is gone; never rejects. */
  readonly exited: Promise<Exit>
  /** Sends the signal and waits until it is gone; after the time-out (default 15 s) by SIGKILL. Twice is harmless. */
  stop(signal?: NodeJS.Signals, timeoutMs?: number): Promise<Exit>
  /** Sends a signal and does not wait: SIGSTOP, SIGCONT, SIGHUP. */
  signal(signal: NodeJS.Signals): void
}

const KEPT_CHARS = 1_048_576
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path))

const running = new Set<() => void>()
process.once('exit', () => {
  for (const kill of running) kill()
})

/** Starts a process; rejects where the command cannot be run. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const [command, args] = dyingWithUs(options.command, options.args)
  const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'] })
  const kill = (): void => void child.kill('SIGKILL')
  running.add(kill)
  const all = tail()
  const out = tail()
  const err = tail()
  child.stdout.setEncoding('utf8').on('data', keepIn(all, out))
  child.stderr.setEncoding('utf8').on('data', keepIn(all, err))
  for (const stream of [child.stdout, child.stderr]) stream.on('data', options.onOutput ?? (() => undefined))

  let exit: Exit | null = null
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      exit = { code, signal }
      running.delete(kill)
    })
    // `close` comes after the last output, so whoever awaits the end has read everything.
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) => {
      running.delete(kill)
      reject(new Error(`cannot run ${options.command}: ${error.message}`, { cause: error }))
    })
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`cannot run ${options.command}: no process id`)

  const stop = async (signal: NodeJS.Signals = 'SIGTERM', timeoutMs = 15_000): Promise<Exit> => {
    if (exit !== null) return exited
    const alarm = setTimeout(kill, timeoutMs)
    child.kill(signal)
    // A stopped process does not hear SIGTERM.
    if (signal !== 'SIGKILL') child.kill('SIGCONT')
    try {
      return await exited
    } finally {
      clearTimeout(alarm)
    }
  }
  return {
    pid,
    output: () => all.text(),
    stdout: () => out.text(),
    stderr: () => err.text(),
    exit: () => exit,
    exited,
    stop,
    signal: (signal) => void child.kill(signal),
  }
}

/** On Linux the kernel kills the child when its parent is gone, however that went. */
function dyingWithUs(command: string, args: readonly string[]): [string, string[]] {
  if (SETPRIV === undefined) return [command, [...args]]
  return [SETPRIV, ['--pdeathsig', 'KILL', '--', command, ...args]]
}

interface Tail {
  add(text: string): void
  text(): string
}

function tail(): Tail {
  let kept = ''
  return { add: (text) => (kept = (kept + text).slice(-KEPT_CHARS)), text: () => kept }
}

function keepIn(...tails: readonly Tail[]): (text: string) => void {
  return (text) => {
    for (const each of tails) each.add(text)
  }
}
