/** The same way through the generations beside a standalone process, on its embedded storage. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { runUpnext, startService, tempFolder, waitUntil, writeMovieLensFolder } from '@upnext/testkit'
import type { Environment, ServiceProcess, TempFolder } from '@upnext/testkit'

const SHAPE = { viewers: 60, titles: 100, ratings: 3000, seed: 7 }
const FLAGS = ['--everywhere', '--all-ages', '--shift-to', '2026-01-31T12:00:00Z']

describe('generations of profiles on embedded storage', () => {
  let folder: TempFolder
  let standalone: ServiceProcess
  let env: Environment

  beforeAll(async () => {
    folder = await tempFolder()
    await writeMovieLensFolder(join(folder.path, 'history'), SHAPE)
    const data = join(folder.path, 'data')
    standalone = await startService('standalone', { UPNEXT_DATA: data, UPNEXT_LOG_LEVEL: 'warn' })
    env = { UPNEXT_DATA: data }
  }, 60_000)

  afterAll(async () => {
    await standalone.child.stop()
    await folder.remove()
  })

  async function ok(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runUpnext(args, env)
    expect({ args, code, stderr }).toMatchObject({ code: 0 })
    return stdout
  }

  const generationOf = async (): Promise<unknown> => {
    const answer = JSON.parse(await ok('next', '--viewer', '7', '--json')) as { info: { profileGeneration: unknown } }
    return answer.info.profileGeneration
  }

  it('says that there is no Upnext in a folder where there is none, and makes nothing there', async () => {
    const { code, stderr } = await runUpnext(['profiles', 'rebuild'], { UPNEXT_DATA: join(folder.path, 'nowhere') })
    expect(code).toBe(1)
    expect(stderr).toContain('there is no Upnext in')
  })

  it('rebuilds while a history comes in, compares, switches, rolls back and drops', async () => {
    const importing = ok('import', 'movielens', join(folder.path, 'history'), '--name', 'history', ...FLAGS)
    const sent = async (): Promise<boolean> => (await ok('profiles', 'list')).includes('active')
    await waitUntil(sent, { message: 'the first generation', timeoutMs: 30_000 })
    const [, report] = await Promise.all([importing, ok('profiles', 'rebuild')])
    expect(report).toMatch(/Generation 2 is ready: \d+ events in .* events\/s\)/)
    await waitUntil(async () => (await ok('profiles', 'list')).match(/ 0 records/g)?.length === 2, {
      message: 'both generations to be at the end of the log',
      timeoutMs: 30_000,
      intervalMs: 200,
    })
    const compared = JSON.parse(await ok('profiles', 'compare', '--json')) as Record<string, unknown>
    expect(compared).toMatchObject({ equal: true, steadyPartitions: 48, a: { profiles: 60 }, b: { profiles: 60 } })

    await ok('profiles', 'switch')
    await waitUntil(async () => (await generationOf()) === 2, { message: 'answers of generation 2' })
    await ok('profiles', 'rollback')
    await waitUntil(async () => (await generationOf()) === 1, { message: 'answers of generation 1' })
    await ok('profiles', 'switch', '--to', '2')
    expect(await ok('profiles', 'drop', '1')).toContain('Generation 1 was dropped')
    await waitUntil(async () => (await generationOf()) === 2, { message: 'answers of generation 2' })
    const left = JSON.parse(await ok('profiles', 'list', '--json')) as { generations: unknown[] }
    expect(left).toMatchObject({ active: 2, previous: 0 })
    expect(left.generations).toHaveLength(1)
  }, 180_000)
})
