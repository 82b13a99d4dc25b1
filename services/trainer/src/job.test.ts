import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { CatalogRecord, encodeViewerEvent } from '@upnext/contracts'
import type { CatalogItem, ViewerEvent } from '@upnext/contracts'
import { UNTIL_NOW, parseUntil } from '@upnext/history'
import type { SliceEnd } from '@upnext/history'
import { HistoryLostError } from '@upnext/ports'
import type { Position } from '@upnext/ports'
import { modelFromBytes } from '@upnext/recsys'
import {
  anItem,
  createFakeEventLog,
  createFakeModelStore,
  generateEvents,
  seededRandom,
  withTempFolder,
} from '@upnext/testkit'
import { runTrainingJob } from './job.ts'
import { TOPICS, append, depsOf, digestOfModel } from './testing/trainer-room.ts'
import type { JobReport } from './training/training-report.ts'

interface JobResult {
  readonly report: JobReport
  readonly digest: string
  readonly titles: number
  readonly manifest: Readonly<Record<string, unknown>> | null
}

interface Slice {
  readonly until?: (all: Position[]) => SliceEnd
  readonly catalog?: readonly CatalogItem[]
}

async function train(events: readonly ViewerEvent[], { until, catalog = [] }: Slice = {}): Promise<JobResult> {
  const log = createFakeEventLog(Object.values(TOPICS))
  const models = createFakeModelStore()
  const positions = await log.append(TOPICS.viewerEvents.name, events.map(encodeViewerEvent))
  for (const item of catalog) {
    const value = CatalogRecord.encode({ item, receivedAtMs: 1 }).finish()
    await log.append(TOPICS.catalog.name, [{ key: Buffer.from(item.itemId), value }])
  }
  const deps = depsOf({ log, models }, 'not used by a job')
  const report = await runTrainingJob({ ...deps, until: until?.(positions) })
  const stored = report.modelId === null ? null : await models.get(report.modelId)
  await log.close()
  const titles = stored === null ? 0 : modelFromBytes(stored.bytes).items.length
  return { report, digest: await digestOfModel(models, report.modelId), titles, manifest: stored?.manifest ?? null }
}

