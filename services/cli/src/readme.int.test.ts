/** What the front page promises, run as it is written there. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { credentials } from '@grpc/grpc-js'
import { GetNextToWatchRequest, RankingServiceClient } from '@upnext/contracts'
import type { GetNextToWatchResponse } from '@upnext/contracts'
import { runUpnext, startUpnext, tempFolder } from '@upnext/testkit'
import type { Child, TempFolder } from '@upnext/testkit'
import { z } from 'zod'

const EndpointsSchema = z.object({ http: z.string(), grpc: z.string() })
const RowSchema = z.object({
  rowId: z.string(),
  nextToken: z.string(),
  items: z.array(z.object({ itemId: z.string() })),
})
const PageSchema = z.object({ rows: z.array(RowSchema), info: z.object({ rowsVersion: z.string() }) })
/** Without those that need somebody who watches now, or have few titles of which other rows may take the last. */
const ROWS_OF_EXAMPLE = [
  ...['continue', 'watch-next', 'next-to-watch', 'top-picks', 'sponsored', 'friends', 'because', 'my-list', 'new'],
  ...['leaving', 'staff-picks', 'genre', 'popular', 'rent-or-buy', 'again', 'surprise'],
]
const TEN_SECONDS_MS = 10_000

describe('the README', () => {
  let readme: string
  let folder: TempFolder
  let first: Child
  let endpoints: z.infer<typeof EndpointsSchema>

  const start = (): Promise<Child> =>
    startUpnext(
      ['start', '--examples', '--data', folder.path, '--http-port', '0', '--grpc-port', '0'],
      {},
      /Upnext is ready(.|\n)*Stop with Ctrl-C/,
    )

  beforeAll(async () => {
    readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8')
    folder = await tempFolder()
    first = await start()
    const written: unknown = JSON.parse(await readFile(`${folder.path}/endpoints.json`, 'utf8'))
    endpoints = EndpointsSchema.parse(written)
  }, 240_000)

  afterAll(async () => {
    await first.stop('SIGKILL')
    await folder.remove()
  })

  it('asks for rows with commands that work', async () => {
    const commands = [...readme.matchAll(/^npx upnext (\w+ .*--(?:viewer|item) [^#\n]*)/gm)].map(
      (match) => match[1] ?? '',
    )
    expect(commands.length).toBeGreaterThanOrEqual(5)
    for (const command of commands) {
      const run = await runUpnext(command.trim().split(/ +/), { UPNEXT_DATA: folder.path })
      expect({ command, code: run.code, stderr: run.stderr }).toEqual({ command, code: 0, stderr: '' })
    }
  }, 120_000)

  it('shows a page with the rows of the example, no title twice, and goes on with a row', async () => {
    const env = { UPNEXT_DATA: folder.path }
    const page = await pageOf('demo-viewer-01', env)
    expect(page.info.rowsVersion).toBe('example-1')
    expect(page.rows.map(({ rowId }) => rowId.split(':')[0])).toEqual(expect.arrayContaining(ROWS_OF_EXAMPLE))
    const items = page.rows.flatMap((row) => row.items.map(({ itemId }) => itemId))
    expect(new Set(items).size).toBe(items.length)

    const { nextToken, items: shown } = page.rows.find((row) => row.rowId === 'next-to-watch') ?? {}
    const run = await runUpnext(['row', '--viewer', 'demo-viewer-01', '--json', '--token', nextToken ?? ''], env)
    expect(run).toMatchObject({ code: 0 })
    const more = z.object({ row: RowSchema }).parse(JSON.parse(run.stdout)).row.items
    expect(more.length).toBeGreaterThan(0)
    expect(more.filter(({ itemId }) => shown?.some((item) => item.itemId === itemId))).toEqual([])

    const child = await pageOf('demo-viewer-04', env)
    expect(child.rows.map(({ rowId }) => rowId)).toContain('watch-next')
    expect(child.rows.map(({ rowId }) => rowId)).not.toContain('sponsored')
  }, 60_000)

  it('sends an event over HTTP that is taken', async () => {
    const body = /curl -s localhost:8080(\S+) .*\n\s*'(.*)'/.exec(readme)
    const answer = await fetch(`${endpoints.http}${body?.[1] ?? ''}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: body?.[2] ?? '',
    })
    expect(answer.status).toBe(202)
  })

  it('asks over gRPC in words that the service understands', async () => {
    const [, json = '{}', service, method] = /grpcurl -plaintext -d '(.*)' \S+ (\S+)\/(\w+)/.exec(readme) ?? []
    expect([service, method]).toEqual(['upnext.ranking.v1.RankingService', 'GetNextToWatch'])
    const asked = z.strictObject({ viewer_id: z.string(), limit: z.int() }).parse(JSON.parse(json))
    const client = new RankingServiceClient(endpoints.grpc, credentials.createInsecure())
    const request = GetNextToWatchRequest.fromPartial({
      audience: { $case: 'viewerId', value: asked.viewer_id },
      limit: asked.limit,
    })
    const answer = await new Promise<GetNextToWatchResponse>((resolve, reject) => {
      client.getNextToWatch(request, (error, response) => (error === null ? resolve(response) : reject(error)))
    })
    client.close()
    expect(answer.row?.items).toHaveLength(asked.limit)
    expect(answer.row?.items[0]?.reasons).not.toHaveLength(0)
  })

  it('says that a second start goes on where the first stopped, and it does, without importing again', async () => {
    expect(await leave(first)).toMatchObject({ code: 0 })
    const second = await start()
    expect(second.stderr() + second.stdout()).not.toContain('Importing')
    expect(await leave(second)).toMatchObject({ code: 0 })
  }, 120_000)
})

async function pageOf(viewer: string, env: Record<string, string>): Promise<z.infer<typeof PageSchema>> {
  const run = await runUpnext(['page', '--viewer', viewer, '--json'], env)
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' })
  return PageSchema.parse(JSON.parse(run.stdout))
}

/** SIGTERM, and how it ended; a process that takes longer than ten seconds is a failure. */
async function leave(child: Child): Promise<unknown> {
  const asked = performance.now()
  const exit = await child.stop('SIGTERM')
  expect(performance.now() - asked).toBeLessThan(TEN_SECONDS_MS)
  return exit
}
