import { describe, expect, it } from '@jest/globals'
import { AnswerInfo, Row } from '@upnext/contracts'
import type { Terminal } from '../terminal.ts'
import { printPage } from './row-table.ts'

function printed(rows: readonly Row[], info?: AnswerInfo): string {
  const said: string[] = []
  const terminal: Terminal = {
    out: (line) => void said.push(line),
    err: () => undefined,
    isScreen: false,
    columns: 120,
    env: {},
    clock: { now: () => 0 },
  }
  printPage({ rows: [...rows], info }, terminal)
  return said.join('\n')
}

describe('printPage', () => {
  it('prints each row under its title and id, with what would be played and who paid', () => {
    const text = printed(
      [
        Row.fromPartial({
          rowId: 'continue',
          title: { text: 'Continue watching' },
          items: [{ itemId: 's', title: 'Tide', playback: { seasonNumber: 2, episodeNumber: 3 } }],
        }),
        Row.fromPartial({
          rowId: 'ads',
          title: { text: 'Sponsored' },
          nextToken: 't',
          items: [{ itemId: 'm', title: 'Lantern', sponsorship: { campaign: 'c', sponsor: 'S' } }],
        }),
      ],
      AnswerInfo.fromPartial({ modelId: 'm', variants: [{ experiment: 'e', variant: 'v' }], behind: true }),
    )
    expect(text).toMatch(/^Continue watching {2}\[continue\]\n(.|\n)*Tide S2E3/)
    expect(text).toMatch(/\nSponsored {2}\[ads, has more\]\n(.|\n)*Lantern \(sponsored\)/)
    expect(text).toContain('experiments: e: v')
    expect(text).toContain('behind')
  })

  it('says so where there is no row', () => {
    expect(printed([])).toContain('no title is allowed here')
  })
})
