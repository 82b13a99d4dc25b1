import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { defaultRowsText } from '@upnext/rows'
import { withTempFolder } from '@upnext/testkit'
import { runCli } from '../program.ts'

const BAD = defaultRowsText().replace('version: 1', 'version: 9').replace('type: my_list', 'type: mylist')

async function run(env: Record<string, string>, ...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCli(args, {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    isScreen: false,
    columns: 120,
    env,
    clock: { now: () => 0 },
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

function withFile<T>(text: string, body: (path: string) => Promise<T>): Promise<T> {
  return withTempFolder(async (folder) => {
    const path = join(folder, 'rows.yaml')
    await writeFile(path, text)
    return body(path)
  })
}

describe('upnext rows', () => {
  it('prints a file that has no mistakes, and sums up what is in it', async () => {
    const { code, out } = await run({}, 'rows', 'show')
    expect([code, `${out}\n`]).toEqual([0, defaultRowsText()])
    await withFile(out, async (path) => {
      const checked = await run({}, 'rows', 'check', path)
      expect(checked).toEqual(await run({}, 'rows', 'check'))
      expect(checked.code).toBe(0)
      expect(checked.out).toContain('page title: 3 rows (more-like-this, genres, popular)')
      const json: unknown = JSON.parse((await run({}, 'rows', 'check', path, '--json')).out)
      expect(json).toMatchObject({ ok: true, name: 'default-1', pages: [{ id: 'home' }, { id: 'title' }] })
    })
  })

  it('sums up experiments', async () => {
    const more = `
experiments:
  - { id: rank, audience: 0.125, variants: [{ id: a, share: 0.5 }, { id: b, share: 0.5 }] }`
    await withFile(defaultRowsText() + more, async (path) => {
      expect((await run({}, 'rows', 'check', path)).out).toMatch(
        /^experiment rank: 12\.5 % of viewers, variants a, b$/m,
      )
    })
  })

  it('names every mistake by its line, and says that there are some', async () => {
    await withFile(BAD, async (path) => {
      const { code, out, err } = await run({ UPNEXT_ROWS: path }, 'rows', 'check')
      expect(code).toBe(1)
      const [first, second, ...more] = out.split('\n')
      expect(first).toMatch(/rows\.yaml:\d+:10 version expected 1, got 9$/)
      expect(second).toMatch(
        /rows\.yaml:\d+:\d+ pages\.home\.rows\[3\]\.type mylist is no type of row: did you mean my_list/,
      )
      expect(more).toEqual([])
      expect(err).toContain('has 2 mistakes')
      const json: unknown = JSON.parse((await run({}, 'rows', 'check', path, '--json')).out)
      expect(json).toMatchObject({
        ok: false,
        problems: [{ path: 'version', column: 10 }, { line: expect.any(Number) }],
      })
    })
  })

  it('says where a file cannot be read', async () => {
    const { code, err } = await run({}, 'rows', 'check', '/nonexistent/rows.yaml')
    expect(code).toBe(1)
    expect(err).toMatch(/\/nonexistent\/rows\.yaml cannot be read: .*ENOENT/)
  })
})
