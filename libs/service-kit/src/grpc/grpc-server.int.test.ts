import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Metadata, credentials, status } from '@grpc/grpc-js'
import type { CallOptions, ServiceError } from '@grpc/grpc-js'
import { GetDigestResponse, ProfileServiceClient, ProfileServiceService } from '@upnext/contracts'
import { waitUntil } from '@upnext/testkit'
import { ListenError } from '../listen-error.ts'
import { createMetrics } from '../metrics.ts'
import { keepLogLines } from '../testing/log-lines.ts'
import type { LogLines } from '../testing/log-lines.ts'
import { errorDetailsOf } from './error-details.ts'
import { createGrpcServer } from './grpc-server.ts'
import type { GrpcServer, GrpcServerOptions } from './grpc-server.ts'
import { invalidArgument } from './rpc-error.ts'
import { grpcService, unary } from './service.ts'
import type { CallContext, UnaryHandler } from './service.ts'

const ADDRESS = { name: 'test gRPC', host: '127.0.0.1', port: 0, variable: 'UPNEXT_GRPC_PORT' }
const metrics = createMetrics('test')

type Digest = UnaryHandler<unknown, GetDigestResponse>

let logged: LogLines
let closers: (() => void | Promise<void>)[]
beforeEach(() => {
  logged = keepLogLines()
  closers = []
})
afterEach(async () => {
  for (const close of closers.reverse()) await close()
})

describe('a unary call', () => {
  it('is answered by its handler, and measured', async () => {
    const client = await serve(async () => GetDigestResponse.fromPartial({ digest: 'd1' }))
    expect(await call(client)).toMatchObject({ digest: 'd1' })
    expect((await metrics.expose()).text).toContain(
      'upnext_test_grpc_seconds_count{method="/upnext.profiles.v1.ProfileService/GetDigest",code="OK"}',
    )
  })

  it('reaches the caller with every wrong field', async () => {
    const violations = [{ field: 'generation', description: 'expected one that exists' }]
    const client = await serve(() => Promise.reject(invalidArgument(violations)))
    const error = await failure(call(client))
    expect([error.code, error.details]).toEqual([status.INVALID_ARGUMENT, 'generation: expected one that exists'])
    expect(errorDetailsOf(error)).toEqual([{ kind: 'badRequest', violations }])
  })

  it('that fails unexpectedly shows the caller the request id, and the log everything', async () => {
    const client = await serve(() => Promise.reject(new Error('the secret is hunter2')))
    const metadata = new Metadata()
    metadata.set('x-request-id', 'order-66')
    const error = await failure(call(client, {}, metadata))
    expect([error.code, error.details]).toEqual([status.INTERNAL, 'internal error, request order-66'])
    expect(logged.lines()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        requestId: 'order-66',
        err: expect.objectContaining({ message: 'the secret is hunter2' }),
      }),
    )
  })

  it('gives its handler the deadline, and tells it when that has passed', async () => {
    const seen: CallContext[] = []
    const client = await serve((_request, context) => {
      seen.push(context)
      return new Promise(() => undefined)
    })
    const deadline = new Date().getTime() + 100
    const error = await failure(call(client, { deadline }))
    expect(error.code).toBe(status.DEADLINE_EXCEEDED)
    await waitUntil(() => seen[0]?.isGone(), { message: 'the handler to be told', timeoutMs: 5000 })
    expect(Math.abs((seen[0]?.deadlineMs ?? 0) - deadline)).toBeLessThan(100)
  })

  it('tells its handler when the caller hangs up, and logs no fault', async () => {
    let context: CallContext | undefined
    let hasGivenUp = false
    const client = await serve(async (_request, given) => {
      context = given
      await waitUntil(() => given.isGone(), { message: 'the handler to be told', timeoutMs: 5000 })
      hasGivenUp = true
      throw new Error('gave up')
    })
    const pending = client.getDigest({ generation: undefined }, () => undefined)
    await waitUntil(() => context !== undefined, { message: 'the call to arrive', timeoutMs: 5000 })
    pending.cancel()
    await waitUntil(() => hasGivenUp, { message: 'the handler to give up', timeoutMs: 5000 })
    expect(context?.deadlineMs).toBeNull()
    expect(logged.lines().filter((line) => line['level'] === 'error')).toEqual([])
  })

  it('does not say so after the answer', async () => {
    let context: CallContext | undefined
    const client = await serve(async (_request, given) => {
      context = given
      return GetDigestResponse.fromPartial({})
    })
    await call(client)
    await call(client)
    expect(context?.isGone()).toBe(false)
  })

  it('with a request larger than 512 KiB is refused', async () => {
    const client = await serve(async () => GetDigestResponse.fromPartial({}))
    const viewerId = 'v'.repeat(600_000)
    const error = await failure(
      new Promise((resolve, reject) => {
        client.getProfile({ who: { $case: 'viewerId', value: viewerId }, generation: undefined }, (problem, answer) =>
          problem === null ? resolve(answer) : reject(problem),
        )
      }),
    )
    expect(error.code).toBe(status.RESOURCE_EXHAUSTED)
  })
})

