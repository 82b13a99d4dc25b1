/**
 * The app's backend as it asks for rows: all the time, with a deadline, of a copy that says that it is ready, and of another one
 * where the first does not answer.
 */
import { Metadata, credentials, status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { GetNextToWatchRequest, RankingServiceClient } from '@upnext/contracts'
import type { GetNextToWatchResponse } from '@upnext/contracts'
import { systemClock } from '@upnext/ports'
import { seededRandom } from '@upnext/testkit'
import { TITLES, titleId, viewerId } from '../load/make-event.ts'
import type { Member } from '../world/member.ts'
import { judgeRow } from './judge-answer.ts'

const QUESTIONS_A_SECOND = 20
/** For one copy to answer. */
const DEADLINE_MS = 1_000
/** An answer may be this much later than its deadline. */
const GRACE_MS = 20
/** How often a load balancer looks who is ready. */
const LOOK_EVERY_MS = 200

export interface RankingFigures {
  readonly questions: number
  /** Answered by the second copy only. */
  readonly retried: number
  /** Answered by nobody. */
  readonly failed: number
  /** Answered after the deadline and its grace. */
  readonly late: number
  readonly empty: number
  readonly foreign: number
  readonly degraded: number
  readonly personalized: number
}

export interface RankingProbe {
  figures(): RankingFigures
  /** Whether the last questions were answered. */
  fine(): boolean
  stop(): Promise<void>
}

export interface ProbeOptions {
  readonly seed: number
  readonly rankings: readonly Member[]
  /** About which event is being sent now: viewers are those who are active. */
  readonly eventNumber: () => number
  readonly onFailure: (why: string) => void
}

export function startRankingProbe({ seed, rankings, eventNumber, onFailure }: ProbeOptions): RankingProbe {
  const random = seededRandom(seed + 2)
  const catalogue = new Set(Array.from({ length: TITLES }, (_, i) => titleId(i)))
  const copies = rankings.map((member) => ({
    member,
    ready: true,
    client: new RankingServiceClient(member.grpc, credentials.createInsecure(), {
      'grpc.max_reconnect_backoff_ms': 500,
    }),
  }))
  type Copy = (typeof copies)[number]
  const counts = { questions: 0, retried: 0, failed: 0, late: 0, empty: 0, foreign: 0, degraded: 0, personalized: 0 }
  const open = new Set<Promise<void>>()
  let failuresInARow = 0
  let turn = 0

  async function question(): Promise<void> {
    counts.questions += 1
    const request = GetNextToWatchRequest.fromPartial({
      audience: { $case: 'viewerId', value: viewerId(random, eventNumber()) },
      limit: 10,
    })
    const [first, second] = inOrder()
    const answer = await ask(first, request).catch(async (error: unknown) => {
      counts.retried += 1
      return ask(second ?? first, request).catch((again: unknown) => {
        counts.retried -= 1
        onFailure(`${first?.member.name ?? ''}: ${wordsOf(error)}; ${second?.member.name ?? ''}: ${wordsOf(again)}`)
        return null
      })
    })
    failuresInARow = answer === null ? failuresInARow + 1 : 0
    if (answer === null) counts.failed += 1
    else judge(answer)
  }

  /** Copies that are ready first, taking turns. */
  function inOrder(): readonly (Copy | undefined)[] {
    turn = (turn + 1) % copies.length
    const turned = [...copies.slice(turn), ...copies.slice(0, turn)]
    return turned.sort((a, b) => Number(b.ready) - Number(a.ready))
  }

  async function ask(copy: Copy | undefined, request: GetNextToWatchRequest): Promise<GetNextToWatchResponse> {
    if (copy === undefined) throw new RangeError('there is no copy to ask')
    const from = performance.now()
    const answer = await call(copy.client, request)
    if (performance.now() - from > DEADLINE_MS + GRACE_MS) counts.late += 1
    return answer
  }

  function judge({ row, info }: GetNextToWatchResponse): void {
    const items = (row?.items ?? []).map(({ itemId }) => itemId)
    judgeRow(items, catalogue, counts)
    if (info?.degraded === true) counts.degraded += 1
    if (info?.personalized === true) counts.personalized += 1
  }

  const asking = setInterval(() => {
    const one = question()
    open.add(one)
    void one.finally(() => open.delete(one))
  }, 1_000 / QUESTIONS_A_SECOND)
  const looking = setInterval(() => {
    for (const copy of copies) void copy.member.ready().then((ready) => (copy.ready = ready))
  }, LOOK_EVERY_MS)

  return {
    figures: () => ({ ...counts }),
    fine: () => failuresInARow === 0,
    async stop() {
      clearInterval(asking)
      clearInterval(looking)
      await Promise.all(open)
      for (const { client } of copies) client.close()
    },
  }
}

function call(client: RankingServiceClient, request: GetNextToWatchRequest): Promise<GetNextToWatchResponse> {
  return new Promise((resolve, reject) => {
    const options = { deadline: systemClock.now() + DEADLINE_MS }
    client.getNextToWatch(request, new Metadata(), options, (error: ServiceError | null, answer) => {
      if (error === null) resolve(answer)
      else reject(error)
    })
  })
}

function wordsOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return status[Number(error.code)] ?? error.message
  return String(error)
}
