import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { collectorApp } from '@upnext/event-collector'
import { createLogger, listenHttp } from '@upnext/service-kit'
import type { HttpServer } from '@upnext/service-kit'
import { artworkOf } from './artwork.ts'
import { artworkRouter } from './artwork-router.ts'

const TITLE = { title: 'Heat', fingerprint: 123_456_789, year: 1995 }

describe('placeholder artwork', () => {
  it('is the same for the same title, and another for another', () => {
    expect(artworkOf(TITLE)).toBe(artworkOf({ ...TITLE }))
    expect(artworkOf({ ...TITLE, fingerprint: 99 })).not.toBe(artworkOf(TITLE))
    expect(artworkOf(TITLE)).toContain('>Heat<')
  })

  it('takes a title as text, never as markup', () => {
    const svg = artworkOf({ ...TITLE, title: `<script>"Tom" & 'Jerry'</script>` })
    expect(svg).not.toContain('<script')
    expect(svg).toContain('&quot;Tom&quot;')
    expect(svg).toContain('&amp;')
  })

  it('cuts titles of any length between characters', () => {
    const svg = artworkOf({ ...TITLE, title: `${'🎬'.repeat(60)} ${'word '.repeat(60)}` })
    expect(svg.length).toBeLessThan(1500)
    expect(svg).toContain('…')
    expect(svg).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/)
  })
})

describe('GET /artwork', () => {
  let server: HttpServer
  const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`)

  beforeEach(async () => {
    const catalog = { byId: (id: string) => (id === 'a/b' ? { ...TITLE, title: 'A & B' } : undefined) }
    const logger = createLogger({ service: 'standalone', level: 'silent' })
    const address = { name: 'HTTP server', host: '127.0.0.1', port: 0, variable: 'UPNEXT_HTTP_PORT' }
    server = await listenHttp(collectorApp([artworkRouter(catalog)], logger), address)
  })
  afterEach(() => server.close())

  it('draws a title of the catalogue, to be kept for a day', async () => {
    const answer = await get('/artwork/a%2Fb.svg')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('image/svg+xml')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=86400')
    expect(await answer.text()).toContain('A &amp; B')
  })

  it.each(['/artwork/nothing.svg', '/artwork/a%2Fb', '/artwork/a%2Fb.png'])('knows no %s', async (path) => {
    expect((await get(path)).status).toBe(404)
  })
})
