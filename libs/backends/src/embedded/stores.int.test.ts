import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { cleanEnvironment, startChild, tempFolder, waitUntil } from '@upnext/testkit'
import type { TempFolder } from '@upnext/testkit'
import { openEmbeddedModelStore } from './model-store.ts'
import { openEmbedded } from './open-embedded.ts'
import { openEmbeddedProfileStore } from './profile-store.ts'

const KEYS = Array.from({ length: 20 }, (_, i) => `viewer${i}`)

/** Commits its name to all viewers, from wherever the position is, `rounds` times or for ever. */
const COMMITTER = `
const { openEmbedded } = await import('@upnext/backends')
async function commitRounds(folder, name, rounds, onCommit) {
  const { profiles, close } = await openEmbedded({ folder, topics: [] })
  let expected = 0
  for (let won = 0; won < rounds; ) {
    const next = expected + 1
    const bytes = Buffer.from(name + ' ' + next)
    const batch = { generation: 1, partition: 0, expected, next, profiles: ${JSON.stringify(KEYS)}.map((key) => ({ key, bytes })) }
    const result = await profiles.commit(batch)
    expected = result.ok ? next : result.position
    if (result.ok) { won += 1; onCommit(won) }
  }
  await close()
}
`

const IN_THREAD = `
const { parentPort, workerData } = require('node:worker_threads')
;(async () => {
  ${COMMITTER}
  await commitRounds(workerData, 'thread', 150, () => undefined)
  parentPort.postMessage('done')
})()
`

const IN_PROCESS = `${COMMITTER}
await commitRounds(process.argv[1], 'process', Infinity, (won) => { if (won % 50 === 0) console.log(won) })
`

const PUTTER = `
import { openEmbedded } from '@upnext/backends'
const { models } = await openEmbedded({ folder: process.argv[1], topics: [] })
const bytes = new Uint8Array(200 * 1024 * 1024)
console.log('putting')
await models.put({ id: 'm1', manifest: {}, bytes })
console.log('put')
`

describe('the embedded stores', () => {
  let folder: TempFolder

  beforeEach(async () => {
    folder = await tempFolder()
  })

  afterEach(() => folder.remove())

  it('keep their promises to several threads that have the folder open', async () => {
    const { profiles, close } = await openEmbedded({ folder: folder.path, topics: [] })
    const worker = new Worker(IN_THREAD, { eval: true, workerData: folder.path, env: cleanEnvironment() })
    const finished = new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    let expected = 0
    for (let won = 0; won < 150;) {
      const next = expected + 1
      const bytes = Buffer.from(`main ${next}`)
      const result = await profiles.commit({
        generation: 1,
        partition: 0,
        expected,
        next,
        profiles: KEYS.map((key) => ({ key, bytes })),
      })
      expected = result.ok ? next : result.position
      if (result.ok) won += 1
      const view = await profiles.read(1, 0, KEYS)
      const texts = new Set(view.profiles.map((found) => Buffer.from(found ?? []).toString()))
      expect([`main ${view.position}`, `thread ${view.position}`]).toEqual(expect.arrayContaining([...texts]))
      expect(texts.size).toBe(1)
    }
    expect(await finished).toBe('done')
    expect((await profiles.read(1, 0, [])).position).toBe(300)
    await worker.terminate()
    await close()
  })

  it('show whole commits only after their process was killed in the middle of one', async () => {
    for (const round of [1, 2, 3]) {
      const args = ['--input-type=module', '--eval', IN_PROCESS, folder.path]
      const child = await startChild({ command: process.execPath, args, env: cleanEnvironment() })
      await waitUntil(() => child.stdout().includes('50'), { message: child.output, timeoutMs: 30_000 })
      await child.stop('SIGKILL')
      const store = openEmbeddedProfileStore({ folder: join(folder.path, 'profiles') })
      const view = await store.read(1, 0, KEYS)
      expect(view.position).toBeGreaterThanOrEqual(50 * round)
      const texts = view.profiles.map((found) => Buffer.from(found ?? []).toString())
      expect(new Set(texts)).toEqual(new Set([`process ${view.position}`]))
      await store.close()
    }
  })

  it('never show a model whose writer was killed half-way, and take it again', async () => {
    const args = ['--input-type=module', '--eval', PUTTER, folder.path]
    const child = await startChild({ command: process.execPath, args, env: cleanEnvironment() })
    const file = join(folder.path, 'models', 'data.mdb')
    const MIB = 1024 * 1024
    await waitUntil(async () => (await stat(file)).size > 5 * MIB, { message: child.output, timeoutMs: 30_000 })
    await child.stop('SIGKILL')
    expect(child.stdout().trim()).toBe('putting')
    const store = openEmbeddedModelStore({ folder: join(folder.path, 'models') })
    expect(await store.get('m1')).toBeNull()
    const epoch = await store.claimEpoch()
    expect(await store.activate({ expected: null, next: 'm1', epoch })).toEqual({ ok: false, reason: 'missing' })
    await store.put({ id: 'm1', manifest: {}, bytes: new Uint8Array(MIB).fill(7) })
    expect(await store.activate({ expected: null, next: 'm1', epoch })).toEqual({ ok: true })
    expect((await store.get('m1'))?.bytes.every((byte) => byte === 7)).toBe(true)
    await store.close()
  })

  it('use the room of old models for new ones', async () => {
    const store = openEmbeddedModelStore({ folder: folder.path })
    const epoch = await store.claimEpoch()
    const sizeBytes = 3 * 1024 * 1024
    let expected: string | null = null
    for (let n = 0; n < 12; n += 1) {
      const next = `m${n}`
      await store.put({ id: next, manifest: {}, bytes: new Uint8Array(sizeBytes).fill(n) })
      expect(await store.activate({ expected, next, epoch })).toEqual({ ok: true })
      expected = next
    }
    await store.close()
    expect((await stat(join(folder.path, 'data.mdb'))).size).toBeLessThan(6 * sizeBytes)
  })

  it('keep namespaces apart in one folder', async () => {
    const one = await openEmbedded({ folder: folder.path, topics: [], namespace: 'one' })
    const other = await openEmbedded({ folder: folder.path, topics: [] })
    await one.profiles.createGeneration({ generation: 1, foldVersion: 1, createdAtMs: 0 })
    expect((await other.profiles.generations()).active).toBe(0)
    await Promise.all([one.close(), other.close()])
  })
})
