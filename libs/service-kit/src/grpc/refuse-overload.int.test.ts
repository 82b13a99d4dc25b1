import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { Client, credentials, status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { GetDigestResponse, ProfileServiceClient, ProfileServiceService } from '@upnext/contracts'
import { waitUntil } from '@upnext/testkit'
import { createMetrics } from '../metrics.ts'
import { keepLogLines } from '../testing/log-lines.ts'
import { errorDetailsOf } from './error-details.ts'
import { createGrpcServer } from './grpc-server.ts'
import type { GrpcServer } from './grpc-server.ts'
import { FEW_CALLS, LONGEST_WAIT_MS } from './overload.ts'
import { grpcService, unary } from './service.ts'

const CALLS = 500
const METHOD = '/upnext.profiles.v1.ProfileService/GetDigest'

/** Calls that the handler holds until they are let go. */
let held: (() => void)[]
let holding: boolean
let server: GrpcServer
let client: ProfileServiceClient
let port: number
const logged = keepLogLines()
const metrics = createMetrics('test')
beforeEach(async () => {
  held = []
  holding = true
  const hold = unary(async () => {
    if (holding) await new Promise<void>((resolve) => held.push(resolve))
    return GetDigestResponse.fromPartial({ digest: 'd' })
  })
  server = createGrpcServer({
    ...{ name: 'test gRPC', host: '127.0.0.1', port: 0, variable: 'UPNEXT_GRPC_PORT' },
    log: logged.log,
    metrics,
    services: [
      grpcService(ProfileServiceService, {
        getProfile: unary(() => Promise.reject(new Error('not asked for here'))),
        getDigest: hold,
      }),
    ],
    drainMs: 100,
  })
  port = await server.start()
  client = new ProfileServiceClient(`127.0.0.1:${port}`, credentials.createInsecure())
})
afterEach(async () => {
  letGo()
  client.close()
  await server.stop()
})

it('refuses what would come too late without asking the handler, answers the rest, and goes on as before', async () => {
  const refused: ServiceError[] = []
  let answered = 0
  for (let call = 0; call < CALLS; call += 1) {
    client.getDigest({ generation: undefined }, (error) => {
      if (error === null) answered += 1
      else refused.push(error)
    })
  }
  await waitUntil(() => held.length + refused.length === CALLS, { message: 'every call to be taken or refused' })
  expect(held.length).toBeGreaterThanOrEqual(FEW_CALLS)
  // An answer is taken to cost a millisecond until some have been seen.
  expect(held.length).toBeLessThanOrEqual(LONGEST_WAIT_MS + 1)
  const [first] = refused
  expect([first?.code, first?.details]).toEqual([
    status.RESOURCE_EXHAUSTED,
    'overloaded: try again after a pause, or add copies or workers',
  ])
  expect(errorDetailsOf(first ?? {})).toEqual([{ kind: 'errorInfo', reason: 'OVERLOADED', metadata: {} }])
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set([status.RESOURCE_EXHAUSTED]))
  expect(await health()).toBe(status.OK)
  const { text } = await metrics.expose()
  expect(text).toContain(`upnext_test_grpc_overloaded_total{method="${METHOD}"} ${refused.length}`)
  await waitUntil(() => logged.lines().some(({ msg }) => msg === 'overloaded: calls are refused'), {
    message: 'the log to say so',
  })

  const taken = held.length
  letGo()
  await waitUntil(() => answered === taken, { message: 'what was taken to be answered' })
  await waitUntil(async () => (await digest()) === status.OK, { message: 'calls to be taken again' })
  await waitUntil(async () => /grpc_calls_in_flight 0/.test((await metrics.expose()).text), {
    message: 'nothing to be in flight',
  })
})

it('forgets callers who have hung up', async () => {
  const calls = Array.from({ length: CALLS }, () => client.getDigest({ generation: undefined }, () => undefined))
  await waitUntil(() => held.length >= FEW_CALLS, { message: 'calls to be taken' })
  for (const call of calls) call.cancel()
  await waitUntil(async () => /grpc_calls_in_flight 0/.test((await metrics.expose()).text), {
    message: 'nothing to be in flight',
  })
  letGo()
  await waitUntil(async () => (await digest()) === status.OK, { message: 'calls to be taken again' })
})

function letGo(): void {
  holding = false
  for (const answer of held.splice(0)) answer()
}

function digest(): Promise<status> {
  return new Promise((resolve) => {
    client.getDigest({ generation: undefined }, (error) => resolve(error?.code ?? status.OK))
  })
}

/** Asked over a connection of its own, as probes do. */
function health(): Promise<status> {
  const prober = new Client(`127.0.0.1:${port}`, credentials.createInsecure())
  const asIs = (bytes: Buffer): Buffer => bytes
  return new Promise((resolve) => {
    prober.makeUnaryRequest('/grpc.health.v1.Health/Check', asIs, asIs, Buffer.alloc(0), (error) => {
      prober.close()
      resolve(error?.code ?? status.OK)
    })
  })
}
