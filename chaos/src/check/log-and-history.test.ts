import { describe, expect, it } from '@jest/globals'
import { CANARY } from '../load/make-event.ts'
import { SEED, aHistory, addTo, anAudit, eventsOf } from '../testing/a-small-run.ts'
import { eventId } from '../load/event-ids.ts'
import { anEvent, aViewer } from '@upnext/testkit'
import { encodeViewerEvent } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import { judgeHistory } from './judge-history.ts'

const history = aHistory()
const [first = -1, second = -1] = eventsOf(history, 'watch')
const refused = Array.from({ length: history.size }, (_, n) => n).filter((n) => history.of(n) === 'rejected')

const NOTHING_WRONG = { lostFromLog: 0, rejectedInLog: 0, unsentInLog: 0 }

describe('the log against the history', () => {
  it('is in order where every acknowledged event is there, some of them twice', () => {
    const verdict = judgeHistory(history, anAudit(history, [], [first, second]))
    expect(verdict).toMatchObject({ ...NOTHING_WRONG, repeatedInLog: 2 })
  })

  it('shows an acknowledged event that the log lost', () => {
    const verdict = judgeHistory(history, anAudit(history, [first]))
    expect(verdict).toMatchObject({ ...NOTHING_WRONG, lostFromLog: 1, lostNumbers: [first] })
  })

  it('takes an unknown event as it comes: there or not', () => {
    const unsure = { size: history.size, of: (n: number) => (n === first ? ('unknown' as const) : history.of(n)) }
    expect(judgeHistory(unsure, anAudit(history, [first]))).toMatchObject({ ...NOTHING_WRONG, unknownInLog: 0 })
    expect(judgeHistory(unsure, anAudit(history))).toMatchObject({ ...NOTHING_WRONG, unknownInLog: 1 })
  })

  it('shows a refused event, and one that nobody sent, in the log', () => {
    const [n = -1] = refused
    const leaked = { copies: (m: number) => (m === n ? 1 : anAuditOnce.copies(m)) }
    expect(judgeHistory(history, leaked)).toMatchObject({ rejectedInLog: 1 })
    const unsent = { size: history.size, of: (m: number) => (m === first ? null : history.of(m)) }
    expect(judgeHistory(unsent, anAuditOnce)).toMatchObject({ unsentInLog: 1 })
  })
})

const anAuditOnce = anAudit(history)

describe('the records of the log', () => {
  it('are what was sent', () => {
    expect(anAuditOnce).toMatchObject({ altered: 0, foreign: 0, misplaced: 0, canaries: 0 })
    expect(anAuditOnce.records).toBe(history.size - refused.length)
  })

  it('are not where anything in them was changed, a refused event got in, or bytes are no event', () => {
    const audit = anAudit(history)
    const changed = anEvent({ eventId: eventId(SEED, first) })
    const { key, value } = encodeViewerEvent(changed)
    audit.add(viewerPartition(changed.viewer), { offset: 0, key, value, headers: {} })
    const got = encodeViewerEvent(anEvent({ eventId: eventId(SEED, refused[0] ?? -1) }))
    audit.add(viewerPartition(aViewer()), { offset: 1, key: got.key, value: got.value, headers: {} })
    audit.add(0, { offset: 2, key, value: Uint8Array.of(0xff, 0xff), headers: {} })
    expect(audit).toMatchObject({ altered: 3, foreign: 0 })
    expect(judgeHistory(history, audit)).toMatchObject({ rejectedInLog: 1 })
  })

  it('are foreign, misplaced, or tell who the viewer is, and each is counted', () => {
    const audit = anAudit(history)
    const foreign = encodeViewerEvent(anEvent())
    audit.add(viewerPartition(aViewer()), { offset: 0, key: foreign.key, value: foreign.value, headers: {} })
    const elsewhere = (viewerPartition(aViewer()) + 1) % 48
    audit.add(elsewhere, { offset: 1, key: foreign.key, value: foreign.value, headers: {} })
    const told = encodeViewerEvent(anEvent({ device: `${CANARY}7` }))
    audit.add(viewerPartition(aViewer()), { offset: 2, key: told.key, value: told.value, headers: {} })
    expect(audit).toMatchObject({ foreign: 3, misplaced: 1, canaries: 1 })
  })

  it('keep the latest time of an erasure that came twice', () => {
    const many = aHistory(4_000)
    const [erasure = -1] = eventsOf(many, 'erase')
    const audit = anAudit(many, [], [erasure])
    const once = anAudit(many)
    expect((audit.erasedThroughMs(erasure) ?? 0) - (once.erasedThroughMs(erasure) ?? 0)).toBe(60_000)
    addTo(audit, erasure, 0)
    expect(audit.copies(erasure)).toBe(3)
    expect((audit.erasedThroughMs(erasure) ?? 0) - (once.erasedThroughMs(erasure) ?? 0)).toBe(60_000)
  })
})
