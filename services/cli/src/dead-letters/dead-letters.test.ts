import { beforeEach, describe, expect, it } from '@jest/globals'
import { DeadLetter, encodeDeadLetter, encodeViewerEvent, topicsOf } from '@upnext/contracts'
import { aViewer, anEvent, createFakeEventLog } from '@upnext/testkit'
import type { FakeEventLog } from '@upnext/testkit'
import { chooseLetters, reasonsOf } from './choose-letters.ts'
import { readLetters } from './read-letters.ts'
import type { LetterFacts, Letters } from './read-letters.ts'
import { retryLetters } from './retry-letters.ts'

const topics = topicsOf('')
const KNOWN = new Set(Object.values(topics).map(({ name }) => name))
const { signal } = new AbortController()
const originals = Array.from({ length: 30 }, (_, n) => encodeViewerEvent(anEvent({ viewer: aViewer(`viewer ${n}`) })))
let log: FakeEventLog

beforeEach(async () => {
  log = createFakeEventLog(Object.values(topics))
  const letters = originals.map(({ key, value, headers = {} }, n) => {
    const reason = n % 3 === 0 ? 'UndecodableRecordError' : 'UnfoldableEventError'
    const place = { topic: topics.viewerEvents.name, partition: n, offset: n, failedAtMs: 1_000 + n, reason }
    const bytes = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]))
    return encodeDeadLetter(
      DeadLetter.fromPartial({
        ...place,
        key: Buffer.from(key),
        value: Buffer.from(value),
        headers: bytes,
        service: 'feature',
      }),
    )
  })
  await log.append(topics.deadLetters.name, letters)
})

const history = () => ({ log, archive: null, mayLose: false })
const read = (): Promise<Letters> => readLetters(history(), topics.deadLetters.name, signal)

async function retry(choice: { ids?: string[]; all?: boolean; reason?: string }): Promise<number> {
  const letters = await read()
  const chosen = chooseLetters(letters.letters, { ids: [], all: false, ...choice }, KNOWN)
  const clock = { now: () => 5_000 }
  return retryLetters(history(), {
    topic: topics.deadLetters.name,
    letters,
    chosen,
    clock,
    onRetried: () => undefined,
    signal,
  })
}

function open({ letters }: Letters): readonly LetterFacts[] {
  return letters.filter(({ retriedAtMs }) => retriedAtMs === null)
}

const sent = (): string[] => log.recordsOf(topics.viewerEvents.name).map(({ key }) => Buffer.from(key).toString())

describe('dead letters', () => {
  it('are told oldest first, with where the record stood and what it was', async () => {
    const { letters, unreadable } = await read()
    expect(unreadable).toBe(0)
    expect(letters.map(({ offset }) => offset)).toEqual(originals.map((_, n) => n))
    expect(letters[4]).toMatchObject({
      topic: topics.viewerEvents.name,
      reason: 'UnfoldableEventError',
      kind: 'watch',
      service: 'feature',
    })
  })

  it('are sent again with the original key, value and headers, and then are marked', async () => {
    expect(await retry({ all: true })).toBe(30)
    const before = new Map(originals.map((record) => [Buffer.from(record.key).toString(), record]))
    for (const { key, value, headers } of log.recordsOf(topics.viewerEvents.name)) {
      const original = before.get(Buffer.from(key).toString())
      expect({ value: Buffer.from(value), headers }).toEqual({
        value: Buffer.from(original?.value ?? []),
        headers: original?.headers,
      })
    }
    expect(sent()).toHaveLength(30)
    expect(open(await read())).toEqual([])
    expect(await retry({ all: true })).toBe(0)
    expect((await read()).letters.map(({ retriedAtMs }) => retriedAtMs)).toEqual(originals.map(() => 5_000))
  })

  it('are chosen by reason or by id, also one that was sent before', async () => {
    expect(await retry({ reason: 'UndecodableRecordError' })).toBe(10)
    expect(open(await read())).toHaveLength(20)
    const [first] = (await read()).letters
    expect(await retry({ ids: [first?.id ?? ''] })).toBe(1)
    expect(sent()).toHaveLength(11)
  })

  it('tell the reasons that there are, the most frequent first', async () => {
    const { letters } = await read()
    expect(reasonsOf(letters)).toEqual([
      { reason: 'UnfoldableEventError', letters: 20 },
      { reason: 'UndecodableRecordError', letters: 10 },
    ])
    expect(reasonsOf([])).toEqual([])
  })

  it('stay open when the log takes their records no more, and are not lost on the next try', async () => {
    let appends = 0
    log.refuseAppends((topic) => (topic === topics.viewerEvents.name && ++appends > 3 ? new Error('log away') : null))
    await expect(retry({ all: true })).rejects.toThrow('log away')
    expect(open(await read()).length).toBeGreaterThan(0)
    log.refuseAppends(null)
    await retry({ all: true })
    expect(open(await read())).toEqual([])
    expect(new Set(sent()).size).toBe(30)
  })

  it('are refused where nothing, two things, or something unknown is meant', async () => {
    await expect(retry({})).rejects.toThrow('name dead letters')
    await expect(retry({ all: true, reason: 'x' })).rejects.toThrow('name dead letters')
    await expect(retry({ ids: ['99:1'] })).rejects.toThrow('there is no dead letter 99:1')
    const [letter] = (await read()).letters
    const foreign = { ...(letter as LetterFacts), topic: 'other' }
    expect(() => chooseLetters([foreign], { ids: [], all: true }, KNOWN)).toThrow('none of this namespace')
  })
})
