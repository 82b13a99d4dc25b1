import { describe, expect, it } from '@jest/globals'
import { CODE_VERSION } from '@upnext/contracts'
import { createProgram, runCli } from './program.ts'
import type { Terminal } from './terminal.ts'

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said: { out: string[]; err: string[] } = { out: [], err: [] }
  const code = await runCli(args, terminalOf(said))
  return { code, out: said.out.join('\n'), err: said.err.join('\n') }
}

function terminalOf(said: { out: string[]; err: string[] }): Terminal {
  return {
    out: (line) => void said.out.push(line),
    err: (line) => void said.err.push(line),
    isScreen: false,
    columns: 120,
    env: { UPNEXT_DATA: '/nonexistent' },
    clock: { now: () => 0 },
  }
}

describe('upnext', () => {
  it('says its version', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, out: CODE_VERSION })
  })

  it('lists its verbs', async () => {
    const { code, out } = await run('--help')
    expect(code).toBe(0)
    for (const verb of [
      'start',
      'import',
      'send',
      'next',
      'similar',
      'page',
      'row',
      'profile',
      'profiles',
      'train',
      'evaluate',
      'experiments',
      'replay',
      'dead-letters',
      'topics',
      'rows',
      'doctor',
    ]) {
      expect(out).toContain(`  ${verb}`)
    }
  })

  it('explains every verb, with an example', async () => {
    const verbs = (await createProgram(terminalOf({ out: [], err: [] }))).commands.map((verb) => verb.name())
    for (const verb of verbs.filter((name) => name !== 'import')) {
      const { code, out } = await run(verb, '--help')
      expect({ verb, code }).toEqual({ verb, code: 0 })
      expect(out).toContain(`upnext ${verb}`)
      expect(out).toMatch(/Examples?:/)
    }
  })

  it.each([
    [['bogus'], "unknown command 'bogus'"],
    [['send', 'wink', '--viewer', '1'], "'wink' is invalid"],
    [['send', 'rating'], '--viewer'],
    [['next'], '--viewer or --guest'],
    [['page'], '--viewer or --guest'],
    [['page', '--viewer', '1', '--rows', 'all'], '--rows: expected a whole number'],
    [['row', '--viewer', '1'], '--token'],
    [['profiles', 'drop', 'old'], 'expected the number of a generation'],
    [['profiles', 'rebuild', '--rate', 'fast'], '--rate: expected a whole number'],
    [['profiles', 'compare', '--a', '1'], '--a and --b'],
    [['next', '--viewer', '1', '--limit', 'many'], '--limit: expected a whole number'],
    [['next', '--viewer', '1', '--after', 'soon'], 'is not a position'],
    [['import', 'movielens', '/nowhere', '--shift-to', 'soon'], '--shift-to'],
    [['import', 'csv', 'x.csv', '--viewer-column', '1'], '--item-column'],
    [['import', 'movielens', '/nowhere', '--name', '../x'], 'cannot name an import'],
  ])('refuses %p in a line that says what is wrong', async (args, text) => {
    const { code, err } = await run(...args)
    expect(code).toBe(2)
    expect(err).toContain(text)
    expect(err).not.toContain('    at ')
  })

  it('says what to do when nobody answers', async () => {
    const { code, err } = await run('similar', '--item', '1', '--ranking', '127.0.0.1:9')
    expect(code).toBe(1)
    expect(err).toContain('does not answer at 127.0.0.1:9')
    expect(err).toContain('npm start')
  })
})
