import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { parseEvent, parseItem } from '@upnext/contracts'
import type { ParsedEvent, ParsedItem } from '@upnext/contracts'
import { withTempFolder } from '@upnext/testkit'

const FILES = ['catalog.jsonl', 'events.jsonl']
const DATA = fileURLToPath(new URL('../data/made-up', import.meta.url))
const GENERATOR = fileURLToPath(new URL('generate.mjs', import.meta.url))

async function linesOf(file: string): Promise<unknown[]> {
  const text = await readFile(join(DATA, file), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}

async function titles(): Promise<ParsedItem[]> {
  return (await linesOf('catalog.jsonl')).map((line) => {
    const parsed = parseItem(line)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.rejection))
    return parsed.value
  })
}

async function events(): Promise<ParsedEvent[]> {
  return (await linesOf('events.jsonl')).map((line) => {
    const parsed = parseEvent(line)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.rejection))
    return parsed.value
  })
}

describe('the made-up part of the example', () => {
  it('is what its generator writes, byte for byte, and small', async () => {
    await withTempFolder(async (folder) => {
      await promisify(execFile)(process.execPath, [GENERATOR, folder])
      let bytes = 0
      for (const file of FILES) {
        const kept = await readFile(join(DATA, file))
        expect(kept.equals(await readFile(join(folder, file)))).toBe(true)
        bytes += kept.length
      }
      expect(bytes).toBeLessThan(300 * 1024)
    })
  })

  it('says of every title that it is made up, and has each title and each name once', async () => {
    const all = await titles()
    expect(all.filter(({ item, tags }) => !item.startsWith('demo-') || tags?.includes('made-up') !== true)).toEqual([])
    expect(new Set(all.map(({ item }) => item)).size).toBe(all.length)
    const shown = all.filter(({ kind }) => kind === 'movie' || kind === 'series').map(({ title }) => title)
    expect(new Set(shown).size).toBe(shown.length)
  })

  it('has series with seasons, specials and episodes that belong to them', async () => {
    const all = await titles()
    const byId = new Map(all.map((title) => [title.item, title]))
    const ofKind = (kind: string) => all.filter((title) => title.kind === kind)
    expect(ofKind('series')).toHaveLength(40)
    expect(ofKind('episode').length).toBeGreaterThan(550)
    for (const { series } of [...ofKind('season'), ...ofKind('episode')]) {
      expect(byId.get(series ?? '')?.kind).toBe('series')
    }
    expect(ofKind('season').filter(({ season }) => season === 0).length).toBeGreaterThanOrEqual(3)
  })

  it('has something for every rule', async () => {
    const shown = (await titles()).filter(({ kind }) => kind === 'movie' || kind === 'series')
    const newest = Math.max(...(await events()).map((event) => event.occurred_at))
    const some = (fits: (title: ParsedItem) => boolean) => shown.filter(fits).length
    expect(some(({ regions }) => Array.isArray(regions))).toBeGreaterThan(5)
    expect(some(({ maturity_age: age }) => age === 18)).toBeGreaterThan(2)
    expect(some(({ made_for_kids: kids }) => kids === true)).toBeGreaterThan(4)
    expect(some(({ tiers }) => Array.isArray(tiers) && tiers.includes('premium'))).toBeGreaterThan(3)
    expect(some(({ offers }) => offers !== undefined && offers.length > 0)).toBeGreaterThan(4)
    const starts = shown.flatMap(({ windows }) => windows ?? []).map((window) => window.starts_at ?? 0)
    expect(starts.filter((time) => time > newest - 7 * 86_400_000 && time < newest).length).toBeGreaterThan(3)
    expect(starts.filter((time) => time > newest)).toHaveLength(1)
  })

  it('has viewing of its own titles and of real ones only, in order of time', async () => {
    const known = new Map((await titles()).map((title) => [title.item, title]))
    const all = await events()
    const times = all.map((event) => event.occurred_at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    for (const event of all) {
      expect(event.viewer).toMatch(/^demo-viewer-\d\d$/)
      if ('item' in event) expect(known.has(event.item) || /^\d+$/.test(event.item)).toBe(true)
      if (event.kind === 'watch' && event.episode !== undefined) {
        expect(known.get(event.episode)?.series).toBe(event.item)
        expect(event.duration_s).toBe(known.get(event.episode)?.duration_s)
      }
    }
  })

  it('is not watched before it is out', async () => {
    const opens = new Map((await titles()).map(({ item, windows }) => [item, windows?.[0]?.starts_at ?? 0]))
    const early = (await events()).filter((event) => {
      if (event.kind !== 'watch') return false
      return Math.max(opens.get(event.item) ?? 0, opens.get(event.episode ?? '') ?? 0) > event.session_started_at
    })
    expect(early).toEqual([])
  })
})
