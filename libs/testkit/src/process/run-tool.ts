import { startChild } from './child.ts'

export interface ToolResult {
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command to its end. Throws an error with the end of its output where it fails or takes longer than allowed. */
export async function runTool(
  command: string,
  args: readonly string[],
  options: { readonly timeoutMs: number; readonly env?: NodeJS.ProcessEnv; readonly cwd?: string },
): Promise<ToolResult> {
  const child = await startChild({ command, args, env: options.env ?? process.env, cwd: options.cwd })
  const deadline = AbortSignal.timeout(options.timeoutMs)
  deadline.addEventListener('abort', () => void child.stop('SIGKILL'))
  const { code, signal } = await child.exited
  if (code === 0) return { stdout: child.stdout(), stderr: child.stderr() }
  const how = deadline.aborted ? `took longer than ${options.timeoutMs} ms` : `ended with ${signal ?? code ?? '?'}`
  throw new Error(`${command} ${args[0] ?? ''} ${how}: ${child.output().trim().slice(-2_000)}`)
}
