/** Upnext's own built programs, as their users start them. */
import { fileURLToPath } from 'node:url'
import { freePorts } from '../free-port.ts'
import type { Child, Exit } from './child.ts'
import { startProcess } from './start-process.ts'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
const CLI = 'services/cli/bin/upnext.js'

export type Environment = Readonly<Record<string, string>>

export interface CliRun extends Exit {
  readonly stdout: string
  readonly stderr: string
}

/** Runs one verb of the CLI to its end. Paths are seen from the repository's root. */
export async function runUpnext(args: readonly string[], env: Environment = {}, timeoutMs = 120_000): Promise<CliRun> {
  const child = await startUpnext(args, env)
  const alarm = setTimeout(() => void child.stop('SIGKILL'), timeoutMs)
  const exit = await child.exited
  clearTimeout(alarm)
  return { ...exit, stdout: child.stdout(), stderr: child.stderr() }
}

/** Starts one verb of the CLI; with `ready`, waits for it. */
export function startUpnext(args: readonly string[], env: Environment = {}, ready?: RegExp): Promise<Child> {
  const settings = ready === undefined ? {} : { ready, timeoutMs: 180_000 }
  return startProcess({ entry: CLI, args, env, cwd: ROOT, ...settings })
}

export interface ServiceProcess {
  readonly child: Child
  /** Base URL of its HTTP endpoints. */
  readonly http: string
  /** host:port of its gRPC services, where it has any. */
  readonly grpc: string
}

/** Starts one service on free ports, or those in `env`, and waits until `/ready` says so. */
export async function startService(name: string, env: Environment, timeoutMs = 60_000): Promise<ServiceProcess> {
  const [freeHttp, freeGrpc] = await freePorts(2)
  const ports = { UPNEXT_HTTP_PORT: String(freeHttp), UPNEXT_GRPC_PORT: String(freeGrpc), ...env }
  const http = `http://127.0.0.1:${ports.UPNEXT_HTTP_PORT}`
  const child = await startProcess({
    entry: `services/${name}/dist/main.js`,
    cwd: ROOT,
    env: ports,
    ready: async () => (await fetch(`${http}/ready`)).ok,
    timeoutMs,
  })
  return { child, http, grpc: `127.0.0.1:${ports.UPNEXT_GRPC_PORT}` }
}
