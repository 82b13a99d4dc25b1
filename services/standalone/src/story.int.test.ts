/** The newcomer's story, told to the built process over its real doors: events in, rows change, nothing is lost. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { genreOf, runUpnext, startService, tempFolder } from '@upnext/testkit'
import type { ServiceProcess, TempFolder } from '@upnext/testkit'

const SETTINGS = { UPNEXT_TRAIN_MIN_EVENTS: '50', UPNEXT_LOG_LEVEL: 'warn' }
const TITLES = 40
const VIEWERS = 40

describe('one process on embedded storage', () => {
  let folder: TempFolder
  let upnext: ServiceProcess

  beforeAll(async () => {
    folder = await tempFolder()
    upnext = await start()
  })

  afterAll(async () => {
    await upnext.child.stop()
    await folder.remove()
  })

  function start(): Promise<ServiceProcess> {
    return startService('standalone', { ...SETTINGS, UPNEXT_DATA: folder.path })
  }

  async function post(path: string, body: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${upnext.http}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(response.status).toBeLessThan(300)
    return response.json()
  }

  async function cli(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runUpnext(args, { UPNEXT_DATA: folder.path })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return stdout.trim()
  }

  async function next(...args: string[]): Promise<Answer> {
    return JSON.parse(await cli('next', '--json', '--limit', '10', ...args)) as Answer
  }

  it('shows a stranger what there is, and says that it knows nothing', async () => {
    const items = numbers(TITLES).map((id) => ({
      item: `t${id}`,
      title: `Title ${id}`,
      kind: 'movie',
      genres: [genreOf(id)],
      regions: 'everywhere',
      maturity_age: 0,
      revision: 1,
    }))
    await post('/v1/catalog/items', items)
    const answer = await next('--viewer', 'stranger')
    expect(answer.info).toMatchObject({ cold: true, degraded: false, personalized: false, modelId: '' })
    expect(answer.row.items).toHaveLength(10)
  })

  it('learns from what viewers do', async () => {
    const events = numbers(VIEWERS).flatMap((viewer) =>
      numbers(TITLES)
        .filter((title) => genreOf(title) === genreOf(viewer) && title % 5 !== viewer % 5)
        .map((title) => ({
          kind: 'rating',
          viewer: `v${viewer}`,
          item: `t${title}`,
          stars: 4.5,
          occurred_at: Date.now() - 60_000 + title,
        })),
    )
    expect(await post('/v1/events', events)).toMatchObject({ accepted: events.length, rejected: 0 })
    expect(JSON.parse(await cli('train', '--json'))).toMatchObject({ outcome: 'published', titles: TITLES })
  })

  it('changes a row when something is watched, and names it as the reason', async () => {
    const watched = await cli('send', 'watch', '--viewer', 'newcomer', '--item', 't4')
    const first = await next('--viewer', 'newcomer', '--after', watched)
    expect(first.info).toMatchObject({ cold: false, behind: false, personalized: true })
    expect(first.row.items[0]?.reasons[0]).toMatchObject({ itemId: 't4', title: 'Title 4' })
    expect(genresOf(first.row.items.slice(0, 5))).toEqual([genreOf(4)])
    expect(idsOf(first)).not.toContain('t4')

    const liked = first.row.items[0]?.itemId ?? ''
    const rated = await cli('send', 'rating', '--viewer', 'newcomer', '--item', liked, '--stars', '5')
    const second = await next('--viewer', 'newcomer', '--after', rated)
    expect(second.info.behind).toBe(false)
    expect(idsOf(second)).not.toContain(liked)
    expect(second.row.items[0]?.reasons.map((reason) => reason.itemId)).toContain(liked)
  })

  it('counts an event that is sent twice once', async () => {
    const event = ['send', 'rating', '--viewer', 'v1', '--item', 't1', '--stars', '3']
    const twice = ['--event-id', '0191b1de-0000-7000-8000-000000000001', '--at', String(Date.now()), '--wait']
    await cli(...event, ...twice)
    const once = await cli('profile', 'digest')
    await cli(...event, ...twice)
    expect(await cli('profile', 'digest')).toBe(once)
  })

  it('refuses a second process in the same data folder, in one line', async () => {
    const second = await runUpnext(['start', '--http-port', '0', '--grpc-port', '0'], { UPNEXT_DATA: folder.path })
    expect(second.code).toBe(1)
    expect(second.stderr.trim().split('\n')).toHaveLength(1)
    expect(second.stderr).toContain('is in use by process')
  })

  it('stops within ten seconds and goes on exactly where it was', async () => {
    const before = { digest: await cli('profile', 'digest'), row: idsOf(await next('--viewer', 'newcomer')) }
    const exit = await upnext.child.stop('SIGTERM', 10_000)
    expect(exit.code).toBe(0)
    upnext = await start()
    expect(await cli('profile', 'digest')).toBe(before.digest)
    expect(idsOf(await next('--viewer', 'newcomer'))).toEqual(before.row)
  })

  it('loses nothing that it has answered for, when it is killed', async () => {
    const position = await cli('send', 'list', '--viewer', 'newcomer', '--item', 't9')
    await upnext.child.stop('SIGKILL')
    upnext = await start()
    const answer = await next('--viewer', 'newcomer', '--after', position)
    expect(answer.info.behind).toBe(false)
    expect(await cli('profile', '--viewer', 'newcomer')).toContain('on the list: Title 9')
  })

  it('offers metrics of all its parts, each name once', async () => {
    const text = await (await fetch(`${upnext.http}/metrics`)).text()
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const part of ['collector', 'feature', 'ranking', 'trainer']) expect(text).toContain(`upnext_${part}_`)
  })
})

interface Answer {
  readonly row: { readonly items: readonly AnswerItem[] }
  readonly info: Readonly<Record<string, unknown>>
}

interface AnswerItem {
  readonly itemId: string
  readonly genres: readonly string[]
  readonly reasons: readonly { readonly itemId: string }[]
}

function idsOf(answer: Answer): string[] {
  return answer.row.items.map((item) => item.itemId)
}

function genresOf(items: readonly AnswerItem[]): string[] {
  return [...new Set(items.flatMap((item) => item.genres))]
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1)
}