describe('the server', () => {
  it('says which variable to set when the port is in use, and prints nothing itself', async () => {
    const first = server(async () => GetDigestResponse.fromPartial({}))
    const port = await first.start()
    const second = server(async () => GetDigestResponse.fromPartial({}), { port })
    const started = second.start()
    await expect(started).rejects.toThrow(ListenError)
    await expect(started).rejects.toThrow(
      `test gRPC: port ${port} on 127.0.0.1 is in use: stop what holds it, or set UPNEXT_GRPC_PORT to another port`,
    )
  })

  it('waits for the call in hand when it stops, and takes no other', async () => {
    let release: (() => void) | undefined
    const handler: Digest = () =>
      new Promise((resolve) => {
        release = () => resolve(GetDigestResponse.fromPartial({ digest: 'late' }))
      })
    const running = server(handler)
    const port = await running.start()
    const client = clientOf(port)
    const answer = call(client)
    await waitUntil(() => release !== undefined, { message: 'the call to arrive', timeoutMs: 5000 })
    const stopped = running.stop()
    const refused = await failure(call(clientOf(port), { deadline: new Date().getTime() + 2000 }))
    expect(refused.code).toBe(status.UNAVAILABLE)
    release?.()
    expect(await answer).toMatchObject({ digest: 'late' })
    await stopped
    await running.stop()
  })

  it('cuts off a call that does not end when the time to drain is over', async () => {
    let arrived = false
    const running = server(
      () => {
        arrived = true
        return new Promise(() => undefined)
      },
      { drainMs: 50 },
    )
    const answer = failure(call(clientOf(await running.start())))
    await waitUntil(() => arrived, { message: 'the call to arrive', timeoutMs: 5000 })
    await running.stop()
    expect((await answer).code).not.toBe(status.OK)
  })
})

function server(digest: Digest, options: Partial<GrpcServerOptions> = {}): GrpcServer {
  const created = createGrpcServer({
    ...ADDRESS,
    log: logged.log,
    metrics,
    services: [
      grpcService(ProfileServiceService, {
        getProfile: unary(() => Promise.reject(new Error('not asked for here'))),
        getDigest: unary(digest),
      }),
    ],
    ...options,
  })
  closers.push(() => created.stop())
  return created
}

async function serve(digest: Digest): Promise<ProfileServiceClient> {
  return clientOf(await server(digest, { drainMs: 100 }).start())
}

function clientOf(port: number): ProfileServiceClient {
  const client = new ProfileServiceClient(`127.0.0.1:${port}`, credentials.createInsecure())
  closers.push(() => client.close())
  return client
}

function call(
  client: ProfileServiceClient,
  options: Partial<CallOptions> = {},
  metadata = new Metadata(),
): Promise<GetDigestResponse> {
  return new Promise((resolve, reject) => {
    client.getDigest({ generation: undefined }, metadata, { deadline: Infinity, ...options }, (error, answer) =>
      error === null ? resolve(answer) : reject(error),
    )
  })
}

/** The error that a call fails with; a call that succeeds is an error of its own. */
async function failure(answer: Promise<unknown>): Promise<ServiceError> {
  try {
    await answer
  } catch (error) {
    if (error instanceof Error && 'metadata' in error) return error as ServiceError
    throw error
  }
  throw new Error('the call succeeded')
}
