import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { tempFolder } from '@upnext/testkit'
import { runCli } from '../program.ts'

let folder: Awaited<ReturnType<typeof tempFolder>>
beforeAll(async () => {
  folder = await tempFolder()
  const rows = ['a,x,1,4', 'b,x,2,5', 'b,y,3,4', 'a,y,4,5', 'c,x,5,2', 'c,y,6,4', 'a,z,7,1']
  await writeFile(join(folder.path, 'ratings.csv'), ['who,what,when,stars', ...rows, ''].join('\n'))
  await writeFile(join(folder.path, 'train.txt'), '1 x y\n2 y z\n3 x y\n')
  await writeFile(join(folder.path, 'test.txt'), '1 z\n2 x\n')
  await writeFile(join(folder.path, 'next.txt'), 'z\nx\n3\n')
})
afterAll(() => folder.remove())

async function evaluate(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = []
  const err: string[] = []
  const files = args.map((arg) => (/\.(csv|txt)$/.test(arg) ? join(folder.path, arg) : arg))
  const code = await runCli(['evaluate', ...files], {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    isScreen: false,
    columns: 120,
    env: {},
    clock: { now: () => 0 },
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const EVENTS = ['--format', 'events', '--data', 'ratings.csv', '--columns', 'user=who,item=what,time=when,rating=stars']

describe('upnext evaluate', () => {
  it('prints a table, and what was asked below it', async () => {
    const { code, out } = await evaluate(...EVENTS, '--cut', '0.5')
    expect(code).toBe(0)
    for (const word of ['popularity', 'cosine-recent', 'ease', 'HR@10', 'MRR@20', 'hash: ', 'ties: ']) {
      expect(out).toContain(word)
    }
  })

  it.each([
    ['successive', EVENTS],
    ['window', [...EVENTS, '--protocol', 'window', '--target-min-rating', '4', '--cut', '0.4']],
    ['pairs', ['--format', 'pairs', '--train', 'train.txt', '--test', 'test.txt']],
    ['sequences', ['--format', 'sequences', '--train', 'train.txt', '--test', 'next.txt', '--sample-users', '2']],
  ])('prints JSON of the protocol %p', async (protocol, args) => {
    const { code, out } = await evaluate(...args, '--json', '--models', 'popularity,cosine')
    expect(code).toBe(0)
    const report = JSON.parse(out) as { rows: Record<string, unknown>[] }
    expect(report).toMatchObject({ protocol, data: expect.any(String), split: { hash: expect.any(String) } })
    expect(report.rows.map((row) => row['model'])).toEqual(['popularity', 'cosine'])
    expect(report.rows[0]).toMatchObject({
      model: 'popularity',
      'HR@10': expect.any(Number),
      'HR@10 interval': [expect.any(Number), expect.any(Number)],
      'Recall@20': expect.any(Number),
      slices: expect.any(Object),
    })
  })

  it.each([
    [['--format', 'pairs'], '--format pairs needs --train'],
    [['--format', 'pairs', '--train', 'train.txt'], 'needs one --test'],
    [['--format', 'events'], 'needs --columns'],
    [['--format', 'events', '--data', 'ratings.csv', '--columns', 'user=who'], 'say which column is the item'],
    [
      ['--format', 'events', '--data', 'ratings.csv', '--columns', 'user=who,item=what,time=at'],
      'there is no column "at"',
    ],
    [[...EVENTS, '--cut', '2'], '--cut: expected below 1'],
    [[...EVENTS, '--models', 'oracle'], '--models: there is no oracle'],
    [[...EVENTS, '--items', 'ratings.csv'], '--items needs --item-columns'],
  ])('refuses %p in a line that says what is wrong', async (args, text) => {
    const { code, err } = await evaluate(...args)
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(text) })
  })
})