function shuffled<Value>(values: readonly Value[], seed: number): Value[] {
  const random = seededRandom(seed)
  return values
    .map((value) => ({ value, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)
}

const events = generateEvents({ seed: 4, viewers: 30, events: 600 })

function titleIn({ kind }: ViewerEvent): string {
  return kind?.$case === 'watch' || kind?.$case === 'rating' ? kind.value.itemId : ''
}

describe('runTrainingJob', () => {
  it('publishes a sound model that knows every title', async () => {
    const { report, titles, manifest } = await train(events)
    expect(report).toMatchObject({ outcome: 'published', viewers: 30 })
    expect(titles).toBe(report.titles)
    expect(titles).toBe(new Set(events.map(titleIn)).size)
    expect(manifest).toMatchObject({ events: report.events, codeVersion: 'test', foldVersion: expect.any(Number) })
  })

  it('gives the same bytes for the same events in another order and sent twice', async () => {
    const { digest } = await train(events)
    const again = await train([...shuffled(events, 1), ...shuffled(events, 2)])
    expect(digest).not.toBe('no model')
    expect(again.digest).toBe(digest)
    const fewer = await train(events.slice(0, 500))
    expect(fewer.digest).not.toBe(digest)
  })

  it('reads the catalogue to its end: the same documents in another order give the same bytes', async () => {
    const items = Array.from({ length: 20 }, (_, i) =>
      anItem({ itemId: `new-${i}`, genres: [i % 2 ? 'Crime' : 'Drama'] }),
    )
    const { digest, manifest, titles } = await train(events, { catalog: items })
    expect((await train(events, { catalog: shuffled(items, 3) })).digest).toBe(digest)
    const without = await train(events)
    expect(without.digest).not.toBe(digest)
    expect(titles).toBe(without.titles + items.length)
    expect(manifest?.['catalogPositions']).toHaveLength(TOPICS.catalog.partitions)
  })

  it('gives the same bytes again where its own model is in use', async () => {
    const log = createFakeEventLog(Object.values(TOPICS))
    const models = createFakeModelStore()
    await append(log, generateEvents({ seed: 5, viewers: 40, events: 1500 }))
    const deps = depsOf({ log, models }, 'not used by a job')
    const [first, second] = [await runTrainingJob(deps), await runTrainingJob(deps)]
    expect(first.tuning).toMatchObject({ kind: 'time', winner: null })
    expect(second.tuning?.winner).not.toBeNull()
    expect(await digestOfModel(models, second.modelId)).toBe(await digestOfModel(models, first.modelId))
    await log.close()
  })

  it('reads no further than it is told', async () => {
    const ordered = [...events.slice(0, 400)]
    const { digest } = await train(ordered)
    const upTo400 = (all: Position[]): SliceEnd => {
      const offsets = new Map(all.map(({ partition }) => [partition, 0]))
      for (const { partition, nextOffset } of all.slice(0, 400)) offsets.set(partition, nextOffset)
      return { ...UNTIL_NOW, events: { kind: 'offsets', offsets } }
    }
    expect((await train(events, { until: upTo400 })).digest).toBe(digest)
  })

  it('reads up to a time of receipt, and gives the bytes of a log that ends there', async () => {
    const cut = events[400]?.receivedAtMs ?? 0
    const time = { kind: 'time', timeMs: cut } as const
    const items = [anItem({ itemId: 'new-1' })]
    const { digest, manifest } = await train(events, { until: () => ({ events: time, catalog: time }), catalog: items })
    const shorter = await train(events.slice(0, 400), { until: () => UNTIL_NOW, catalog: items })
    expect(digest).toBe(shorter.digest)
    expect(manifest?.['positions']).toEqual(shorter.manifest?.['positions'])
  })

  it('writes the same two files from the same slice, and touches nothing else', () =>
    withTempFolder(async (folder) => {
      const log = createFakeEventLog(Object.values(TOPICS))
      const models = createFakeModelStore()
      await append(log, events)
      const deps = depsOf({ log, models }, 'not used by a job')
      const [first, second] = [join(folder, 'first'), join(folder, 'second')]
      expect(await runTrainingJob({ ...deps, out: first })).toMatchObject({ outcome: 'written', events: 600 })
      await append(log, generateEvents({ seed: 9, viewers: 30, events: 300 }))
      const until = await parseUntil(join(first, 'manifest.json'))
      // What is in use, and that another trainer is at work, says nothing about a fixed slice.
      await runTrainingJob({ ...deps, until: UNTIL_NOW })
      await runTrainingJob({ ...deps, until, out: second })
      for (const name of ['model.bin', 'manifest.json']) {
        expect((await readFile(join(second, name))).equals(await readFile(join(first, name)))).toBe(true)
      }
      expect(await models.epoch()).toBe(1)
      await log.close()
    }))

  it('refuses a history whose beginning is lost, unless that is meant', async () => {
    const log = createFakeEventLog(Object.values(TOPICS))
    const models = createFakeModelStore()
    await append(log, events)
    const partition = log.recordsOf(TOPICS.viewerEvents.name)[0]?.partition ?? 0
    log.forget(TOPICS.viewerEvents.name, partition, 1)
    const deps = depsOf({ log, models }, 'not used by a job')
    await expect(runTrainingJob(deps)).rejects.toThrow(HistoryLostError)
    expect(await models.epoch()).toBe(0)
    expect(await runTrainingJob({ ...deps, mayLose: true })).toMatchObject({ outcome: 'published' })
    await log.close()
  })

  it('publishes nothing from too few events, or none', async () => {
    expect((await train(events.slice(0, 10))).report).toMatchObject({ outcome: 'too-few-events', modelId: null })
    expect((await train([])).report).toMatchObject({ outcome: 'too-few-events', events: 0 })
  })

  it('gives up when asked to', async () => {
    const log = createFakeEventLog(Object.values(TOPICS))
    await append(log, events)
    const deps = depsOf({ log, models: createFakeModelStore() }, 'not used by a job')
    const signal = AbortSignal.abort(new Error('stopping'))
    await expect(runTrainingJob({ ...deps, signal })).rejects.toThrow('stopping')
    await log.close()
  })
})
