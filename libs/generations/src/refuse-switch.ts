import type { Generations } from '@upnext/ports'
import { MOST_BEHIND } from './positions.ts'

/** A switch that would take something away from viewers. The message says what, and what to do. */
export class SwitchRefusedError extends Error {
  override readonly name = 'SwitchRefusedError'
}

export interface SwitchFacts {
  readonly generations: Generations
  readonly to: number
  /** By how many records `to` stands behind the active generation. */
  readonly behind: number
  /** Whoever asks means to switch to a generation that is behind. */
  readonly force: boolean
}

/** Throws `SwitchRefusedError` where `to` cannot become the active generation. */
export function refuseSwitch({ generations, to, behind, force }: SwitchFacts): void {
  const { active, manifests } = generations
  const manifest = manifests.find(({ generation }) => generation === to)
  if (manifest === undefined || manifest.state === 'dropping') {
    const known = manifests.filter(({ state }) => state !== 'dropping').map(({ generation }) => generation)
    throw new SwitchRefusedError(`there is no generation ${to}; there are: ${known.join(', ') || 'none'}`)
  }
  if (to === active) throw new SwitchRefusedError(`generation ${to} is the active one already`)
  if (manifest.state === 'building') {
    throw new SwitchRefusedError(
      `generation ${to} is still being built: let \`upnext profiles rebuild\` come to its end first`,
    )
  }
  if (behind > MOST_BEHIND && !force) {
    throw new SwitchRefusedError(
      `generation ${to} is ${behind} records behind generation ${active} (at most ${MOST_BEHIND} are allowed), so viewers would lose ` +
        `what they did last: run a feature of fold version ${manifest.foldVersion} until it has caught up, or say --force`,
    )
  }
}
