/** Kills in the middle of an import: whoever dies, the profiles end as if nobody had. */
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import {
  freePorts,
  runUpnext,
  startService,
  startUpnext,
  tempFolder,
  waitUntil,
  writeMovieLensFolder,
} from '@upnext/testkit'
import type { Child, Environment, ServiceProcess, TempFolder } from '@upnext/testkit'
import { readState } from './import/import-state.ts'

const SHAPE = { viewers: 150, titles: 300, ratings: 18_000, seed: 7 }
const NAME = 'history'
const FIXED = { UPNEXT_VIEWER_SECRET: 'ab'.repeat(16), UPNEXT_LOG_LEVEL: 'error' }
const SHIFT = ['--shift-to', '2026-01-31T12:00:00Z']

describe('an import that is killed', () => {
  const folders: TempFolder[] = []
  const running: Child[] = []

  afterEach(async () => {
    await Promise.all(running.splice(0).map((child) => child.stop('SIGKILL')))
    await Promise.all(folders.splice(0).map((folder) => folder.remove()))
  })

  async function newFolder(): Promise<string> {
    const folder = await tempFolder()
    folders.push(folder)
    return folder.path
  }

  async function start(env: Environment): Promise<ServiceProcess> {
    const service = await startService('standalone', { ...FIXED, ...env })
    running.push(service.child)
    return service
  }

  function importArgs(history: string): string[] {
    return ['import', 'movielens', history, '--name', NAME, '--everywhere', '--all-ages', ...SHIFT]
  }

  async function sentSoFar(data: string): Promise<number> {
    return (await readState(data, NAME))?.eventsSent ?? 0
  }

  async function digestWhenFolded(data: string, http: string): Promise<string> {
    await waitUntil(async () => (await (await fetch(`${http}/v1/status`)).text()).includes('"profile_lag":0'), {
      message: 'profiles to catch up',
      timeoutMs: 30_000,
    })
    return (await runUpnext(['profile', 'digest'], { UPNEXT_DATA: data })).stdout.split('\n')[0] ?? ''
  }

  it('goes on where it was, byte for byte, whichever process died', async () => {
    const history = join(await newFolder(), 'history')
    await writeMovieLensFolder(history, SHAPE)

    const calmData = await newFolder()
    const calm = await start({ UPNEXT_DATA: calmData })
    expect((await runUpnext(importArgs(history), { UPNEXT_DATA: calmData })).code).toBe(0)
    const undisturbed = await digestWhenFolded(calmData, calm.http)
    expect(undisturbed).toMatch(/^[0-9a-f]{64}$/)
    await calm.child.stop()

    const data = await newFolder()
    const [httpPort, grpcPort] = await freePorts(2)
    const env = { UPNEXT_DATA: data, UPNEXT_HTTP_PORT: String(httpPort), UPNEXT_GRPC_PORT: String(grpcPort) }
    const first = await start(env)
    const importer = await startUpnext(importArgs(history), { UPNEXT_DATA: data })
    running.push(importer)

    await waitUntil(async () => (await sentSoFar(data)) >= 3000, {
      message: 'some events',
      intervalMs: 2,
      timeoutMs: 30_000,
    })
    await first.child.stop('SIGKILL')
    const second = await start(env)
    // The importer lives on and tries again by itself.
    await waitUntil(async () => (await sentSoFar(data)) >= 9000, {
      message: 'more events',
      intervalMs: 2,
      timeoutMs: 30_000,
    })
    await importer.stop('SIGKILL')
    expect(await sentSoFar(data)).toBeLessThan(SHAPE.ratings)

    const resumed = await runUpnext(importArgs(history), { UPNEXT_DATA: data })
    expect(resumed.stdout).toContain('went on where it was')
    expect(await digestWhenFolded(data, second.http)).toBe(undisturbed)

    const again = await runUpnext(importArgs(history), { UPNEXT_DATA: data })
    expect(again.stdout).toContain('nothing to do')
  })
})
